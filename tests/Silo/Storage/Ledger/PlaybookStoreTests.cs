using AccountTwins.Silo.Storage.Ledger;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Silo.Storage.Ledger;

/// <summary>Playbook texts are kept for ever under their hash.</summary>
public sealed class PlaybookStoreTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Text_is_kept_once_a_tenant_and_hash(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        await host.Playbooks.SaveAsync("one", "h", [1, 2], Chains.Noon, default);
        await host.Playbooks.SaveAsync("one", "h", [3], Chains.Noon, default);

        Assert.Equal([1, 2], await host.Playbooks.ReadAsync("one", "h", default));
        Assert.Null(await host.Playbooks.ReadAsync("two", "h", default));
        await Assert.ThrowsAsync<ArgumentException>(() => host.Playbooks.SaveAsync("one", "large", new byte[PlaybookStore.BytesMax + 1], Chains.Noon, default));
    }
}
