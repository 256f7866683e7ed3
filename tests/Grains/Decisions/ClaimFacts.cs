using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Grains.Decisions;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using static AccountTwins.Tests.Grains.Decisions.SessionBench;
using NextStep = AccountTwins.Grains.Interfaces.Contracts.NextStep;
using AiContact = AccountTwins.Domain.Signals.AiContact;
using DecisionState = AccountTwins.Grains.Interfaces.Contracts.DecisionState;

namespace AccountTwins.Tests.Grains.Decisions;

/// <summary>A permit is acted upon by one caller: who said a word with the question, and says it again.</summary>
public sealed class ClaimFacts
{
    private readonly SessionBench _bench = new();

    [Fact]
    public async Task A_repeat_with_the_same_claim_gets_the_permit_and_with_another_or_none_the_decision_alone()
    {
        var session = await _bench.KnownAsync();
        var first = await AskAsync(session, "one");
        // Also an activation that did not make it: the claim is in the chain.
        foreach (var each in new[] { session, _bench.Activate().Session })
        {
            var (mine, others, nobodys) = (await AskAsync(each, "one"), await AskAsync(each, "two"), await AskAsync(each, null));

            Assert.Equal((NextStep.Proceed, null, true, true), (mine.Next, mine.Code, mine.IsHeld, mine.IsRepeat));
            foreach (var other in new[] { others, nobodys })
            {
                Assert.Equal((first.DecisionId, DecisionState.Permitted, NextStep.Stop, NextSteps.PermitClaimed, false), (other.DecisionId, other.State, other.Next, other.Code, other.IsHeld));
                Assert.NotNull(NextSteps.Of(other.Verdict, other.Next, other.Enforced));
            }
        }

        Assert.Equal((NextStep.Proceed, true, false), (first.Next, first.IsHeld, first.IsRepeat));
        Assert.Single(_bench.Chain);
    }

    [Fact]
    public async Task Where_nobody_claims_a_repeat_gets_the_permit_and_a_later_claim_does_not()
    {
        var session = await _bench.KnownAsync();
        await AskAsync(session, null);
        var (again, late) = (await AskAsync(session, null), await AskAsync(session, "one"));

        Assert.Equal((NextStep.Proceed, null, false), (again.Next, again.Code, again.IsHeld));
        Assert.Equal((NextStep.Stop, NextSteps.PermitClaimed), (late.Next, late.Code));
    }

    [Fact]
    public async Task An_approval_is_a_permit_for_who_used_it()
    {
        var session = await _bench.KnownAsync();
        var id = (await session.DecideAsync(Ask("k", "refund", 20, "kim@vendor") with { Claim = "asked" }, default)).View!.DecisionId!;
        await session.ReviewAsync(Review(id, "ana", "csm", "accept"), default);

        var (used, other, again) = (await UseAsync(session, id, "one"), await UseAsync(session, id, "two"), await UseAsync(_bench.Activate().Session, id, "one"));

        Assert.Equal((NextStep.Proceed, true, false), (used.Next, used.IsHeld, used.IsRepeat));
        Assert.Equal((NextStep.Stop, NextSteps.PermitClaimed), (other.Next, other.Code));
        Assert.Equal((NextStep.Proceed, true, true), (again.Next, again.IsHeld, again.IsRepeat));
        LedgerOracle.Check(_bench.Chain, _bench.Policies);
    }

    [Fact]
    public async Task Who_only_reads_sees_a_permit_that_is_there()
    {
        var session = await _bench.KnownAsync();
        var id = (await AskAsync(session, "one")).DecisionId!;

        Assert.Equal((NextStep.Proceed, null), (await ReadAsync(session, id, null)) is var plain ? (plain.Next, plain.Code) : default);
        Assert.Equal((NextStep.Proceed, true), (await ReadAsync(session, id, "one")) is var mine ? (mine.Next, mine.IsHeld) : default);
        Assert.Equal((NextStep.Stop, NextSteps.PermitClaimed), (await ReadAsync(session, id, "two")) is var other ? (other.Next, other.Code) : default);
    }

    [Fact]
    public void An_entry_without_a_claim_keeps_its_bytes_and_one_from_before_is_read()
    {
        var entry = new PermitEntry { Decision = 7, Input = null!, Verdict = null! };
        Assert.DoesNotContain("claim", System.Text.Encoding.UTF8.GetString(LedgerJson.Write(entry)));
    }

    private static async Task<DecisionView> AskAsync(DecisionSession session, string? claim) => (await session.DecideAsync(Ask("k", "reply") with { Claim = claim }, default)).View!;

    private static async Task<DecisionView> UseAsync(DecisionSession session, string id, string claim) => (await session.UseAsync(id, "agent-1", claim, default)).View!;

    private static async Task<DecisionView> ReadAsync(DecisionSession session, string id, string? claim) => (await session.WaitAsync(id, claim, TimeSpan.Zero, default)).View!;
}
