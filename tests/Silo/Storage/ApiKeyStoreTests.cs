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
        Assert.Equal(["k1", "k2"], (await host.Keys.ListAsync(null, default)).Select(row => row.Id));
        Assert.Equal(["k2"], (await host.Keys.ListAsync("other", default)).Select(row => row.Id));

        Assert.True(await host.Keys.RevokeAsync("k1", Noon, default));
        Assert.False(await host.Keys.RevokeAsync("k1", Noon.AddDays(1), default));
        Assert.False(await host.Keys.RevokeAsync("k3", Noon, default));
        Assert.Equal(Noon, (await host.Keys.FindAsync("k1", default))!.RevokedAt);
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
