using System.Globalization;
using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Tests.Support.Decisions;

namespace AccountTwins.Tests.Domain.Decisions;

/// <summary>What a verdict says would change it does change it.</summary>
public sealed class WouldAllowIfFacts
{
    private const int Cases = 40_000;

    private const string AtMost = "an amount of at most ";

    [Fact]
    public void An_agent_that_does_what_is_named_is_allowed()
    {
        var (tried, amounts) = (0, 0);
        Parallel.For(0, Cases, seed =>
        {
            var before = RandomSituations.Of(seed);
            var verdict = before.Verdict;
            if (verdict.Kind <= VerdictKind.AllowWithObligations || verdict.Actions.Any(action => action.Kind > VerdictKind.AllowWithObligations && action.WouldAllowIf is not { ByPeople.Count: 0 }))
                return;
            var after = before.WithRequest(request => verdict.Actions.Select((action, index) => (action, index)).Aggregate(request, (mended, step) => Mended(mended, step.index, step.action.WouldAllowIf)));
            var answer = after.Verdict;
            Assert.True(answer.Kind <= VerdictKind.AllowWithObligations, $"seed {seed}: {answer.Kind} by {string.Join(", ", answer.Actions.SelectMany(action => action.Reasons).Select(reason => reason.Code))}");
            Interlocked.Increment(ref tried);
            if (verdict.Actions.Any(action => action.WouldAllowIf?.ByAgent.Any(text => text.StartsWith(AtMost, StringComparison.Ordinal)) == true))
                Interlocked.Increment(ref amounts);
        });

        Assert.True(tried > 500 && amounts > 100, $"{tried} could be mended, {amounts} by an amount: it proves nothing");
    }

    [Fact]
    public void Where_nothing_is_named_there_is_no_reason() => Parallel.For(0, Cases, seed =>
    {
        var situation = RandomSituations.Of(seed);
        foreach (var action in situation.Verdict.Actions)
        {
            Assert.True(action.Reasons.Count == 0 == action.Kind <= VerdictKind.AllowWithObligations, $"seed {seed}: reasons without a refusal, or the other way round");
            var isFinal = action.Reasons.Any(reason => reason.Code is VerdictCodes.ActionUnknown or VerdictCodes.UnknownAccount);
            Assert.True(isFinal || action.Reasons.Count == 0 == action.WouldAllowIf is null, $"seed {seed}: {action.WouldAllowIf}");
            Assert.True(action.WouldAllowIf is not { ByAgent.Count: 0, ByPeople.Count: 0 }, $"seed {seed}: reasons that nothing would take away");
        }
    });

    [Theory]
    [InlineData(0, "an amount of at most 100.00 EUR")]
    [InlineData(37.5, "an amount of at most 62.50 EUR")]
    public void The_amount_named_is_what_the_conversation_leaves(decimal spent, string expected)
    {
        var situation = Situation.Good(Situation.Action("grant_credit 130 EUR")).WithFacts(facts => facts with { SpentConversation = spent });

        Assert.Equal([expected], situation.Verdict.Actions[0].WouldAllowIf!.ByAgent);
        Assert.Empty(situation.Verdict.Actions[0].WouldAllowIf!.ByPeople);
    }

    [Fact]
    public void A_feed_that_is_dead_is_named_beside_one_that_is_too_old()
    {
        var situation = SituationWords.Of("dead is bounded, staleness at most 10, billing dead", "grant_credit 40 EUR").WithFeed(AccountTwins.Domain.Signals.Family.Contract, AccountTwins.Domain.Health.FeedState.Live, 20);

        Assert.Equal(["the feed billing live again"], situation.Verdict.Actions[0].WouldAllowIf!.ByPeople);
        Assert.Equal(["accept older feeds"], situation.Verdict.Actions[0].WouldAllowIf!.ByAgent);
    }

    private static DecisionRequest Mended(DecisionRequest request, int index, WouldAllowIf? wouldAllowIf)
    {
        foreach (var text in wouldAllowIf?.ByAgent ?? [])
            request = Mended(request, index, text);
        return request;
    }

    private static DecisionRequest Mended(DecisionRequest request, int index, string text)
    {
        if (text == "accept older feeds")
            return request with { MaxStaleness = null };
        if (text.StartsWith("support for the obligation ", StringComparison.Ordinal))
            return request with { SupportedObligations = [.. Enum.GetValues<ObligationKind>()] };
        var action = request.Actions[index];
        action = text switch
        {
            "ask without the amount" => action with { Amount = null, Currency = null },
            "name the amount and its currency" => action with { Amount = 0, Currency = "EUR" },
            _ when text.StartsWith(AtMost, StringComparison.Ordinal) => action with { Amount = Math.Min(Number(text[AtMost.Length..].Split(' ')[0]), action.Currency == "EUR" ? action.Amount!.Value : decimal.MaxValue), Currency = "EUR" },
            _ when text.StartsWith("a confidence of ", StringComparison.Ordinal) => action with { Confidence = Number(text.Split(' ')[3]) },
            _ => throw new ArgumentException($"Nobody knows how to do '{text}'."),
        };
        return request with { Actions = [.. request.Actions.Select((other, at) => at == index ? action : other)] };
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
