using System.Runtime;

namespace AccountTwins.LoadTest.Load.Questions;

/// <summary>The bars of one question, where there are some.</summary>
/// <param name="Tail">For the p99 in milliseconds.</param>
/// <param name="AtMost">For the answers per second at saturation.</param>
internal sealed record QuestionBars(Bar? Tail = null, Bar? AtMost = null);

/// <summary>Finds how often a question is answered at most, then asks half as often at fixed moments and takes the latencies.</summary>
internal sealed class QuestionMeasure(Journal journal, string scenario)
{
    /// <summary>Beyond this the measuring program is what is measured; no agent asks more often.</summary>
    private const int PerSecondMax = 20_000;

    /// <summary>Warm-ups of one question at most: a silo at work is compiled after a minute, and a run has no minute for each.</summary>
    private const int WarmUpsMax = 5;

    /// <summary>Share of one processor that the compiler may still take when counting begins.</summary>
    private const double CompilingMax = 0.1;

    /// <summary>Asked before anything counts, and again until the compiler is quiet: what is compiled and connected once is no cost of a question.</summary>
    public required TimeSpan WarmUp { get; init; }

    /// <summary>How long as many questions as possible are asked.</summary>
    public required TimeSpan Saturated { get; init; }

    /// <summary>How long they are asked at fixed moments.</summary>
    public required TimeSpan Paced { get; init; }

    /// <summary>Between the two, for what as many questions as possible kept waiting: latencies are those beside what comes in, not beside what is owed.</summary>
    public required Func<Task> Settled { get; init; }

    public static QuestionMeasure Of(LoadBench bench, string scenario, Func<Task>? settled = null) => new(bench.Journal, scenario)
    {
        Settled = settled ?? (() => Task.CompletedTask),
        WarmUp = bench.Scaled(TimeSpan.FromSeconds(1)),
        Saturated = bench.Scaled(TimeSpan.FromSeconds(2.5)),
        Paced = bench.Scaled(TimeSpan.FromSeconds(4)),
    };

    /// <summary>Answers a second at saturation.</summary>
    public async Task<double> RunAsync(string what, int callers, Func<int, Task> ask, QuestionBars? bars = null)
    {
        journal.Say($"{scenario}: {what}");
        var saturation = await SaturateAsync(callers, ask);
        var perSecond = (int)Math.Clamp(saturation / 2, 1, PerSecondMax);
        await Settled();
        var result = await OpenLoop.RunAsync(perSecond, Paced, ask);
        journal.Add(scenario, $"{what}: {callers} callers, each waiting", saturation, "/s", bars?.AtMost);
        Add(journal, scenario, what, perSecond, result, bars?.Tail);
        return saturation;
    }

    /// <summary>Answers a second at saturation, and nothing more: for what others are set beside.</summary>
    public async Task<double> SaturateAsync(int callers, Func<int, Task> ask)
    {
        var compiling = double.MaxValue;
        for (var warmUps = 0; warmUps < WarmUpsMax && compiling > CompilingMax; warmUps++)
        {
            var compiled = JitInfo.GetCompilationTime();
            await ClosedLoop.RunAsync(callers, WarmUp, ask);
            compiling = (JitInfo.GetCompilationTime() - compiled) / WarmUp;
        }

        return await ClosedLoop.RunAsync(callers, Saturated, ask);
    }

    public static void Add(Journal journal, string scenario, string what, int perSecond, OpenLoopResult result, Bar? tail)
    {
        var (all, rate) = (result.All, Numbers.Short(perSecond));
        journal.Add(scenario, $"{what}: p50 at {rate}/s", all.P50, "ms");
        journal.Add(scenario, $"{what}: p99 at {rate}/s (max {Numbers.Short(all.Max)}; pacer's p99 {Numbers.Short(all.Late)}; stolen {Numbers.AsRatio(result.Stolen)})", all.P99, "ms", tail);
        journal.Add(new Timeline(Chart.Median, what, result.P50));
        journal.Add(new Timeline(Chart.Tail, what, result.P99));
    }
}
