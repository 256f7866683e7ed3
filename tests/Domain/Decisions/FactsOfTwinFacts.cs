using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Health;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;
using AccountTwins.Domain.Value.Tiers;
using AccountTwins.Tests.Domain.Accounts;
using AccountTwins.Tests.Support.Decisions;

namespace AccountTwins.Tests.Domain.Decisions;

/// <summary>What a verdict sees of a twin.</summary>
public sealed class FactsOfTwinFacts
{
    private static readonly DateTimeOffset Now = new(2025, 9, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Family[] Families = [.. Enum.GetValues<Family>().Where(family => family != Family.Unspecified)];

    private int _next;

    /// <summary>Health, evidence and required families move together when a feed dies; the answer is never looser for it.</summary>
    [Fact]
    public void A_feed_that_falls_silent_never_loosens_the_answer_for_any_twin()
    {
        var tighter = 0;
        Parallel.For(0, 150, seed =>
        {
            var twin = TwinBench.Fed(new RandomSignals(seed).Take(40 + seed));
            var random = new Random(seed);
            var actions = (ValueList<ActionRequest>)[Situation.Action("grant_credit 40 EUR"), Situation.Action("reply"), Situation.Action("close_ticket 0.9")];
            for (var round = 0; round < 20; round++)
            {
                var states = Families.ToDictionary(family => family, _ => (FeedState)random.Next(1, 4));
                var worse = states.ToDictionary(pair => pair.Key, pair => (FeedState)random.Next((int)pair.Value, 4));
                foreach (var action in actions)
                {
                    var (first, second) = (Answer(states, action), Answer(worse, action));
                    Assert.True(second.Kind >= first.Kind && second.Actions[0].Effective <= first.Actions[0].Effective, $"seed {seed}, round {round}, {action.Type}: {first.Kind} became {second.Kind}");
                    if (second.Actions[0].Effective < first.Actions[0].Effective)
                        Interlocked.Increment(ref tighter);
                }
            }

            Verdict Answer(Dictionary<Family, FeedState> states, ActionRequest action)
            {
                var feeds = FeedStates.Of([.. states.Select(pair => (pair.Key, new FeedStatus(pair.Value, TimeSpan.FromMinutes(10 * (int)pair.Value))))]);
                return Situation.Good(action).With(_ => Facts(twin, feeds)).WithPlaybook(playbook => playbook with { AssumedAiContact = AiContact.Allowed, Constraints = [], Escalation = playbook.Escalation with { Reopened = 0, ContactsOnOneTicket = 0 } }).Verdict;
            }
        });

        Assert.True(tighter > 20, $"{tighter} answers lost latitude: it proves nothing");
    }

    [Fact]
    public void Clauses_plans_and_seats_of_every_contract_in_force_count_and_the_nearest_end()
    {
        var facts = Facts(TwinBench.Fed(
            Said(Contract("C-1", "2025-10-01", 300, "premium", "no_ai_processing")),
            Said(Contract("C-2", "2026-12-31", 900, "mission_critical", "sla_credits")),
            Said(Contract("C-0", "2024-12-31", 5_000, "gold", "audit"))));

        Assert.Equal(["no_ai_processing", "sla_credits"], facts.Clauses.Order());
        Assert.Equal(["mission_critical", "premium"], facts.SupportPlans.Order());
        Assert.Equal((1_200L, 30), (facts.Seats, facts.DaysToRenewal));
    }

    [Fact]
    public void A_contract_that_does_not_say_its_seats_leaves_them_unknown() =>
        Assert.Null(Facts(TwinBench.Fed(Said(Contract("C-1", "2026-10-01", 300, "premium")), Said(Contract("C-2", "2026-10-01", 0, "premium") with { Seats = null }))).Seats);

    /// <summary>One more line of <em>worse never loosens</em>: here it is the twin that knows less.</summary>
    [Fact]
    public void A_contract_that_no_longer_says_its_seats_never_loosens_the_answer()
    {
        var tighter = 0;
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            ContractSigned[] contracts = [.. Enumerable.Range(0, random.Next(1, 4)).Select(number => Contract($"C-{number}", "2026-10-01", random.Next(700), "premium"))];
            var silent = random.Next(contracts.Length);
            var (before, after) = (Answer(contracts), Answer([.. contracts.Select((contract, index) => index == silent ? contract with { Seats = null } : contract)]));
            Assert.True(after.Kind >= before.Kind && after.Actions[0].Effective <= before.Actions[0].Effective, $"seed {seed}: {before.Kind} became {after.Kind}");
            tighter += after.Kind > before.Kind ? 1 : 0;
        }

        Assert.True(tighter > 20, $"{tighter} answers grew tighter: it proves nothing");

        Verdict Answer(ContractSigned[] contracts)
        {
            var seats = Facts(TwinBench.Fed([.. contracts.Select(contract => Said(contract))])).Seats;
            return Situation.Good(Situation.Action("reply")).With(account => account with { Seats = seats }).Verdict;
        }
    }

