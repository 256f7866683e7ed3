using AccountTwins.Grains.State;
using AccountTwins.Silo.Storage.Ledger;
using Npgsql;
using NpgsqlTypes;

namespace AccountTwins.Silo.Storage.Postgres;

/// <summary>The statements that change the review queue with the appends of a batch, for those that landed only.</summary>
internal static class PostgresReviewStatements
{
    private static readonly string AddText =
        $"""
        INSERT INTO review_item ({ReviewColumns.List})
        SELECT {string.Join(", ", ReviewColumns.Names.Select(name => "v." + (name == "number" ? "item_number" : name)))}
        FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::bigint[], $7::integer[], $8::text[], $9::text[], $10::text[],
                $11::text[], $12::boolean[], $13::text[], $14::integer[], $15::text[], $16::timestamptz[], $17::timestamptz[], $18::timestamptz[],
                $19::integer[], $20::text[], $21::timestamptz[], $22::text[], $23::text[]) WITH ORDINALITY
            AS v(tenant, subject, first, id, account, item_number, kind, scenario, agent_release, segment, value_tier, at_risk, role, people,
                requested_by, created_at, due_at, expires_at, state, claimed_by, claimed_until, decided_by, reviewed, place)
        {PostgresLedgerStatements.Landed}
        ORDER BY v.place
        {ReviewColumns.Replace}
        """;

    private const string ChangeText =
        $"""
        UPDATE review_item r SET state = v.state, claimed_by = NULL, claimed_until = NULL,
            decided_by = CASE WHEN v.by IS NULL THEN r.decided_by WHEN r.decided_by = '' THEN v.by ELSE r.decided_by || E'\n' || v.by END,
            reviewed = CASE WHEN v.reviewed IS NULL THEN r.reviewed WHEN r.reviewed = '' THEN v.reviewed ELSE r.reviewed || E'\n' || v.reviewed END
        FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::integer[], $7::text[]) AS v(tenant, subject, first, id, by, state, reviewed)
        {PostgresLedgerStatements.Landed}
        WHERE r.tenant = v.tenant AND r.id = v.id
        """;

    public static IEnumerable<NpgsqlBatchCommand> Of(LedgerAppend[] appends)
    {
        foreach (var round in ReviewRounds.Of(appends))
        {
            var added = round.Where(edit => edit.Item is not null).ToArray();
            if (added.Length > 0)
                yield return Add(added);
            var changed = round.Where(edit => edit.Item is null).ToArray();
            if (changed.Length > 0)
                yield return Change(changed);
        }
    }

    private static NpgsqlBatchCommand Add(ReviewEdit[] edits)
    {
        var command = Edits(AddText, edits);
        var items = Array.ConvertAll(edits, edit => edit.Item!);
        Text(item => item.Account);
        PostgresLedgerStatements.Add(command, Array.ConvertAll(items, item => item.Number));
        PostgresLedgerStatements.Add(command, Array.ConvertAll(items, item => (int)item.Kind));
        Text(item => item.Scenario);
        Text(item => item.AgentRelease);
        Text(item => item.Segment);
        Text(item => item.ValueTier);
        PostgresLedgerStatements.Add(command, Array.ConvertAll(items, item => item.AtRisk));
        Text(item => item.Role);
        PostgresLedgerStatements.Add(command, Array.ConvertAll(items, item => item.People));
        Text(item => item.RequestedBy);
        Instant(item => item.CreatedAt);
        Instant(item => item.DueAt);
        Instant(item => item.ExpiresAt);
        PostgresLedgerStatements.Add(command, Array.ConvertAll(items, item => (int)item.State));
        Text(item => item.ClaimedBy);
        Instant(item => item.ClaimedUntil);
        Text(item => item.DecidedBy);
        Text(item => item.Reviewed);
        return command;

        void Text(Converter<ReviewItem, string?> of) => PostgresLedgerStatements.Add(command, Array.ConvertAll(items, of), NpgsqlDbType.Text);

        void Instant(Func<ReviewItem, DateTimeOffset?> of) => PostgresLedgerStatements.Add(command,
            Array.ConvertAll(items, item => of(item) is { } at ? PostgresLedgerStatements.Instant(at) : (DateTime?)null), NpgsqlDbType.TimestampTz);
    }

    private static NpgsqlBatchCommand Change(ReviewEdit[] edits)
    {
        var command = Edits(ChangeText, edits);
        PostgresLedgerStatements.Add(command, Array.ConvertAll(edits, edit => edit.By), NpgsqlDbType.Text);
        PostgresLedgerStatements.Add(command, Array.ConvertAll(edits, edit => (int)edit.State));
        PostgresLedgerStatements.Add(command, Array.ConvertAll(edits, edit => edit.Reviewed), NpgsqlDbType.Text);
        return command;
    }

    /// <summary>Parameters 1 to 4: the append and the item.</summary>
    private static NpgsqlBatchCommand Edits(string text, ReviewEdit[] edits)
    {
        var command = new NpgsqlBatchCommand(text);
        PostgresLedgerStatements.Add(command, Array.ConvertAll(edits, edit => edit.Tenant));
        PostgresLedgerStatements.Add(command, Array.ConvertAll(edits, edit => edit.Append.Subject.Name));
        PostgresLedgerStatements.Add(command, Array.ConvertAll(edits, edit => edit.Append.Entries[0].Number));
        PostgresLedgerStatements.Add(command, Array.ConvertAll(edits, edit => edit.Id));
        return command;
    }
}
