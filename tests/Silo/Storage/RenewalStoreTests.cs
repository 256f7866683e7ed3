using AccountTwins.Silo.Storage;
using AccountTwins.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AccountTwins.Tests.Silo.Storage;

/// <summary>Renewal histories in either database.</summary>
public sealed class RenewalStoreTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory, OnSqlite, OnPostgres]
    public async Task A_history_is_kept_by_its_hash_for_its_tenant_and_the_oldest_go(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var store = host.Services.GetRequiredService<IRenewalStore>();
        for (var number = 0; number <= RenewalStore.TextsMax; number++)
            await store.SaveAsync("a", $"h{number}", [(byte)number], At.AddMinutes(number), CancellationToken.None);
        await store.SaveAsync("a", "h2", [2], At.AddDays(9), CancellationToken.None);

        Assert.Null(await store.ReadAsync("a", "h0", CancellationToken.None));
        Assert.Equal("01", Convert.ToHexString((await store.ReadAsync("a", "h1", CancellationToken.None))!));
        Assert.Null(await store.ReadAsync("b", "h1", CancellationToken.None));
    }
}
