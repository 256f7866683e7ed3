namespace AccountTwins.LoadTest.Load.Scenarios;

/// <summary>One part of a load run. The long ones run when asked for by name, or all with <c>--long</c>.</summary>
internal sealed record Scenario(string Name, string What, bool IsLong, Func<LoadBench, CancellationToken, Task> RunAsync)
{
    /// <summary>In the order they run.</summary>
    public static readonly IReadOnlyList<Scenario> All =
    [
        new(IngestScenario.Grouped, "ten signals per account in a row, stages and baselines", false, IngestScenario.GroupedAsync),
        new(IngestScenario.Scattered, "every signal another of 100,000 accounts", false, IngestScenario.ScatteredAsync),
        new(IngestScenario.Hot, "Zipf activity, one hot account, repeated, late, disordered and malformed messages", false, IngestScenario.HotAsync),
        new(QuestionScenario.Name, "context and verdict, in process and over HTTP, idle and while ingesting", false, QuestionScenario.RunAsync),
        new(McpScenario.Name, "the context over MCP, beside the one over HTTP", false, McpScenario.RunAsync),
        new(MemoryScenario.Name, "bytes per resident twin (10,000 or --accounts)", false, MemoryScenario.RunAsync),
        new(ColdScenario.Name, "all twins stored and none in memory (20,000 or --accounts)", false, ColdScenario.RunAsync),
        new(SweepScenario.Name, "a pass of the sweeper over twins that are all due (20,000 or --accounts)", false, SweepScenario.RunAsync),
        new(ChangesScenario.Name, "1,000 subscribers (--subscribers) for 10 minutes (--seconds) while changes come", true, ChangesScenario.RunAsync),
        new(GrowthScenario.Name, "accounts ×10, history ×10, partitions ×8: what grows", true, GrowthScenario.RunAsync),
        new(ReviewScenario.Name, "listing and claiming with 100,000 items waiting", true, ReviewScenario.RunAsync),
    ];
}
