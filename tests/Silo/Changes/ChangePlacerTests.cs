using AccountTwins.Domain.Changes;
using AccountTwins.Silo.Changes;
using AccountTwins.Silo.Storage.Changes;
using AccountTwins.Tests.Silo.Storage;
using AccountTwins.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AccountTwins.Tests.Silo.Changes;

public sealed class ChangePlacerTests
{
    private const string Reader = "topic:account-changes";

    private readonly OutboxGate _gate = new();
    private readonly ChangeTip _tip = new();
    private readonly FakeClock _clock = new();

    [Fact]
    public async Task Signals_wait_while_the_outbox_is_full_and_go_on_when_it_is_half_empty()
    {
        await using var host = await StoreHost.OpenAsync(StoreKind.Sqlite);
        var log = host.Services.GetRequiredService<IChangeLog>();
        var placer = Placer(log, new ChangeOptions { OutboxMax = 100 });
        await log.HoldAsync(Reader, "silo", _clock.GetUtcNow(), _clock.GetUtcNow().AddMinutes(1), default);
        await AnnounceAsync(host, 99);
        await placer.RoundAsync(default);
        Assert.True(_gate.IsOpen);

        await AnnounceAsync(host, 1);
        await placer.RoundAsync(default);
        var waiting = _gate.WhenOpenAsync();
        Assert.False(_gate.IsOpen);
        await log.PassedAsync(Reader, "silo", 50, _clock.GetUtcNow(), default);
        await placer.RoundAsync(default);
        Assert.False(waiting.IsCompleted);
        await log.PassedAsync(Reader, "silo", 51, _clock.GetUtcNow(), default);
        await placer.RoundAsync(default);

        await waiting.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.True(_gate.IsOpen);
    }

    [Fact]
    public async Task Without_a_topic_nothing_waits_and_old_changes_go()
    {
        await using var host = await StoreHost.OpenAsync(StoreKind.Sqlite);
        var log = host.Services.GetRequiredService<IChangeLog>();
        var placer = Placer(log, new ChangeOptions { OutboxMax = 100, Topic = "" });
        await AnnounceAsync(host, 150);
        await placer.RoundAsync(default);
        Assert.True(_gate.IsOpen);
        Assert.Equal(150, _tip.Newest);

        _clock.Advance(TimeSpan.FromDays(8));
        await placer.RoundAsync(default);

        Assert.Equal(new ChangeEnds(150, 150), await log.EndsAsync("default", default));
    }

    [Fact]
    public async Task What_the_topic_has_not_got_outlives_its_time()
    {
        await using var host = await StoreHost.OpenAsync(StoreKind.Sqlite);
        var log = host.Services.GetRequiredService<IChangeLog>();
        var placer = Placer(log, new ChangeOptions());
        await AnnounceAsync(host, 20);
        await placer.RoundAsync(default);
        _clock.Advance(TimeSpan.FromDays(30));
        await placer.RoundAsync(default);
        Assert.Equal(0, (await log.EndsAsync("default", default)).Removed);

        await log.HoldAsync(Reader, "silo", _clock.GetUtcNow(), _clock.GetUtcNow().AddMinutes(1), default);
        await log.PassedAsync(Reader, "silo", 12, _clock.GetUtcNow(), default);
        _clock.Advance(TimeSpan.FromMinutes(2));
        await placer.RoundAsync(default);

        Assert.Equal(12, (await log.EndsAsync("default", default)).Removed);
    }

    [Fact]
    public async Task What_comes_faster_than_it_is_placed_is_told_and_watched_meanwhile()
    {
        await using var host = await StoreHost.OpenAsync(StoreKind.Sqlite);
        var log = host.Services.GetRequiredService<IChangeLog>();
        var placer = Placer(log, new ChangeOptions { OutboxMax = 100 });
        await AnnounceAsync(host, 20_001);
        await placer.RoundAsync(default);
        Assert.Equal(20_000, _tip.Newest);
        Assert.False(_gate.IsOpen);

        await placer.RoundAsync(default);
        Assert.Equal(20_001, _tip.Newest);
    }

    [Fact]
    public async Task Removing_goes_on_in_the_next_round_until_no_more_are_kept_than_may_be()
    {
        await using var host = await StoreHost.OpenAsync(StoreKind.Sqlite);
        var log = host.Services.GetRequiredService<IChangeLog>();
        var placer = Placer(log, new ChangeOptions { Topic = "", KeptMax = 1_000 });
        await AnnounceAsync(host, 22_000);
        while (await log.PlaceAsync(1_000, _clock.GetUtcNow(), default) > 0)
        {
        }

        await placer.RoundAsync(default);
        Assert.Equal(20_000, (await log.EndsAsync("default", default)).Removed);
        await placer.RoundAsync(default);

        Assert.Equal(new ChangeEnds(22_000, 21_000), await log.EndsAsync("default", default));
    }

    [Fact]
    public async Task A_loud_tenant_pushes_out_nothing_of_a_quiet_one()
    {
        await using var host = await StoreHost.OpenAsync(StoreKind.Sqlite);
        var log = host.Services.GetRequiredService<IChangeLog>();
        var placer = Placer(log, new ChangeOptions { Topic = "", KeptPerTenantMax = 100, KeptMax = 1_000 });
        await AnnounceAsync(host, 7, "quiet");
        await AnnounceAsync(host, 3_000, "loud");
        await AnnounceAsync(host, 1, "quiet");

        await placer.RoundAsync(default);

        Assert.Equal((new ChangeEnds(8, 0), new ChangeEnds(3_000, 2_900)), (await log.EndsAsync("quiet", default), await log.EndsAsync("loud", default)));
    }

    [Fact]
    public async Task What_keeps_coming_has_its_places_together()
    {
        await using var host = await StoreHost.OpenAsync(StoreKind.Sqlite);
        var log = host.Services.GetRequiredService<IChangeLog>();
        using var placer = Placer(log, new ChangeOptions { PlaceEvery = TimeSpan.FromSeconds(1) });
        await AnnounceAsync(host, 1);
        var began = _clock.GetUtcNow();
        await placer.StartAsync(default);
        await Until.TrueAsync(() => _tip.Newest == 1, "the first one placed");
        Assert.Equal(began, _clock.GetUtcNow());

        await AnnounceAsync(host, 1);
        await AnnounceAsync(host, 1);
        await Until.TrueAsync(
            () =>
            {
                // Time moves only while the placer waits for it.
                if (_tip.Newest == 1 && _clock.Waiting > 0)
                    _clock.Advance(TimeSpan.FromMilliseconds(100));
                return _tip.Newest > 1;
            },
            "the others placed");
        await placer.StopAsync(default);

        Assert.Equal(3, _tip.Newest);
        Assert.True(_clock.GetUtcNow() - began >= TimeSpan.FromSeconds(1), $"Placed after {_clock.GetUtcNow() - began}.");
    }

    private ChangePlacer Placer(IChangeLog log, ChangeOptions options) =>
        new(log, _tip, _gate, Options.Create(options), new ChangeMetrics(new MeterFactory()), _clock, NullLogger<ChangePlacer>.Instance);

    private int _announced;

    private async Task AnnounceAsync(StoreHost host, int count, string tenant = "default")
    {
        var key = Rows.Key($"a{_announced}", tenant);
        await host.Twins.WriteAsync(Rows.New(key) with
        {
            Changes = [.. Enumerable.Range(_announced, count).Select(number => new ChangeRow(key.Tenant, key.Account, $"c{number}", ChangeKinds.FlagOpened, null, _clock.GetUtcNow(), "{}"u8.ToArray()))],
        }, default);
        _announced += count;
    }
}
