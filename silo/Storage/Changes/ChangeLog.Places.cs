using System.Data.Common;

namespace AccountTwins.Silo.Storage.Changes;

/// <summary>Gives rows their places, which only one may do at a time.</summary>
internal sealed partial class ChangeLog
{
    /// <summary>
    /// seq is drawn before a row is committed, so a lower one may become visible later. It then gets a later place: places follow what was
    /// visible, and within one account seq follows the commits, because a twin's and a chain's writes never overlap.
    /// </summary>
    private const string PlaceText =
        """
        UPDATE account_change SET position = v.place, number = v.among_tenants, placed_at = @now
        FROM (
            SELECT n.seq,
                coalesce(a.newest, 0) + row_number() OVER (ORDER BY n.seq) AS place,
                coalesce(e.newest, 0) + row_number() OVER (PARTITION BY n.tenant ORDER BY n.seq) AS among_tenants
            FROM (SELECT seq, tenant FROM account_change WHERE position IS NULL ORDER BY seq LIMIT @count) n
            LEFT JOIN change_end a ON a.tenant = ''
            LEFT JOIN change_end e ON e.tenant = n.tenant) v
        WHERE account_change.seq = v.seq
        RETURNING position
        """;

    private const string EndsText =
        """
        INSERT INTO change_end (tenant, newest, removed)
        SELECT m.tenant, m.newest, 0 FROM (
            SELECT tenant, max(number) AS newest FROM account_change WHERE position >= @first AND position <= @last GROUP BY tenant
            UNION ALL SELECT '', @last) m
        WHERE true
        ON CONFLICT (tenant) DO UPDATE SET newest = excluded.newest
        """;

    public async Task<int> PlaceAsync(int count, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Bounded(count);

        // Most of the time there is nothing, and then nobody needs to write.
        var waiting = await database.RunAsync(Use.Read, (connection, token) => connection.Statement(
            "SELECT 1 FROM account_change WHERE position IS NULL LIMIT 1").ToListAsync(_ => true, token), cancellationToken);
        if (waiting.Count == 0)
            return 0;
        return await AloneAsync(async (run, token) =>
        {
            var places = await run(PlaceText, [("@now", database.Dialect.Instant(now)), ("@count", count)]).ToListAsync(row => row.GetInt64(0), token);
            if (places.Count > 0)
                await run(EndsText, [("@first", places.Min()), ("@last", places.Max())]).ExecuteAsync(token);
            return places.Count;
        }, cancellationToken);
    }

    /// <summary>In one transaction, and only one such at a time over all silos: what the one before has done is visible to it.</summary>
    private Task<int> AloneAsync(Func<RunStatement, CancellationToken, Task<int>> work, CancellationToken cancellationToken) =>
        database.RunAsync(Use.Write, async (connection, token) =>
        {
            // On SQLite beginning takes the file's one write lock.
            await using var transaction = await connection.BeginTransactionAsync(token);
            if (database.Dialect.ChangeLock is { } takeLock)
                await Run(takeLock, []).ExecuteAsync(token);
            var count = await work(Run, token);
            await transaction.CommitAsync(token);
            return count;

            DbCommand Run(string sql, (string, object)[] parameters)
            {
                var command = connection.Statement(sql, parameters);
                command.Transaction = transaction;
                return command;
            }
        }, cancellationToken);

    /// <summary>A statement inside the transaction.</summary>
    private delegate DbCommand RunStatement(string sql, (string, object)[] parameters);
}