    [Fact]
    public void A_contract_that_does_not_say_when_it_ends_leaves_the_renewal_unknown() =>
        Assert.Null(Facts(TwinBench.Fed(Said(Contract("C-1", "2026-10-01", 300, "premium")), Said(new ContractAmended { Contract = "C-2", Seats = 7 }))).DaysToRenewal);

    [Theory]
    [InlineData(null, null, 395)]
    [InlineData(true, null, 395)]
    [InlineData(true, 90, 305)]
    [InlineData(null, 90, 305)]
    [InlineData(null, 396, 395)]
    [InlineData(false, 90, 395)]
    public void Renewal_is_the_last_day_for_notice_while_that_lies_ahead(bool? autoRenew, int? noticeDays, int expected)
    {
        var contract = Contract("C-1", "2026-10-01", 300, "premium") with { AutoRenew = autoRenew, NoticeDays = noticeDays };

        Assert.Equal(expected, Facts(TwinBench.Fed(Said(contract))).DaysToRenewal);
    }

    [Theory]
    [InlineData("2025-08-15", "2025-10-01", true)]
    [InlineData("2025-08-15", "2027-10-01", true)]
    [InlineData("2025-01-15", "2025-10-01", false)]
    [InlineData(null, "2027-10-01", true)]
    public void A_customer_is_new_by_its_days_however_short_the_term(string? start, string end, bool isNew) =>
        Assert.Equal(isNew, Facts(TwinBench.Fed(Said(start is null ? new ContractRenewed { Contract = "C-1", End = Day(end) } : Contract("C-1", end, 5, "premium") with { Start = Day(start) }))).IsFirstTime);

    [Fact]
    public void Of_an_account_without_a_contract_neither_clauses_nor_seats_are_known()
    {
        var facts = Facts(TwinBench.Fed(Said(new AccountCreated { Name = "Initech" })));

        Assert.Equal((false, false, true), (facts.IsContractKnown, facts.HasContract, facts.IsFirstTime));
        Assert.Equal((null, null), (facts.Seats, facts.DaysToRenewal));
    }

    [Fact]
    public void A_person_asked_for_is_met_by_a_touch_after_it_only()
    {
        var book = DecisionBook.Empty with { PersonAskedAt = Now.AddHours(-2) };

        Assert.True(Facts(TwinBench.Fed(Touch(Now.AddHours(-3))), book: book).PersonAskedFor);
        Assert.False(Facts(TwinBench.Fed(Touch(Now.AddHours(-1))), book: book).PersonAskedFor);
        Assert.False(Facts(TwinBench.Fed(Touch(Now.AddHours(-1)))).PersonAskedFor);
    }

