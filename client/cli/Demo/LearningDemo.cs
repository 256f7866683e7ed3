using System.Globalization;
using AccountTwins.Cli.Tables;
using AccountTwins.Cli.Terminals;
using AccountTwins.Client.Decisions;
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
        demo.Title("Reviewers reject what the agent does in one scenario, one look afterwards after the other");
        var reviews = 0;
        ScenarioView? standing = null;
        ReviewView? last = null;
        while (reviews < ReviewsMax && !IsTightened(standing) && await AuditedAsync(Bill) is { } item)
        {
            last = item;
            await JudgeAsync(item, "minor", "the amount is not what the invoice says");
            reviews++;
            standing = await FindAsync(item.Scenario);
        }

        if (last is null)
        {
            demo.Expect(false, "what the agent does there is allowed, and the first acts of a new release are all looked at afterwards");
            return;
        }

        await demo.UntilAsync(async () => IsTightened(standing = await FindAsync(last.Scenario)));
        demo.Expect(IsTightened(standing), string.Create(CultureInfo.InvariantCulture, $"after {reviews} rejections {last.Scenario} goes down by itself to {standing?.AtMost}"));
        Print(standing);
        await ShowHeldBackAsync(Bill, "the next one needs approval, and the layer is the scenario");
        await PutBackAsync(last.Scenario, "the demo is over");
    }

    private async Task SevereErrorAsync()
    {
        demo.Title("One severe error is enough");
        if (await AuditedAsync(Decline) is not { } item)
        {
            demo.Expect(false, "what the agent does there is allowed, and the first acts of a new release are all looked at afterwards");
            return;
        }

        await JudgeAsync(item, "severe", "refuses what the contract promises");
        ScenarioView? standing = null;
        await demo.UntilAsync(async () => (standing = await FindAsync(item.Scenario)) is { IsHeld: true });
        demo.Expect(standing is { IsHeld: true, AtMost: not null }, $"{item.Scenario} goes down at once to {standing?.AtMost}, and stays there until a person has looked");
        Print(standing);
        await ShowHeldBackAsync(Decline, "the next one needs approval");
        await PutBackAsync(item.Scenario, "looked at: an act of the demo");
        demo.Expect(await FindAsync(item.Scenario) is { IsHeld: false }, "demo-lead has looked, and puts it back together with demo-executive");
    }

    private DecisionBody Bill() => demo.Request("state_billing_fact", "billing", null, "Your last invoice was 750 EUR.");

    private DecisionBody Decline() => demo.Request("decline_request", "feature_request", null, "We do not offer this.");

    /// <summary>What the agent did and a person will look at; null: it was not allowed, or not drawn.</summary>
    private async Task<ReviewView?> AuditedAsync(Func<DecisionBody> request)
    {
        await demo.BeatAsync();
        var decision = await keys.Agent.Decisions.DecideAsync(account, request(), call.Cancellation).NeedAsync("Asking");
        if (decision.Next != NextStep.Proceed)
            return null;
        var items = (await keys.Csm.Reviews.ListAsync(new ReviewListQuery { Kind = "audit", Account = account, Limit = 200 }, call.Cancellation).NeedAsync("Listing reviews")).Items;
        return items.FirstOrDefault(one => one.DecisionId == decision.DecisionId);
    }

    /// <summary>Silos follow a change within a second, so it may take a look or two.</summary>
    private async Task ShowHeldBackAsync(Func<DecisionBody> request, string what)
    {
        DecisionView? decision = null;
        var isSo = await demo.UntilAsync(async () =>
        {
            await demo.BeatAsync();
            decision = await keys.Agent.Decisions.DecideAsync(account, request() with { DryRun = true }, call.Cancellation).NeedAsync("Asking");
            return decision.Verdict == VerdictKind.RequireApproval && decision.Actions.SelectMany(action => action.Reasons).Any(reason => reason.Layer == "scenario");
        });
        DecisionTables.Write(call, decision!);
        demo.Expect(isSo, what);
    }

    private async Task JudgeAsync(ReviewView item, string severity, string reason)
    {
        await keys.Csm.Reviews.ClaimAsync(item.Id, call.Cancellation).NeedAsync("Claiming");
        await keys.Csm.Reviews.DecideAsync(item.Id, new ReviewBody { Verb = "reject", Goals = "against", Severity = severity, Reason = reason }, call.Cancellation).NeedAsync("Rejecting");
    }

    private async Task<ScenarioView?> FindAsync(string scenario) =>
        (await keys.Lead.Scenarios.ListAsync(scenario, call.Cancellation).NeedAsync("Reading the scenario")).Scenarios.FirstOrDefault(one => one.Release == release);

    /// <summary>Undoes what the run has learned, so that the tenant is as before. Giving latitude back takes two people.</summary>
    private async Task PutBackAsync(string scenario, string reason)
    {
        foreach (var (person, act, to) in new[] { (keys.Lead, "release", (string?)null), (keys.Lead, "reset", "full"), (keys.Executive, "reset", "full") })
            await person.Scenarios.ActAsync(new ScenarioBody { Scenario = scenario, Release = release, Act = act, To = to, Reason = reason }, call.Cancellation).NeedAsync("Putting a scenario back");
    }

    /// <summary>By reviews: a new release may begin lower than the playbook allows, because one before it did.</summary>
    private static bool IsTightened(ScenarioView? standing) =>
        standing?.Changes.Any(change => change.From != change.To && change.Cause.EndsWith("disagreement", StringComparison.Ordinal)) == true;

    private void Print(ScenarioView? standing)
    {
        foreach (var change in standing?.Changes.Where(change => change.From != change.To) ?? [])
            call.Line($"   {TableText.Clean(change.Text)}");
    }
}
