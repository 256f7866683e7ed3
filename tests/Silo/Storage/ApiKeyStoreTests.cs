using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Silo.Api.Keys;
using AccountTwins.Silo.Security;
using AccountTwins.Silo.Storage;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Silo.Storage;

/// <summary>API keys, the same on every database.</summary>
public sealed class ApiKeyStoreTests
{
    private static readonly DateTimeOffset Noon = new(2024, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory, OnSqlite, OnPostgres]
    public async Task Key_is_kept_listed_and_revoked_once(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var key = new ApiKeyRow("k1", [1, 2, 3], "default", "first", "read write", Noon, Noon.AddDays(30), null);
        var other = key with { Id = "k2", Tenant = "other", ExpiresAt = null, CreatedAt = Noon.AddDays(1) };

        Assert.True(await host.Keys.InsertAsync(key, default));
        Assert.True(await host.Keys.InsertAsync(other, default));
        Assert.False(await host.Keys.InsertAsync(key with { Name = "again" }, default));

        Assert.Equivalent(key, await host.Keys.FindAsync("k1", default), strict: true);
        Assert.Null(await host.Keys.FindAsync("k3", default));
        Assert.Equal(["k1"], (await host.Keys.ListAsync("default", Noon, 10, default)).Select(row => row.Id));
        Assert.Equal(["k2"], (await host.Keys.ListAsync("other", Noon, 10, default)).Select(row => row.Id));

        Assert.True(await host.Keys.RevokeAsync("k1", Noon, default));
        Assert.False(await host.Keys.RevokeAsync("k1", Noon.AddDays(1), default));
        Assert.False(await host.Keys.RevokeAsync("k3", Noon, default));
        Assert.Equal(Noon, (await host.Keys.FindAsync("k1", default))!.RevokedAt);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Live_keys_come_before_those_that_ended_and_newer_before_older(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var key = new ApiKeyRow("", [1], "default", "n", "agent", Noon, null, null);
        foreach (var row in new[]
        {
            key with { Id = "old" }, key with { Id = "gone", RevokedAt = Noon.AddDays(2) }, key with { Id = "ended", CreatedAt = Noon.AddDays(1), ExpiresAt = Noon.AddDays(3) },
            key with { Id = "new", CreatedAt = Noon.AddDays(1), ExpiresAt = Noon.AddDays(4), Scopes = "reader,admin" }, key with { Id = "foreign", Tenant = "other", Scopes = "ops" },
        })
            Assert.True(await host.Keys.InsertAsync(row, default));
        var now = Noon.AddDays(3);

        Assert.Equal(["new", "old", "ended", "gone"], (await host.Keys.ListAsync("default", now, 10, default)).Select(row => row.Id));
        Assert.Equal(["new", "old", "ended"], (await host.Keys.ListAsync("default", now, 3, default)).Select(row => row.Id));
        Assert.Equal(["new", "old"], (await host.Keys.ListLiveAsync("default", now, 10, default)).Select(row => row.Id));
        Assert.Equal(["new"], (await host.Keys.ListLiveAsync("default", now, 1, default)).Select(row => row.Id));
        Assert.Equal(["foreign", "new", "old"], (await host.Keys.ListLiveIdsAsync(now, 10, default)).Order());
        Assert.Equal(2, (await host.Keys.ListLiveIdsAsync(now, 2, default)).Count);
        Assert.True(await host.Keys.HasLiveAsync("default", "admin", now, default));
        Assert.False(await host.Keys.HasLiveAsync("default", "adm", now, default));
        Assert.False(await host.Keys.HasLiveAsync("default", "ops", now, default));
        Assert.False(await host.Keys.HasLiveAsync("default", "admin", now.AddDays(1), default));
        Assert.True(await host.Keys.RevokeAsync("new", now, default));
        Assert.False(await host.Keys.HasLiveAsync("default", "admin", now, default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Ten_thousand_keys_that_ended_hide_none_that_lives(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var (clock, ledger) = (new FakeClock(), new KeyLedger(new MemoryLedger(), new FakeClock()));
        await host.Keys.InsertAsync(new ApiKeyRow("old", [1], "default", "n", "admin", Noon, null, Noon), default);
        await host.ChangeAsync("""
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
            INSERT INTO api_key (id, hash, tenant, name, scopes, created_at, revoked_at)
            SELECT id || i, hash, tenant, name, scopes, created_at, revoked_at FROM api_key, n WHERE id = 'old'
            """);
        await host.Keys.InsertAsync(new ApiKeyRow("new", [1], "default", "Ines", "admin", Noon.AddDays(1), null, null), default);

        var (_, refusal) = await NewKey.CreateAsync(host.Keys, ledger, "default", new KeyBody { Name = "ines", Scopes = ["reader"] }, "test", clock.GetUtcNow(), default);

        Assert.Equal(ReasonCodes.KeyNameTaken, refusal);
        Assert.Null(await new ApiKeyBootstrap(host.Keys, ledger, clock).EnsureFirstKeyAsync("default", default));
        Assert.Equal("new", (await host.Keys.ListAsync("default", clock.GetUtcNow(), 1, default)).Single().Id);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_rotation_is_written_once_and_only_over_the_secret_it_saw(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var key = new ApiKeyRow("k1", [1], "default", "first", "agent", Noon, null, null);
        await host.Keys.InsertAsync(key, default);
        var rotated = key with { Hash = [2], OldHash = [1], OldUntil = Noon.AddHours(1), RotatedAt = Noon, RotationKey = "r", ExpiresAt = Noon.AddDays(1) };

        Assert.True(await host.Keys.RotateAsync(rotated, [1], default));
        Assert.False(await host.Keys.RotateAsync(rotated with { Hash = [3] }, [1], default));
        Assert.Equivalent(rotated, await host.Keys.FindAsync("k1", default), strict: true);

        var ended = rotated with { Hash = [4], OldHash = null, OldUntil = null, RotationKey = null, ExpiresAt = null };
        Assert.True(await host.Keys.RotateAsync(ended, [2], default));
        Assert.Equivalent(ended, await host.Keys.FindAsync("k1", default), strict: true);
        await host.Keys.RevokeAsync("k1", Noon, default);
        Assert.False(await host.Keys.RotateAsync(rotated, [4], default));
    }
}