    /// <summary>In whatever order the support system's and the CRM's words come.</summary>
    [Theory]
    [InlineData(true, "ask")]
    [InlineData(true, "ask; ai answers; ai resolves")]
    [InlineData(true, "ask; person answers another")]
    [InlineData(true, "person answers; ask")]
    [InlineData(true, "ask; person answers; ask")]
    [InlineData(false, "ask; person answers")]
    [InlineData(false, "ask; person resolves")]
    [InlineData(false, "ask; touch")]
    [InlineData(false, "ask; ai answers; person resolves; ai answers")]
    public void A_person_asked_for_on_a_ticket_is_met_by_a_person_only(bool isAwaited, string story)
    {
        Signal[] signals =
        [
            Signal.Of(new TicketOpened("T-1"), Now.AddHours(-9), "/desk", "opened"),
            .. story.Split("; ").Select((word, index) => Signal.Of(
                (Fact)(word switch
                {
                    "ask" => new PersonRequested("T-1"),
                    "ai answers" => new TicketAnswered("T-1", Actor.Ai),
                    "ai resolves" => new TicketResolved("T-1", Actor.Ai),
                    "person answers" => new TicketAnswered("T-1", Actor.Human),
                    "person answers another" => new TicketAnswered("T-2", Actor.Human),
                    "person resolves" => new TicketResolved("T-1", Actor.Human),
                    _ => new HumanTouch(TouchKind.Call),
                }),
                Now.AddHours(index - 8), "/desk", $"e{index}")),
        ];

        Assert.Equal(isAwaited, Facts(TwinBench.Fed(signals)).PersonAskedFor);
        Assert.Equal(isAwaited, Facts(TwinBench.Fed([.. signals.Reverse()])).PersonAskedFor);
    }

    [Fact]
    public void A_person_asked_for_on_a_ticket_that_an_ai_resolved_is_not_forgotten_with_the_ticket()
    {
        Signal[] gone = [.. AskedAndResolvedByAi(), .. OthersResolved(2)];

        Assert.Null(TwinBench.Fed(gone).Tickets["T-1"]);
        Assert.True(Facts(TwinBench.Fed(gone)).PersonAskedFor);
        Assert.False(Facts(TwinBench.Fed([.. gone, Touch(Now)])).PersonAskedFor);
        Assert.False(Facts(TwinBench.Fed([.. gone, Said(new TicketAnswered("T-1", Actor.Human))])).PersonAskedFor);

        // Who was answered before is not who asked.
        Assert.True(Facts(TwinBench.Fed([Signal.Of(new TicketAnswered("T-9", Actor.Human), Now.AddDays(-202), "/desk", "early"), .. gone])).PersonAskedFor);
    }

    [Fact]
    public void That_a_person_answered_is_not_forgotten_either()
    {
        Signal[] answered = [.. AskedAndResolvedByAi(), .. OthersResolved(2), Said(new TicketAnswered("T-1", Actor.Human)), Said(new TicketResolved("T-1", Actor.Ai)), .. OthersResolved(50)];

        Assert.Null(TwinBench.Fed(answered).Tickets["T-1"]);
        Assert.False(Facts(TwinBench.Fed(answered)).PersonAskedFor);
    }

    [Fact]
    public void A_person_asked_for_is_not_forgotten_because_it_is_heard_of_late()
    {
        var twin = TwinBench.Fed([.. OthersResolved(2), Signal.Of(new PersonRequested("T-1"), Now.AddDays(-300), "/desk", "ask")]);

        Assert.Null(twin.Tickets["T-1"]);
        Assert.True(Facts(twin).PersonAskedFor);
    }

    [Theory]
    [InlineData("T-1", "Legal")]
    [InlineData("T-2", null)]
    [InlineData("T-3", null)]
    [InlineData("T-4", "billing")]
    [InlineData("t-1", null)]
    [InlineData("chat-7", null)]
    [InlineData(null, null)]
    public void The_ticket_of_a_conversation_is_the_open_one_of_that_id_and_as_it_was_last_filed(string? conversation, string? category)
    {
        var twin = TwinBench.Fed(
            Said(new TicketOpened("T-1", Category: "Legal")),
            Said(new TicketOpened("T-2", Category: "legal")), Said(new TicketResolved("T-2", Actor.Human)),
            Said(new TicketOpened("T-3")),
            Said(new TicketOpened("T-4", Category: "legal")), Said(new TicketUpdated("T-4", Category: "billing")));

        Assert.Equal(category, FactsOf.Ticket(twin, conversation, Facts(twin))?.Category);
        Assert.Equal(category is null, FactsOf.Ticket(twin, conversation, Facts(twin)) is null);
    }

