using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.State;
using Microsoft.Extensions.Logging.Abstractions;

namespace AccountTwins.Tests.Grains.Changes;

/// <summary>What a twin announces leaves with the row that holds it: whatever the store answers, once.</summary>
public class AnnouncingFacts
{
    private static readonly AccountKey Key = new("default", "initech");
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ScriptedStore _store = new();

    [Fact]
    public async Task A_flag_is_announced_with_the_row_and_not_before_it()
    {
        var twin = Activate();
        await twin.ApplyAsync(Batch(0, Used(100)));
        await twin.AdvanceAsync(Start.AddDays(100));
        Assert.Empty(_store.Announced);

        await twin.AdvanceAsync(Start.AddDays(130));

        Assert.Single(_store.Announced, change => change.StartsWith("flag_opened", StringComparison.Ordinal));
        var announced = _store.Announced.Count;
        await twin.AdvanceAsync(Start.AddDays(131));
        await twin.PersistAsync();
        Assert.Equal(announced, _store.Announced.Count);
    }

    [Fact]
    public async Task A_write_without_an_answer_that_landed_announces_once()
    {
        var twin = Activate();
        await twin.ApplyAsync(Batch(0, Used(100)));
        _store.Answers.Enqueue(WriteResult.Unknown);

        Assert.Equal(TwinStanding.Ready, (await twin.AdvanceAsync(Start.AddDays(130))).Standing);

        Assert.NotEmpty(_store.Announced);
        Assert.Equal(_store.Announced.Count, _store.Announced.Distinct().Count());
    }

    [Fact]
    public async Task A_write_that_never_landed_is_announced_by_the_next()
    {
        var twin = Activate();
        await twin.ApplyAsync(Batch(0, Used(100)));
        _store.IsAway = true;
        Assert.Equal(TwinStanding.StoreUnavailable, (await twin.AdvanceAsync(Start.AddDays(130))).Standing);
        Assert.Empty(_store.Announced);
        _store.IsAway = false;

        await twin.ApplyAsync(Batch(100, Used(30, from: 140)));
        Assert.Equal(TwinStanding.Ready, await twin.PersistAsync());

        var whole = new ScriptedStore();
        var other = Activate(whole);
        await other.ApplyAsync(Batch(0, [.. Used(100), .. Used(30, from: 140)]));
        await other.PersistAsync();
        Assert.Equal(whole.Announced, _store.Announced);
    }

    [Fact]
    public async Task Of_two_activations_one_announces()
    {
        var (first, second) = (Activate(), Activate());
        foreach (var twin in new[] { first, second })
            await twin.ApplyAsync(Batch(0, [.. Used(100), .. Used(10, from: 130)]));
        Assert.Equal(TwinStanding.Ready, await first.PersistAsync());
        Assert.Equal(TwinStanding.Superseded, await second.PersistAsync());

        Assert.NotEmpty(_store.Announced);
        Assert.Equal(_store.Announced.Count, _store.Announced.Distinct().Count());
    }

    [Fact]
    public async Task A_twin_that_came_back_older_announces_the_rest_under_the_same_ids()
    {
        var signals = new[] { Used(100), Used(30, from: 140), Used(30, from: 260) }.SelectMany(part => part).ToArray();
        var lost = Activate();
        await lost.ApplyAsync(Batch(0, signals[..100]));
        await lost.PersistAsync();
        await lost.ApplyAsync(Batch(100, signals[100..]));

        var back = Activate();
        await back.ApplyAsync(Batch(100, signals[100..130]));
        await back.PersistAsync();
        await back.ApplyAsync(Batch(130, signals[130..]));
        await back.PersistAsync();

        var whole = new ScriptedStore();
        var other = Activate(whole);
        await other.ApplyAsync(Batch(0, signals));
        await other.PersistAsync();
        Assert.Equal(whole.Announced, _store.Announced);
    }

