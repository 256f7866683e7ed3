using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Changes;
using AccountTwins.Silo.Storage;
using AccountTwins.Silo.Sweeping;
using AccountTwins.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AccountTwins.Tests.Silo.Sweeping;

public sealed class SweeperTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly FakeClock clock = new();
    private readonly DueAccounts store = new();
    private readonly Calls calls = new();
    private readonly SweepOptions options = new() { PageSize = 10, Parallelism = 4 };
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ConcurrentDictionary<string, double> measured = new();
    private readonly MeterListener listener = new();
    private readonly Sweeper sweeper;

    public SweeperTests()
    {
        var meters = services.GetRequiredService<IMeterFactory>();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, meters))
                listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags, sum: true));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags, sum: false));
        listener.Start();
        sweeper = new Sweeper(store, calls, new WholeSweep(), Options.Create(options), clock, new SweepMetrics(meters), NullLogger<Sweeper>.Instance);
    }

    [Fact]
    public async Task Every_due_account_is_advanced_page_by_page_until_none_is_left()
    {
        store.Add(clock.GetUtcNow(), 25);

        var round = await sweeper.RoundAsync(None);

        Assert.Equal(new SweepRound(25, 0, Complete: true), round);
        Assert.Equal(25, calls.Made.Distinct().Count());
        Assert.Equal(3, store.Queries);
    }

    [Fact]
    public async Task While_the_outbox_is_full_what_is_due_stays_due_and_is_done_by_itself_later()
    {
        var gate = new OutboxGate();
        gate.Set(isOpen: false);
        store.Add(clock.GetUtcNow(), 3);
        using var gated = new Sweeper(store, calls, new WholeSweep(), Options.Create(options), clock, new SweepMetrics(services.GetRequiredService<IMeterFactory>()), NullLogger<Sweeper>.Instance, gate);
        await gated.StartAsync(None);
        await Until.TrueAsync(() => clock.Waiting > 0);
        for (var round = 0; round < 5; round++)
            clock.Advance(options.Every);
        Assert.Empty(calls.Made);

        gate.Set(isOpen: true);
        await Until.TrueAsync(() =>
        {
            clock.Advance(options.Every);
            return calls.Made.Count >= 3;
        });

        await gated.StopAsync(None);
        Assert.Equal(3, calls.Made.Distinct().Count());
    }

    [Fact]
    public async Task What_is_due_later_is_left_alone()
    {
        store.Add(clock.GetUtcNow().AddMinutes(1), 3);

        Assert.Equal(new SweepRound(0, 0, Complete: true), await sweeper.RoundAsync(None));
    }

    [Fact]
    public async Task An_account_that_fails_stops_nobody_and_is_tried_once_a_round()
    {
        store.Add(clock.GetUtcNow(), 25);
        calls.Behaviour = key => key.Account == "a0003" ? Task.FromException(new InvalidOperationException("no")) : Task.CompletedTask;

        var round = await sweeper.RoundAsync(None);

        Assert.Equal(new SweepRound(24, 1, Complete: true), round);
        Assert.Single(calls.Made, key => key.Account == "a0003");
        Assert.Equal(1, measured["accounttwins.sweep.accounts|outcome=failed"]);
        Assert.Equal(24, measured["accounttwins.sweep.accounts|outcome=advanced"]);
    }

    [Fact]
    public async Task A_twin_that_answers_that_it_cannot_counts_as_refused()
    {
        store.Add(clock.GetUtcNow(), 3);
        calls.Answer = key => key.Account == "a0001" ? TwinStanding.StoreUnavailable : TwinStanding.Ready;

        Assert.Equal(new SweepRound(2, 1, Complete: true), await sweeper.RoundAsync(None));
        Assert.Equal(1, measured["accounttwins.sweep.accounts|outcome=refused"]);
    }

    [Fact]
    public async Task No_more_accounts_than_allowed_are_advanced_side_by_side()
    {
        store.Add(clock.GetUtcNow(), 20);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var full = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        calls.Behaviour = _ =>
        {
            if (calls.Made.Count == options.Parallelism)
                full.TrySetResult();
            return release.Task;
        };

        var round = sweeper.RoundAsync(None);
        await full.Task;
        Assert.Equal(options.Parallelism, calls.Running);
        release.SetResult();

        Assert.Equal(20, (await round).Advanced);
        Assert.Equal(options.Parallelism, calls.RunningMost);
    }

    [Fact]
    public async Task An_account_that_hangs_is_left_behind_at_its_deadline()
    {
        store.Add(clock.GetUtcNow(), 2);
        calls.Behaviour = key => key.Account == "a0000" ? new TaskCompletionSource().Task : Task.CompletedTask;

        var round = sweeper.RoundAsync(None);
        await calls.SeenAsync(2);
        await Until.TrueAsync(() => clock.Waiting == 1);
        clock.Advance(options.AccountDeadline);

        Assert.Equal(new SweepRound(1, 1, Complete: true), await round);
        Assert.Equal(1, measured["accounttwins.sweep.accounts|outcome=timeout"]);
    }

    [Fact]
    public async Task A_round_out_of_time_stops_and_the_next_goes_on_behind_it()
    {
        options.Parallelism = 1;
        store.Add(clock.GetUtcNow(), 30);
        var each = options.RoundTime / 15;
        calls.Behaviour = _ =>
        {
            clock.Advance(each);
            return Task.CompletedTask;
        };

        var first = await sweeper.RoundAsync(None);
        var second = await sweeper.RoundAsync(None);

        Assert.Equal((15, false), (first.Advanced, first.Complete));
        Assert.Equal(15, second.Advanced);
        Assert.Equal(30, calls.Made.Distinct().Count());
    }

    [Fact]
    public async Task The_backlog_is_as_old_as_the_account_that_waited_longest()
    {
        store.Add(clock.GetUtcNow(), 3);
        clock.Advance(TimeSpan.FromMinutes(7));

        await sweeper.RoundAsync(None);
        listener.RecordObservableInstruments();
        Assert.Equal(7 * 60, measured["accounttwins.sweep.backlog.age|"], tolerance: 0.001);

        store.Clear();
        await sweeper.RoundAsync(None);
        listener.RecordObservableInstruments();
        Assert.Equal(0, measured["accounttwins.sweep.backlog.age|"]);
    }

    [Fact]
    public async Task A_store_that_is_away_ends_the_round_and_the_next_one_works()
    {
        store.Add(clock.GetUtcNow(), 5);
        store.Failure = new StoreUnavailableException("away");
        await sweeper.StartAsync(None);
        await Until.TrueAsync(() => clock.Waiting == 1);

        clock.Advance(options.Every);
        await Until.TrueAsync(() => measured.ContainsKey("accounttwins.sweep.round.duration|end=failed"));
        store.Failure = null;
        await Until.TrueAsync(() =>
        {
            clock.Advance(options.Every);
            return calls.Made.Count >= 5;
        });

        await sweeper.StopAsync(None);
        Assert.True(sweeper.ExecuteTask!.IsCompletedSuccessfully);
    }

    public void Dispose()
    {
        sweeper.Dispose();
        listener.Dispose();
        services.Dispose();
    }

    private void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, bool sum)
    {
        var name = $"{instrument.Name}|{string.Join(',', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))}";
        measured.AddOrUpdate(name, value, (_, before) => sum ? before + value : value);
    }
}
