using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Learning;
using AccountTwins.Domain.Signals;
using AccountTwins.Tests.Support.Decisions;

namespace AccountTwins.Tests.Domain.Decisions;

/// <summary>Whether an approval still holds when it is used: approved | now | action | holds or void.</summary>
public sealed class TightnessFacts
{
    private const string Table =
        """
        watch                        | watch                                | grant_credit 40 EUR  | holds
        watch                        | good                                 | grant_credit 40 EUR  | holds
        last known at risk           | watch                                | grant_credit 40 EUR  | holds
        band unknown, flag           | flag                                 | grant_credit 40 EUR  | holds
        flag                         | good                                 | grant_credit 40 EUR  | holds
        flag, renewal in 10          | flag                                 | grant_credit 40 EUR  | holds
        flag                         | flag, renewal in 10                  | grant_credit 40 EUR  | void
        watch                        | watch, flag                          | grant_credit 40 EUR  | void
        watch                        | last known at risk                   | grant_credit 40 EUR  | void
        mid, watch                   | watch                                | grant_credit 40 EUR  | holds
        watch                        | mid, watch                           | grant_credit 40 EUR  | holds
        mid, watch                   | strategic, watch                     | grant_credit 40 EUR  | void
        strategic                    | mid                                  | grant_credit 90 EUR  | holds
        strategic                    | strategic, last known at risk        | grant_credit 40 EUR  | void
        billing dead                 | billing late                         | grant_credit 40 EUR  | holds
        billing late                 | billing dead                         | grant_credit 40 EUR  | void
        billing never connected      | billing dead                         | grant_credit 40 EUR  | holds
        billing dead                 | billing never connected              | grant_credit 40 EUR  | void
        good                         | billing dead                         | grant_credit 120 EUR | void
        billing dead                 | good                                 | grant_credit 40 EUR  | holds
        good                         | queue full                           | grant_credit 120 EUR | holds
        good                         | kill switch                          | grant_credit 120 EUR | void
        good                         | breaker                              | grant_credit 120 EUR | void
        good                         | policy stale                         | grant_credit 120 EUR | void
        good                         | day spent 100                        | grant_credit 120 EUR | void
        day spent 100                | day spent 120                        | grant_credit 120 EUR | holds
        good                         | conversation spent 250               | grant_credit 120 EUR | void
        good                         | conversation spent 450               | grant_credit 120 EUR | void
        scenario supervised          | scenario full                        | grant_credit 40 EUR  | holds
        good                         | scenario supervised                  | grant_credit 120 EUR | void
        good                         | override at most supervised          | grant_credit 120 EUR | void
        override at most supervised  | good                                 | grant_credit 120 EUR | holds
        watch                        | watch, override instead bounded      | grant_credit 120 EUR | holds
        watch, override instead bounded | watch                             | grant_credit 120 EUR | void
        watch                        | reopened                             | grant_credit 40 EUR  | void
        good                         | release spent                        | grant_credit 120 EUR | void
        """;

    [Fact]
    public void An_approval_is_void_for_what_is_tighter_only()
    {
        var wrong = from line in Table.Split('\n')
                    let row = line.Split('|', StringSplitOptions.TrimEntries)
                    let tighter = Tightness.Of(SituationWords.Of(row[0], row[2]).Verdict, SituationWords.Of(row[1], row[2]).Verdict)
                    where (tighter.Count == 0 ? "holds" : "void") != row[3]
                    select $"{line}: {string.Join(" ", tighter)}";

        Assert.True(!wrong.Any(), string.Join('\n', wrong));
    }

    /// <summary>Even one that was approved under the same refusal: a person who could not allow it did not.</summary>
    [Theory]
    [InlineData("kill switch")]
    [InlineData("reopened")]
    [InlineData("conversation spent 450")]
    public void An_approval_never_stands_in_for_a_refusal(string refused)
    {
        var verdict = SituationWords.Of(refused, "grant_credit 120 EUR").Verdict;

        Assert.NotEmpty(Tightness.Of(verdict, verdict));
    }

    [Fact]
    public void Nothing_is_tighter_than_itself_and_what_got_better_does_not_void()
    {
        var seen = 0;
        Parallel.For(0, 40_000, seed =>
        {
            var better = RandomSituations.Of(seed);
            var now = better.Verdict;
            var worse = Worsening.Several.Make(new Random(seed), better).Verdict;
            if (now.Kind > VerdictKind.RequireApproval)
                return;
            Assert.True(Tightness.Of(now, now).Count == 0, $"seed {seed}: tighter than itself");
            if (worse.Kind == VerdictKind.RequireApproval && worse.Fingerprint != now.Fingerprint && IsNoWorse(worse, now))
            {
                Interlocked.Increment(ref seen);
                Assert.True(Tightness.Of(worse, now).Count == 0, $"seed {seed}: {string.Join(" ", Tightness.Of(worse, now))}");
            }
        });

        Assert.True(seen > 500, $"only {seen} approvals under worse circumstances");
    }

    [Fact]
    public void Other_acts_than_those_approved_are_void()
    {
        var approved = Situation.Good(Situation.Action("reply"), Situation.Action("reply")).Verdict;

        Assert.Single(Tightness.Of(approved, Situation.Good(Situation.Action("reply")).Verdict));
        Assert.Single(Tightness.Of(approved, Situation.Good(Situation.Action("reply"), Situation.Action("holding_reply")).Verdict));
    }

    [Fact]
    public void An_edited_approval_is_compared_with_the_verdict_on_the_edit()
    {
        var history = new BookHistory();
        var asked = history.Ask("grant_credit 90 EUR+reply");
        history.Situation = SituationWords.Of("flag", "reply");
        history.Ask("grant_credit 120 EUR", "c-2");
        var edited = new ValueList<ActionRequest>([Situation.Action("grant_credit 200 EUR")]);
        history.Review(2, ReviewVerb.Edit, DecisionState.ApprovedEdited, edited);
        var basis = LedgerJson.Read<ReviewEntry>(history.Entries[2].Body).Verdict!;

        Assert.Equal(VerdictKind.AllowWithObligations, asked.Verdict.Kind);
        Assert.Contains(basis.Actions[0].Reasons, reason => reason.Code == VerdictCodes.BudgetSpent);
        Assert.Empty(history.Use(2, edited, basis).Tighter);
    }

    /// <summary>What the agent asks for later does not take back what a person has given before.</summary>
    [Fact]
    public void A_later_request_of_the_conversation_does_not_void_an_approval()
    {
        var history = new BookHistory();
        var asked = history.Ask("grant_credit 120 EUR");
        history.Review(1, ReviewVerb.Accept, DecisionState.Approved);
        var second = history.Ask("grant_credit 130 EUR");

        Assert.Contains(second.Verdict.Actions[0].Reasons, reason => reason.Code == VerdictCodes.OverTierCap);
        Assert.Empty(history.Use(1, asked.Input.Request.Actions, asked.Verdict).Tighter);
        history.Review(3, ReviewVerb.Accept, DecisionState.Approved);
        Assert.NotEmpty(history.Use(3, second.Input.Request.Actions, second.Verdict).Tighter);
    }

    /// <summary>Each layer of the second leaves at least as much, and each of its reasons was one of the first.</summary>
    private static bool IsNoWorse(Verdict worse, Verdict now) =>
        (worse.Approval!.Role >= (now.Approval?.Role ?? 0) && worse.Approval.People >= (now.Approval?.People ?? 0))
        && worse.Actions.Zip(now.Actions).All(pair => pair.Second.Reasons.All(reason => pair.First.Reasons.Any(known => known.Code == reason.Code && known.Rule == reason.Rule)));
}
