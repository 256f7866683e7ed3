using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Changes;
using AccountTwins.Domain.Health;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;
using AccountTwins.Domain.Streams;
using AccountTwins.Grains.Mapping;
using AccountTwins.LoadTest.Workload;
using AccountTwins.Tests.Domain.Accounts;
using AccountTwins.Tests.Grains.Decisions;
using AccountTwins.Tests.Support;
using Xunit.Abstractions;

namespace AccountTwins.Tests.Grains;

/// <summary>
/// What the two paths that must be fast leave to the garbage collector. The bars are a quarter above what was measured when they were set: whoever
/// crosses one pays for it in every pause, and changes it on purpose or not at all. Debug builds allocate a little more and stay below too.
/// </summary>
public sealed class AllocationBudgets(ITestOutputHelper output)
{
    private const int Rounds = 200;

    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 30, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_verdict_with_its_record()
    {
        var bench = new SessionBench();
        var session = await bench.KnownAsync();
        var asked = 0;

        Measure("verdict", 24_000, () => MustBeDone(session.DecideAsync(SessionBench.Ask($"k{asked++}", "reply"), default)));
    }

    [Fact]
    public void A_reading_of_the_context()
    {
        var (kept, twin) = (new KeptView(new KeptViews(1)), TwinBench.Fed(Uses(10)));

        Measure("reading", 1_050, () => kept.Of(twin, FeedStates.AllLive, Now));
    }

    [Fact]
    public void Ten_uses_applied_at_once()
    {
        var batches = new Queue<StreamSignal[]>(Uses(10 * (2 * Rounds + 1)).Select((signal, offset) => new StreamSignal(offset, signal)).Chunk(10));
        var twin = TwinBench.Twin;

        Measure("ten uses", 4_350, () => twin = Assert.IsType<ApplyOutcome.Applied>(twin.Apply(1, twin.Positions[1], batches.Dequeue())).Twin);
    }

    /// <summary>Its values alone, as they lie after a month of signals in batches of ten; the bar of a hot twin, activation included, is 8 KB.</summary>
    [Fact]
    public void An_awake_twin_of_eighty_signals()
    {
        const int Twins = 100;
        var held = new HeldMemory();
        held.Share(AccountTwin.Empty(TwinBench.Key));
        for (var number = 1; number <= Twins; number++)
            held.Add(AwakeTwin(number));

        output.WriteLine($"awake twin: {held.Bytes / Twins} bytes, {held.Objects / Twins} objects");
        Assert.InRange(held.Bytes / Twins, 1, 7_800);
        Assert.InRange(held.Objects / Twins, 1, 28);
    }

    private static AccountTwin AwakeTwin(int number)
    {
        var twin = AccountTwin.Empty(new AccountKey("load", $"load-{number:000000}"));
        var offset = 0L;
        foreach (var batch in AccountHistory.Of(number, 80, Now).Chunk(10))
            twin = Assert.IsType<ApplyOutcome.Applied>(twin.Apply(1, twin.Positions[1], [.. batch.Select(signal => new StreamSignal(offset++, signal))])).Twin;
        return twin with { Changes = NewChanges.None };
    }

    private static Signal[] Uses(int count) =>
        [.. Enumerable.Range(0, count).Select(number => Signal.Of(new UsageActivity(ActiveUsers: 3, Sessions: 7, Feature: "reports"), Now.AddMinutes(-number), "/product", $"u{number}"))];

    private void Measure(string what, long atMost, Action act)
    {
        for (var round = 0; round < Rounds; round++)
            act();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < Rounds; round++)
            act();
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / Rounds;
        output.WriteLine($"{what}: {bytes} bytes");
        Assert.InRange(bytes, 1, atMost);
    }

    private static void MustBeDone(Task task) => Assert.True(task.IsCompletedSuccessfully);
}
