using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.State;

namespace AccountTwins.Silo.Storage;

/// <summary>Marks of accounts with signals in dead letters, over either database.</summary>
internal sealed class AsideStore(Database database, TimeProvider clock) : IAsideStore
{
    public Task AddAsync(AccountKey key, string code, int signals, CancellationToken cancellationToken) =>
        database.RunAsync(Use.Write, (connection, token) => connection.Statement(
            "INSERT INTO account_aside (tenant, account, code, since, signals) VALUES (@tenant, @account, @code, @since, @signals) "
            + "ON CONFLICT (tenant, account) DO UPDATE SET signals = account_aside.signals + excluded.signals",
            ("@tenant", key.Tenant), ("@account", key.Account), ("@code", code),
            ("@since", database.Dialect.Instant(clock.GetUtcNow())), ("@signals", (long)signals)).ExecuteAsync(token), cancellationToken);

    public async Task<bool> TryRemoveAsync(AccountKey key, AsideMark mark, CancellationToken cancellationToken) =>
        await database.RunAsync(Use.Write, (connection, token) => connection.Statement(
            "DELETE FROM account_aside WHERE tenant = @tenant AND account = @account AND since = @since AND signals = @signals",
            ("@tenant", key.Tenant), ("@account", key.Account),
            ("@since", database.Dialect.Instant(mark.Since)), ("@signals", mark.Signals)).ExecuteAsync(token), cancellationToken) == 1;
}
