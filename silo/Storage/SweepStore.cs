using AccountTwins.Domain.Accounts;

namespace AccountTwins.Silo.Storage;

/// <summary>Due accounts over either database, along the index that has their order.</summary>
internal sealed class SweepStore(Database database) : ISweepStore
{
    /// <summary>All pages but the first, which begins nowhere.</summary>
    internal static readonly string NextPage = Page("AND (due_at, tenant, account) > (@after, @tenant, @account)");

    private const int LimitMax = 10_000;

    private static readonly string FirstPage = Page("");

    public async Task<IReadOnlyList<DueAccount>> DueAsync(
        DateTimeOffset now, int limit, SweepShard shard, DueAccount? after, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, LimitMax);
        ArgumentOutOfRangeException.ThrowIfLessThan(shard.Count, 1);
        var dialect = database.Dialect;
        return await database.RunAsync(Use.Search, (connection, token) =>
        {
            List<(string, object)> parameters =
                [("@now", dialect.Instant(now)), ("@index", shard.Index), ("@count", shard.Count), ("@limit", limit)];
            if (after is not null)
                parameters.AddRange([("@after", dialect.Instant(after.DueAt)), ("@tenant", after.Key.Tenant), ("@account", after.Key.Account)]);
            return connection.Statement(after is null ? FirstPage : NextPage, [.. parameters]).ToListAsync(
                reader => new DueAccount(new AccountKey(reader.GetString(0), reader.GetString(1)), dialect.ReadInstant(reader, 2)), token);
        }, cancellationToken);
    }

    private static string Page(string from) =>
        $"""
        SELECT tenant, account, due_at FROM account_twin
        WHERE due_at <= @now AND shard % @count = @index {from}
        ORDER BY due_at, tenant, account LIMIT @limit
        """;
}
