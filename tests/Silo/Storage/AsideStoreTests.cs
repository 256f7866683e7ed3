using AccountTwins.Grains.State;
using AccountTwins.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AccountTwins.Tests.Silo.Storage;

/// <summary>Marks of accounts with signals in dead letters, in either database.</summary>
public sealed class AsideStoreTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_mark_is_read_with_its_account_whether_that_has_a_row_or_not(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var store = host.Services.GetRequiredService<IAsideStore>();
        var written = Rows.New(Rows.Key("written"));
        await host.Twins.WriteAsync(written, default);
        await store.AddAsync(written.Key, "row_refused", 3, default);
        await store.AddAsync(Rows.Key("never"), "apply_failed", 1, default);
        await store.AddAsync(Rows.Key("written", "other"), "apply_failed", 7, default);
        await store.AddAsync(written.Key, "apply_failed", 2, default);

        var reads = await Task.WhenAll(new[] { "written", "never", "neither" }.Select(account => host.Twins.ReadAsync(Rows.Key(account), default)));

        Assert.Equal([true, false, false], reads.Select(read => read.Row is not null));
        Assert.Equal([("row_refused", 5L), ("apply_failed", 1L)], reads[..2].Select(read => (read.Aside!.Code, read.Aside.Signals)));
        Assert.Null(reads[2].Aside);
        Assert.InRange(reads[0].Aside!.Since, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(5));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_mark_goes_only_as_it_was_read(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var store = host.Services.GetRequiredService<IAsideStore>();
        var key = Rows.Key("a");
        async Task<AsideMark?> Mark() => (await host.Twins.ReadAsync(key, default)).Aside;
        await store.AddAsync(key, "account_failed", 1, default);
        var first = (await Mark())!;
        await store.AddAsync(key, "account_failed", 1, default);

        Assert.False(await store.TryRemoveAsync(key, first, default));
        Assert.False(await store.TryRemoveAsync(Rows.Key("a", "other"), (await Mark())!, default));
        Assert.True(await store.TryRemoveAsync(key, (await Mark())!, default));
        Assert.Null(await Mark());
        Assert.False(await store.TryRemoveAsync(key, first, default));
    }
}
