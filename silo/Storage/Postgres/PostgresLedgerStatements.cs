using AccountTwins.Grains.State;
using Npgsql;
using NpgsqlTypes;

namespace AccountTwins.Silo.Storage.Postgres;

/// <summary>
/// The statements that append a batch. The first entry of an append decides for all of it: whoever inserts it owns the chain's end
/// until the transaction ends, so what follows it can meet nobody. Columns travel as one array each.
/// </summary>
internal static class PostgresLedgerStatements
{
    /// <summary>Held shared by every append; the audit takes it alone to know that nothing is in flight.</summary>
    public const string Lock = "hashtextextended('accounttwins.ledger:' || current_schema(), 0)";

    /// <summary>
    /// True for appends that landed in this transaction: the row of their first entry bears its number. A row of the same content that
    /// an earlier transaction wrote does not.
    /// </summary>
    public const string Landed =
        "JOIN ledger h ON h.tenant = v.tenant AND h.subject = v.subject AND h.number = v.first AND h.xmin = pg_current_xact_id()::xid";

    private const string Entry = "v.tenant, v.subject, v.number, v.kind, v.at, v.key, v.hash, v.body, v.snapshot";

    private const string Arrays = "$1::text[], $2::text[], $3::bigint[], $4::text[], $5::timestamptz[], $6::bigint[], $7::bytea[], $8::bytea[], $9::bytea[]";

    /// <summary>
    /// The entry before must be there, this one must not (the primary key decides, and waits for a writer in flight), and the twin must
    /// be the writer's. The twin's row is not locked: an append that reads it just before it changes hands stands before that change in
    /// every order that matters, and the new owner, who has not seen the entry, cannot take its number.
    /// </summary>
    private const string FirstText =
        $"""
        INSERT INTO ledger (tenant, subject, number, kind, at, key, hash, body, snapshot)
        SELECT {Entry}
        FROM unnest({Arrays}, $10::boolean[], $11::uuid[], $12::bigint[], $13::uuid[]) WITH ORDINALITY
            AS v(tenant, subject, number, kind, at, key, hash, body, snapshot, of_twin, writer, loaded_revision, loaded_writer, place)
        LEFT JOIN ledger p ON p.tenant = v.tenant AND p.subject = v.subject AND p.number = v.number - 1
        LEFT JOIN account_twin t ON t.tenant = v.tenant AND t.account = v.subject
        WHERE (v.number = 1 OR p.number IS NOT NULL)
            AND (NOT v.of_twin OR t.writer = v.writer OR (t.revision = v.loaded_revision AND t.writer = v.loaded_writer))
        ORDER BY v.place
        ON CONFLICT DO NOTHING
        RETURNING tenant, subject
        """;

    private const string RestText =
        $"""
        INSERT INTO ledger (tenant, subject, number, kind, at, key, hash, body, snapshot)
        SELECT {Entry}
        FROM unnest({Arrays}, $10::bigint[]) WITH ORDINALITY AS v(tenant, subject, number, kind, at, key, hash, body, snapshot, first, place)
        {Landed}
        ORDER BY v.place
        """;

    /// <summary>Lock, first entries, other entries, review changes, announced changes. The second answers with the chains that landed.</summary>
    public static IEnumerable<NpgsqlBatchCommand> Of(LedgerAppend[] appends)
    {
        yield return new NpgsqlBatchCommand($"SELECT pg_advisory_xact_lock_shared({Lock})");
        yield return First(appends);
        var rest = appends.SelectMany(append => append.Entries.Skip(1).Select(entry => (append, entry))).ToArray();
        if (rest.Length > 0)
            yield return Rest(rest);
        foreach (var command in PostgresReviewStatements.Of(appends))
            yield return command;
        if (PostgresChangeStatements.Of(appends) is { } changes)
            yield return changes;
    }

    public static void Add<T>(NpgsqlBatchCommand command, T[] values) => command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = values });

    /// <summary>For values whose first may be null, from which the driver could not read the type.</summary>
    public static void Add<T>(NpgsqlBatchCommand command, T[] values, NpgsqlDbType type) =>
        command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type });

    /// <summary>Whole milliseconds, as all that is hashed.</summary>
    public static DateTime Instant(DateTimeOffset at) => DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds()).UtcDateTime;

    private static NpgsqlBatchCommand First(LedgerAppend[] appends)
    {
        var command = Entries(FirstText, Array.ConvertAll(appends, append => (append, append.Entries[0])));
        Add(command, Array.ConvertAll(appends, append => append.Twin is not null));
        Add(command, Array.ConvertAll(appends, append => append.Twin?.Writer ?? Guid.Empty));
        Add(command, Array.ConvertAll(appends, append => append.Twin?.Loaded?.Revision ?? -1));
        Add(command, Array.ConvertAll(appends, append => append.Twin?.Loaded?.Writer ?? Guid.Empty));
        return command;
    }

    private static NpgsqlBatchCommand Rest((LedgerAppend Append, LedgerEntry Entry)[] rest)
    {
        var command = Entries(RestText, rest);
        Add(command, Array.ConvertAll(rest, one => one.Append.Entries[0].Number));
        return command;
    }

    private static NpgsqlBatchCommand Entries(string text, (LedgerAppend Append, LedgerEntry Entry)[] all)
    {
        var command = new NpgsqlBatchCommand(text);
        Add(command, Array.ConvertAll(all, one => one.Append.Subject.Tenant));
        Add(command, Array.ConvertAll(all, one => one.Append.Subject.Name));
        Add(command, Array.ConvertAll(all, one => one.Entry.Number));
        Add(command, Array.ConvertAll(all, one => one.Entry.Kind));
        Add(command, Array.ConvertAll(all, one => Instant(one.Entry.At)), NpgsqlDbType.TimestampTz);
        Add(command, Array.ConvertAll(all, one => unchecked((long)one.Entry.Key)));
        Add(command, Array.ConvertAll(all, one => one.Entry.Hash));
        Add(command, Array.ConvertAll(all, one => one.Entry.Body));
        Add(command, Array.ConvertAll(all, one => one.Entry.Snapshot), NpgsqlDbType.Bytea);
        return command;
    }
}