    [Fact]
    public void A_conversation_that_may_be_a_ticket_no_longer_kept_is_one_of_which_nothing_is_known()
    {
        var twin = TwinBench.Fed([Said(new TicketOpened("T-first", Category: "legal")), .. Enumerable.Range(0, 64).Select(number => Said(new TicketOpened($"T-{number}", Category: "bug")))]);

        Assert.Equal(new TicketFact(null), FactsOf.Ticket(twin, "T-first", Facts(twin)));
        Assert.Equal(new TicketFact("bug"), FactsOf.Ticket(twin, "T-63", Facts(twin)));
        Assert.Null(FactsOf.Ticket(twin, null, Facts(twin)));
    }

    /// <summary>One more line of <em>worse never loosens</em>: support files a ticket anew, and the agent may call it what it likes.</summary>
    [Fact]
    public void A_ticket_filed_under_a_clause_never_loosens_the_answer_whatever_the_agent_calls_it()
    {
        var tighter = 0;
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var signals = new RandomSignals(seed).Take(40 + seed);
            var before = TwinBench.Fed(signals);
            if (before.Tickets.FirstOrDefault(ticket => !ticket.IsClosed) is not { Id: { Length: > 0 } ticket })
                continue;
            var after = TwinBench.Fed(before, signals.Length, [Signal.Of(new TicketUpdated(ticket, Category: random.Next(2) == 0 ? "legal" : "Data Processing"), Now, "/desk", $"filed-{seed}")]);
            var action = Situation.Action("reply") with { Category = random.Next(3) switch { 0 => null, 1 => "billing", _ => "how_to" } };
            var (first, second) = (Answer(before), Answer(after));

            Assert.True(second.Kind >= first.Kind && second.Kind == VerdictKind.Escalate, $"seed {seed}: {first.Kind} became {second.Kind}");
            Assert.Contains(second.Actions[0].Reasons, reason => reason.Code == VerdictCodes.ClauseQuestion);
            tighter += second.Kind > first.Kind ? 1 : 0;

            Verdict Answer(AccountTwins.Domain.Accounts.AccountTwin twin) => Situation.Good(action)
                .With(_ => Facts(twin))
                .WithTicket(FactsOf.Ticket(twin, ticket, Facts(twin)))
                .WithPlaybook(playbook => playbook with { AssumedAiContact = AiContact.Allowed, Constraints = [], Escalation = playbook.Escalation with { Reopened = 0, ContactsOnOneTicket = 0 } }).Verdict;
        }

        Assert.True(tighter > 20, $"{tighter} answers grew tighter: it proves nothing");
    }

    private Signal Touch(DateTimeOffset at) => Signal.Of(new HumanTouch(TouchKind.Call, "lee"), at, "/source", $"{_next++}");

    private static Signal[] AskedAndResolvedByAi() =>
        [Signal.Of(new PersonRequested("T-1"), Now.AddDays(-201), "/desk", "ask"), Signal.Of(new TicketResolved("T-1", Actor.Ai), Now.AddDays(-200.5), "/desk", "end")];

    /// <summary>More than a twin keeps of those that are closed.</summary>
    private Signal[] OthersResolved(int first) =>
        [.. Enumerable.Range(first, 30).SelectMany(number => new[] { Said(new TicketOpened($"T-{number}")), Said(new TicketResolved($"T-{number}", Actor.Ai)) })];

    private Signal Said(Fact fact) => Signal.Of(fact, Now.AddDays(-200).AddMinutes(_next), "/source", $"{_next++}");

    private static ContractSigned Contract(string id, string end, int seats, string plan, params string[] clauses) => new()
    {
        Contract = id, Arr = 10_000, Currency = "EUR", Start = new DateOnly(2024, 1, 1), End = Day(end),
        Seats = seats, Products = [new("ledger", "team", plan)], Clauses = [.. clauses],
    };

    private static DateOnly Day(string day) => DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);

    private static AccountFacts Facts(AccountTwins.Domain.Accounts.AccountTwin twin, FeedStates? feeds = null, DecisionBook? book = null) => FactsOf.Twin(
        twin, HealthRules.Assess(twin, feeds ?? FeedStates.AllLive, Now), feeds ?? FeedStates.AllLive, Stake.Unknown with { Tier = ValueTier.Small }, book ?? DecisionBook.Empty, false, Now);
}
