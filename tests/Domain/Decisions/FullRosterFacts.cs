using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Accounts.Parts;
using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Health;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;
using AccountTwins.Domain.Value.Renewals;
using AccountTwins.Domain.Value.Survival;
using AccountTwins.Domain.Value.Tiers;
using AccountTwins.Tests.Domain.Accounts;
using AccountTwins.Tests.Support.Decisions;

namespace AccountTwins.Tests.Domain.Decisions;

/// <summary>A twin keeps a bounded number of each thing; what no longer fits must not be what an answer was careful about.</summary>
public sealed class FullRosterFacts
{
    private static readonly DateTimeOffset Now = Situation.Noon;

    private int _next;

    [Theory]
    [InlineData("escalated ticket", 64)]
    [InlineData("ticket asked about often", 64)]
    [InlineData("reopened ticket", 64)]
    [InlineData("ticket filed under a clause", 64)]
    [InlineData("ticket that awaits a person", 64)]
    [InlineData("ticket resolved by an AI that awaits a person", 64)]
    [InlineData("promise past its day", 24)]
    [InlineData("dispute", 8)]
    [InlineData("large contract with a clause", 24)]
    public void What_an_answer_was_careful_about_is_never_pushed_out_by_others_of_its_kind(string kind, int limit)
    {
        var twin = TwinBench.Fed([.. Worrying(kind).Select(Said)]);
        // The other kinds are no conversation, so that nothing but what they say of the account is judged.
        var conversation = kind is "ticket filed under a clause" or "ticket that awaits a person" ? "bad" : null;
        var first = AnswerTo(twin, conversation);
        Assert.True(first.Kind > AnswerTo(TwinBench.Twin).Kind || first.Actions[0].Effective < AnswerTo(TwinBench.Fed(Said(Harmless(kind, 0)))).Actions[0].Effective, "it worries nobody: it proves nothing");

        for (var number = 0; number < 3 * limit; number++)
        {
            twin = TwinBench.Fed(twin, _next, [Said(Harmless(kind, number))]);
            Assert.False(IsLooser(AnswerTo(twin, conversation), first), $"{number + 1} others");
        }

        // The newest quarter is done with again: what was pushed out is not.
        for (var number = 3 * limit; number > (3 * limit) - (limit / 4) + 1; number--)
        {
            twin = TwinBench.Fed(twin, _next, [Said(Done(kind, number - 1))]);
            Assert.False(IsLooser(AnswerTo(twin, conversation), first), $"{(3 * limit) - number + 1} of the others done");
        }
    }

    [Fact]
    public void Contracts_that_have_ended_go_before_one_that_binds()
    {
        var twin = TwinBench.Fed(Said(Large with { End = new DateOnly(2031, 1, 1) }));
        for (var month = 0; month < 3 * Contract.Limit; month++)
            twin = TwinBench.Fed(twin, _next, [Said(Small(month) with { End = new DateOnly(2019, 1, 31).AddMonths(month) })]);

        Assert.NotNull(twin.Contracts["large"]);
        Assert.Equal(Contract.Limit, twin.Contracts.Count);
        Assert.Contains("no_ai_processing", FactsOf.Within(twin, HealthRules.Assess(twin, FeedStates.AllLive, Now), Stake.Unknown, Now).Clauses);
    }

    private static readonly ContractSigned Large = new()
    {
        Contract = "large", Arr = 1_200_000, Currency = "EUR", GrossMargin = 0.8m, Start = new DateOnly(2024, 1, 1), End = new DateOnly(2026, 3, 20), Seats = 50, Clauses = ["no_ai_processing"],
    };

    private static ContractSigned Small(int number) => new()
    {
        Contract = $"small-{number}", Arr = 500, Currency = "EUR", GrossMargin = 0.8m, Start = new DateOnly(2024, 1, 1), End = new DateOnly(2029, 1, 1), Seats = 1,
    };

    private static Fact[] Worrying(string kind) => kind switch
    {
        "escalated ticket" => [new TicketOpened("bad"), new TicketEscalated("bad", "engineering")],
        "ticket asked about often" => [new TicketOpened("bad"), new TicketUpdated("bad", TicketStatus.OnHold, Contacts: 9)],
        "reopened ticket" => [new TicketOpened("bad"), new TicketResolved("bad", Actor.Human), new TicketReopened("bad")],
        "ticket that awaits a person" => [new TicketOpened("bad"), new PersonRequested("bad")],
        "ticket resolved by an AI that awaits a person" => [new TicketOpened("bad"), new PersonRequested("bad"), new TicketResolved("bad", Actor.Ai)],
        "ticket filed under a clause" => [new TicketOpened("bad", Category: "legal")],
        "promise past its day" => [new CommitmentMade("bad", Promiser.Person, "A fix", Due: new DateOnly(2026, 2, 1))],
        "dispute" => [new DisputeOpened("bad")],
        _ => [Large],
    };

    private static Fact Harmless(string kind, int number) => kind switch
    {
        "promise past its day" => new CommitmentMade($"p-{number}", Promiser.Person, "A fix", Due: new DateOnly(2026, 12, 1)),
        "dispute" => new DisputeOpened($"d-{number}"),
        "large contract with a clause" => Small(number),
        _ => new TicketOpened($"t-{number}"),
    };

    private static Fact Done(string kind, int number) => kind switch
    {
        "promise past its day" => new CommitmentKept($"p-{number}"),
        "dispute" => new DisputeClosed($"d-{number}", DisputeOutcome.Won),
        "large contract with a clause" => new ContractCancelled($"small-{number}", new DateOnly(2025, 1, 1)),
        _ => new TicketResolved($"t-{number}", Actor.Human),
    };

    private Signal Said(Fact fact) => Signal.Of(fact, Now.AddDays(-30).AddMinutes(_next), "/source", $"{_next++}");

    private static bool IsLooser(Verdict answer, Verdict than) => answer.Kind < than.Kind || answer.Actions[0].Effective > than.Actions[0].Effective;

    /// <summary>To a small credit for an account of which all else is good.</summary>
    private static Verdict AnswerTo(AccountTwin twin, string? conversation = null)
    {
        var situation = Situation.Good(Situation.Action("grant_credit 40 EUR"));
        if (conversation is not null)
            situation = situation.WithPlaybook(playbook => playbook with { Constraints = [], Escalation = playbook.Escalation with { ContactsOnOneTicket = 0, Reopened = 0 } });
        var stake = Stakes.Of(twin, situation.Playbook, SurvivalModels.Fit(RenewalHistory.Empty, situation.Playbook.Value.Assumptions), ValueTier.Unspecified, Now);
        var found = FactsOf.Within(twin, HealthRules.Assess(twin, FeedStates.AllLive, Now), stake, Now);
        var hasContracts = twin.Contracts.Count > 0;
        return situation.With(good => good with
        {
            OpenEscalations = found.OpenEscalations, ContactsMax = found.ContactsMax, ReopenedMax = found.ReopenedMax, MayLackTickets = found.MayLackTickets,
            PersonAskedFor = found.PersonAskedFor, PersonMayBeAskedFor = found.PersonMayBeAskedFor,
            OpenDisputes = found.OpenDisputes, PromiseDays = found.PromiseDays,
            Tier = hasContracts ? found.Tier : good.Tier, IsContractKnown = !hasContracts || found.IsContractKnown, Clauses = found.Clauses,
            DaysToRenewal = hasContracts ? found.DaysToRenewal : good.DaysToRenewal, Seats = hasContracts ? found.Seats : good.Seats,
        }).WithTicket(FactsOf.Ticket(twin, conversation, found)).Verdict;
    }
}
