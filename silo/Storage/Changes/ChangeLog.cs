using System.Data.Common;
using AccountTwins.Domain.Changes;

namespace AccountTwins.Silo.Storage.Changes;

/// <summary>The log of changes over either database.</summary>
internal sealed partial class ChangeLog(Database database, TimeProvider clock) : IChangeLog
{
    private const int ReadMax = 1000;
    private const int UnplacedMax = 10_000;

    private const string Columns = "position, number, tenant, account, id, kind, segment, at, data";

    public Task AnnouncedAsync(TimeSpan atMost, CancellationToken cancellationToken) => database.Announced.WaitAsync(atMost, clock, cancellationToken);

    public async Task<ChangeLogState> StateAsync(string? reader, CancellationToken cancellationToken)
    {
        var found = await database.RunAsync(Use.Read, (connection, token) => connection.Statement(
            $"""
            SELECT coalesce((SELECT newest FROM change_end WHERE tenant = ''), 0),
                (SELECT count(*) FROM (SELECT 1 FROM account_change WHERE position IS NULL LIMIT {UnplacedMax}) w),
                CASE WHEN @reader = '' THEN NULL ELSE coalesce((SELECT position FROM change_reader WHERE name = @reader), (SELECT max(position) FROM change_reader)) END
            """,
            ("@reader", reader ?? "")).ToListAsync(
                row => new ChangeLogState(row.GetInt64(0), (int)row.GetInt64(1), row.IsDBNull(2) ? null : row.GetInt64(2)), token), cancellationToken);
        return found[0];
    }

    public async Task<ChangeEnds> EndsAsync(string tenant, CancellationToken cancellationToken)
    {
        var found = await database.RunAsync(Use.Read, (connection, token) => connection.Statement(
            "SELECT newest, removed FROM change_end WHERE tenant = @tenant", ("@tenant", tenant))
            .ToListAsync(row => new ChangeEnds(row.GetInt64(0), row.GetInt64(1)), token), cancellationToken);
        return found.Count == 0 ? default : found[0];
    }

    public Task<IReadOnlyList<PlacedChange>> ReadAsync(string tenant, long after, int count, CancellationToken cancellationToken) => ReadAsync(
        $"SELECT {Columns} FROM account_change WHERE tenant = @tenant AND number > @after ORDER BY number LIMIT @count",
        [("@tenant", tenant), ("@after", after), ("@count", Bounded(count))], cancellationToken);

    public Task<IReadOnlyList<PlacedChange>> ReadAllAsync(long after, int count, CancellationToken cancellationToken) => ReadAsync(
        $"SELECT {Columns} FROM account_change WHERE position > @after ORDER BY position LIMIT @count",
        [("@after", after), ("@count", Bounded(count))], cancellationToken);

    public async Task<long?> HoldAsync(string reader, string holder, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var dialect = database.Dialect;
        var found = await database.RunAsync(Use.Write, (connection, token) => connection.Statement(
            """
            INSERT INTO change_reader (name, position, holder, held_until)
            VALUES (@name, (SELECT max(p) FROM (SELECT 0 AS p UNION ALL SELECT removed FROM change_end WHERE tenant = '' UNION ALL SELECT position FROM change_reader) known), @holder, @until)
            ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, held_until = excluded.held_until
            WHERE change_reader.holder IS NULL OR change_reader.holder = excluded.holder OR change_reader.held_until < @now
            RETURNING position
            """,
            ("@name", reader), ("@holder", holder), ("@until", dialect.Instant(until)), ("@now", dialect.Instant(now)))
            .ToListAsync(row => row.GetInt64(0), token), cancellationToken);
        return found.Count == 0 ? null : found[0];
    }

    public async Task<bool> PassedAsync(string reader, string holder, long position, DateTimeOffset until, CancellationToken cancellationToken) =>
        await database.RunAsync(Use.Write, (connection, token) => connection.Statement(
            "UPDATE change_reader SET position = @position, held_until = @until WHERE name = @name AND holder = @holder AND position <= @position",
            ("@name", reader), ("@holder", holder), ("@position", position), ("@until", database.Dialect.Instant(until))).ExecuteAsync(token), cancellationToken) == 1;

    public Task ReleaseAsync(string reader, string holder, CancellationToken cancellationToken) =>
        database.RunAsync(Use.Write, (connection, token) => connection.Statement(
            "UPDATE change_reader SET holder = NULL, held_until = NULL WHERE name = @name AND holder = @holder",
            ("@name", reader), ("@holder", holder)).ExecuteAsync(token), cancellationToken);

    private async Task<IReadOnlyList<PlacedChange>> ReadAsync(string sql, (string, object)[] parameters, CancellationToken cancellationToken) =>
        await database.RunAsync(Use.Read, (connection, token) => connection.Statement(sql, parameters).ToListAsync(Map, token), cancellationToken);

    private PlacedChange Map(DbDataReader row) => new(row.GetInt64(0), row.GetInt64(1), new ChangeRow(
        row.GetString(2), Text(row, 3), row.GetString(4), row.GetString(5), Text(row, 6), database.Dialect.ReadInstant(row, 7), row.GetFieldValue<byte[]>(8)));

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static int Bounded(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, ReadMax);
        return count;
    }
}
