using System.Text;
using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Keys;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Security;
using AccountTwins.Silo.Storage;
using AccountTwins.Tests.Silo.Api;
using AccountTwins.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AccountTwins.Tests.Silo.Security;

/// <summary>A key that runs out is told of in its tenant's chain, once.</summary>
public sealed class KeyEndsTests
{
    private static readonly ApiKeyRow Key = new("", [1], "default", "ines", "agent", FakeSettings.At, null, null);

    private readonly FakeClock _clock = new();

    [Theory, OnSqlite, OnPostgres]
    public async Task Each_end_is_told_once_whichever_silos_look_and_after_a_restart(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        await using var other = await host.AgainAsync();
        var now = _clock.GetUtcNow();
        var end = now.AddMilliseconds(1500.5);
        foreach (var row in new[]
        {
            Key with { Id = "a", ExpiresAt = end }, Key with { Id = "b", Tenant = "other", ExpiresAt = now.AddDays(-1), Name = "old" }, Key with { Id = "live", ExpiresAt = now.AddDays(1) },
            Key with { Id = "endless" }, Key with { Id = "gone", ExpiresAt = now, RevokedAt = now.AddDays(-1) },
        })
            Assert.True(await host.Keys.InsertAsync(row, default));

        await Ends(host).LookAsync(default);
        Assert.Empty(await ToldAsync(host, "default"));
        _clock.Advance(TimeSpan.FromSeconds(2));
        await Task.WhenAll(new[] { host, other, host, other }.Select(silo => Ends(silo).LookAsync(default)));
        await using var later = await host.AgainAsync();
        await Ends(later).LookAsync(default);

        var shown = Assert.Single(await ToldAsync(host, "default"));
        Assert.StartsWith("""key_expired {"id":"a","name":"ines","expiresAt":"2026-03-01T12:00:01.5""", shown);
        Assert.EndsWith(""","schemaVersion":1}""", shown);
        Assert.StartsWith("""key_expired {"id":"b","name":"old",""", Assert.Single(await ToldAsync(host, "other")));
        Assert.Empty(await host.Keys.ListEndedAsync(_clock.GetUtcNow(), 10, default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_silo_that_died_between_the_entry_and_its_mark_leaves_one_entry(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        await host.Keys.InsertAsync(Key with { Id = "a", ExpiresAt = _clock.GetUtcNow() }, default);
        var row = Assert.Single(await host.Keys.ListEndedAsync(_clock.GetUtcNow(), 10, default));
        await Ledger(host).AppendOnceAsync("default", new KeyEntry.Expired("a", "ines", row.ExpiresAt!.Value), default);
        await Ledger(host).AppendAsync("default", new KeyEntry.Revoked("c", "bob", "ann"), default);

        await Ends(host).LookAsync(default);

        Assert.Equal(2, (await ToldAsync(host, "default")).Length);
        Assert.Empty(await host.Keys.ListEndedAsync(_clock.GetUtcNow(), 10, default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_key_whose_end_was_put_off_in_the_last_moment_is_told_of_when_it_comes(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var row = Key with { Id = "a", ExpiresAt = _clock.GetUtcNow() };
        await host.Keys.InsertAsync(row, default);
        await Ends(host).LookAsync(default);

        Assert.True(await host.Keys.RotateAsync(row with { Hash = [2], ExpiresAt = _clock.GetUtcNow().AddHours(1) }, [1], default));
        await host.Keys.EndToldAsync("a", _clock.GetUtcNow(), _clock.GetUtcNow(), default);
        await Ends(host).LookAsync(default);
        Assert.Single(await ToldAsync(host, "default"));
        _clock.Advance(TimeSpan.FromHours(1));
        await Ends(host).LookAsync(default);

        Assert.Equal(2, (await ToldAsync(host, "default")).Length);
    }

    [Fact]
    public async Task Every_minute_is_looked_and_a_store_that_is_away_is_asked_again()
    {
        var (store, ledger, log) = (new FakeKeyStore { IsAway = true }, new MemoryLedger(), new CapturedLog());
        store.Rows["a"] = Key with { Id = "a", ExpiresAt = _clock.GetUtcNow() };
        using var logging = LoggerFactory.Create(builder => builder.AddProvider(log));
        using var service = new KeyEnds(store, new KeyLedger(ledger, _clock), _clock, logging.CreateLogger<KeyEnds>());
        await service.StartAsync(default);
        await Until.TrueAsync(() => _clock.Waiting == 1 && log.Lines.Any(line => line.Text.Contains("told of later", StringComparison.Ordinal)));

        store.IsAway = false;
        _clock.Advance(KeyEnds.LookEvery);
        await Until.TrueAsync(() => store.Told.Count == 1);
        store.Rows["b"] = Key with { Id = "b", ExpiresAt = _clock.GetUtcNow() };
        _clock.Advance(KeyEnds.LookEvery);
        await Until.TrueAsync(() => store.Told.Count == 2);
        await service.StopAsync(default);

        Assert.Equal(["a", "b"], store.Told);
        Assert.Equal(2, ledger.Entries(LedgerSubject.OfKeys("default")).Length);
    }

    private KeyEnds Ends(StoreHost host) => new(host.Keys, Ledger(host), _clock, NullLogger<KeyEnds>.Instance);

    private KeyLedger Ledger(StoreHost host) => new(host.Ledger, _clock);

    /// <summary>The tenant's chain of keys, whose hashes are right.</summary>
    private static async Task<string[]> ToldAsync(StoreHost host, string tenant)
    {
        var entries = await host.Ledger.ReadAsync(LedgerSubject.OfKeys(tenant), 1, 100, default);
        var walk = LedgerWalk.Start(tenant);
        foreach (var entry in entries)
        {
            (var fault, walk) = walk.Step("/keys", entry.Number, entry.Kind, entry.At, entry.Key, entry.Hash, entry.Body, entry.Snapshot);
            Assert.Null(fault);
        }

        return [.. entries.Select(entry => $"{entry.Kind} {Encoding.UTF8.GetString(entry.Body)}")];
    }
}