    [Fact]
    public async Task What_waits_to_be_announced_is_bounded_by_writing_it()
    {
        var twin = Activate();
        var offset = 0;
        for (var round = 0; round < 60; round++)
        {
            var signals = Used(20, from: round * 150);
            await twin.ApplyAsync(Batch(offset, signals));
            offset += signals.Length;
        }

        Assert.True(_store.Announced.Count >= DurableTwin.AnnouncedMax);
        Assert.True(_store.LargestWrite < DurableTwin.AnnouncedMax + 64);
        _store.IsAway = true;
        var stuck = ApplyStatus.Applied;
        for (var round = 60; round < 120 && stuck == ApplyStatus.Applied; round++)
        {
            var signals = Used(20, from: round * 150);
            stuck = (await twin.ApplyAsync(Batch(offset, signals))).Status;
            offset += signals.Length;
        }

        Assert.Equal(ApplyStatus.NotReady, stuck);
    }

    [Fact]
    public async Task What_comes_over_HTTP_while_the_store_is_away_is_bounded_too()
    {
        var twin = Activate();
        await twin.ApplyAsync(Batch(0, Used(20)));
        await twin.PersistAsync();
        _store.IsAway = true;
        for (var round = 1; round < 200; round++)
            Assert.Equal(TwinStanding.StoreUnavailable, (await twin.AcceptAsync(Bundle(Used(20, from: round * 150)))).Standing);
        _store.IsAway = false;
        await twin.PersistAsync();

        Assert.InRange(_store.LargestWrite, 1, DurableTwin.AnnouncedMax + 64);
    }

    private TwinSession Activate(ScriptedStore? store = null) => new(Key, store ?? _store, _ => false, new AwakeTwins(1), NullLogger.Instance);

    private static Signal[] Used(int days, int from = 0) =>
        [.. Enumerable.Range(from, days).Select(day => Signal.Of(new UsageActivity(Sessions: 40), Start.AddDays(day + 0.5), "/source", $"s{day}"))];

    private static SignalBatch Batch(long first, Signal[] signals) => new()
    {
        Stream = 1,
        PreviousOffset = first - 1,
        Offsets = [.. Enumerable.Range(0, signals.Length).Select(index => first + index)],
        Bodies = [.. signals.Select(signal => signal.Body)],
    };

    private static SignalBundle Bundle(Signal[] signals) => new() { Bodies = [.. signals.Select(signal => signal.Body)] };

    /// <summary>Rows in memory; a change counts as announced when the write that carries it took effect.</summary>
    private sealed class ScriptedStore : ITwinStore
    {
        private TwinWrite? _row;

        /// <summary>What a write answers after it took effect; empty: Written.</summary>
        public Queue<WriteResult> Answers { get; } = new();

        public List<string> Announced { get; } = [];

        public int LargestWrite { get; private set; }

        public bool IsAway { get; set; }

        public Task<StoredAccount> ReadAsync(AccountKey key, CancellationToken cancellationToken) =>
            Task.FromResult(new StoredAccount(_row is { } row ? new StoredTwin(row.Next, row.SchemaVersion, row.State) : null));

        public Task<WriteResult> WriteAsync(TwinWrite write, CancellationToken cancellationToken)
        {
            if (IsAway)
                return Task.FromResult(WriteResult.Unknown);
            if (_row?.Next != write.Expected)
                return Task.FromResult(WriteResult.Conflict);
            _row = write;
            LargestWrite = Math.Max(LargestWrite, write.Changes.Count);
            Announced.AddRange(write.Changes.Select(change => $"{change.Kind} {change.Id}"));
            return Task.FromResult(Answers.TryDequeue(out var answer) ? answer : WriteResult.Written);
        }

        public Task<RowVersion?> ReadVersionAsync(AccountKey key, CancellationToken cancellationToken) =>
            IsAway ? throw new StoreUnavailableException("away") : Task.FromResult(_row?.Next);
    }
}
