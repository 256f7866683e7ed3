using System.Globalization;
using AccountTwins.Cli.Tables;
using AccountTwins.Cli.Terminals;
using AccountTwins.Client.Reviews;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Cli.Demo;

/// <summary>Latitude that learns: people reject answers until it tightens by itself, and one severe error does so at once.</summary>
internal sealed class LearningDemo(GovernanceDemo demo, Call call, DemoKeys keys, string account, string release)
{
    /// <summary>Many more than it takes: learning that never tightened would show.</summary>
    private const int ReviewsMax = 80;

    public async Task RunAsync()
    {
        await ManyRejectionsAsync();
        await SevereErrorAsync();
    }

    private async Task ManyRejectionsAsync()
    {
        demo.Title("Reviewers reject what the agent answers in one scenario, one audit after the other");
        string? scenario = null;
        ScenarioView? standing = null;
        var reviews = 0;
        while (reviews < ReviewsMax && standing is not { Changes: [_, ..], AtMost: not null })
        {
            if (await AuditedAsync("how_to", "Just reinstall it.") is not { } item)
                return;
            scenario ??= item.Scenario;
            if (reviews == 0)
                await PutBackAsync(scenario, null, "an earlier run of the demo");
            await JudgeAsync(item, "minor", "does not answer the question");
            reviews++;
            standing = await FindAsync(scenario);
        }

        await demo.UntilAsync(async () => (standing = await FindAsync(scenario!))?.AtMost is not null);
        demo.Expect(standing?.AtMost is not null, string.Create(CultureInfo.InvariantCulture, $"after {reviews} rejections {scenario} goes down by itself to {standing?.AtMost}"));
        Print(standing);
        await PutBackAsync(scenario!, release, "the demo is over");
    }

    private async Task SevereErrorAsync()
    {
        demo.Title("One severe error is enough");
        if (await AuditedAsync("bug", "All your data is gone, sorry.") is not { } item)
            return;
        await PutBackAsync(item.Scenario, null, "an earlier run of the demo");
        await JudgeAsync(item, "severe", "untrue, and it frightens the customer");
        ScenarioView? standing = null;
        await demo.UntilAsync(async () => (standing = await FindAsync(item.Scenario)) is { IsHeld: true });
        demo.Expect(standing is { IsHeld: true, AtMost: not null }, $"{item.Scenario} goes down at once to {standing?.AtMost}, and stays there until a person has looked");
        Print(standing);
        var again = await keys.Agent.Decisions.DecideAsync(account, demo.Request("reply", "bug", null, "We found the fault.") with { DryRun = true }, call.Cancellation).NeedAsync("Asking");
        DecisionTables.Write(call, again);
        await PutBackAsync(item.Scenario, release, "looked at: an act of the demo");
        demo.Expect((await FindAsync(item.Scenario)) is { IsHeld: false }, "demo-lead has looked, and puts it back");
    }

    /// <summary>An allowed reply that was drawn for review: all of a new agent release's first ones are.</summary>
    private async Task<ReviewItem?> AuditedAsync(string category, string draft)
    {
        var decision = await keys.Agent.Decisions.DecideAsync(account, demo.Request("reply", category, null, draft), call.Cancellation).NeedAsync("Asking");
        if (decision.DecisionId is null || decision.Next != NextStep.Proceed)
        {
            DecisionTables.Write(call, decision);
            demo.Expect(false, $"a reply about {category} to the bakery is allowed and looked at afterwards");
            return null;
        }

        var items = (await keys.Csm.Reviews.ListAsync(new ReviewListQuery { Kind = "audit", Account = account, Limit = 200 }, call.Cancellation).NeedAsync("Listing reviews")).Items;
        var item = items.FirstOrDefault(one => one.DecisionId == decision.DecisionId);
        if (item is null)
            demo.Expect(false, "the first replies of a new agent release are all looked at afterwards");
        return item;
    }

    private async Task JudgeAsync(ReviewItem item, string severity, string reason)
    {
        await keys.Csm.Reviews.ClaimAsync(item.Id, call.Cancellation).NeedAsync("Claiming");
        await keys.Csm.Reviews.DecideAsync(item.Id, new ReviewRequest { Verb = "reject", Goals = "against", Severity = severity, Reason = reason }, call.Cancellation).NeedAsync("Rejecting");
    }

    private async Task<ScenarioView?> FindAsync(string scenario) =>
        (await keys.Lead.Scenarios.ListAsync(scenario, call.Cancellation).NeedAsync("Reading the scenario")).Scenarios.FirstOrDefault(one => one.Release == release);

    /// <summary>Undoes what a run has learned, so that the next one, and the tenant, start as before. Nothing to undo is fine.</summary>
    private async Task PutBackAsync(string scenario, string? of, string reason)
    {
        foreach (var (act, to) in new[] { ("release", (string?)null), ("reset", "full") })
        {
            var result = await keys.Lead.Scenarios.ActAsync(new ScenarioBody { Scenario = scenario, Release = of, Act = act, To = to, Reason = reason }, call.Cancellation);
            if (!result.IsOk && result.Problem.Code != "unknown_scenario")
                throw new DemoStopped("Putting a scenario back", result.Problem);
        }
    }

    private void Print(ScenarioView? standing)
    {
        foreach (var change in standing?.Changes.Where(change => change.From != change.To) ?? [])
            call.Line($"   {TableText.Clean(change.Text)}");
    }
}
