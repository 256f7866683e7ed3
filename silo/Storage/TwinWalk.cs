using AccountTwins.Domain.Accounts;

namespace AccountTwins.Silo.Storage;

/// <summary>Stored twins over either database, along the primary key.</summary>
internal sealed class TwinWalk(Database database) : ITwinWalk
{
    private const int LimitMax = 1_000;

    public async Task<IReadOnlyList<StoredState>> PageAsync(AccountKey? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, LimitMax);
        return await database.RunAsync(Use.Search, (connection, token) =>
        {
            List<(string, object)> parameters = [("@limit", limit)];
            var from = "";
            if (after is { } last)
            {
                from = "WHERE (tenant, account) > (@tenant, @account)";
                parameters.AddRange([("@tenant", last.Tenant), ("@account", last.Account)]);
            }

            return connection.Statement(
                $"SELECT tenant, account, state FROM account_twin {from} ORDER BY tenant, account LIMIT @limit", [.. parameters])
                .ToListAsync(reader => new StoredState(new AccountKey(reader.GetString(0), reader.GetString(1)), reader.GetFieldValue<byte[]>(2)), token);
        }, cancellationToken);
    }
}
