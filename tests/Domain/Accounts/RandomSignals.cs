using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;

namespace AccountTwins.Tests.Domain.Accounts;

/// <summary>Seeded signals of one account, of every kind that a twin knows, spread over some months. Few enough ids that nothing is evicted.</summary>
internal sealed class RandomSignals(int seed)
{
    private static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Random _random = new(seed);
    private int _next;

    public Signal[] Take(int count) => [.. Enumerable.Range(0, count).Select(_ => Next())];

    public Signal Next()
    {
        var time = Start.AddSeconds(_random.Next(240 * 86_400));
        return Signal.Of(NextFact(), time, $"/source/{_random.Next(3)}", $"{seed}-{_next++}");
    }

    private Fact NextFact() => _random.Next(35) switch
    {
        0 => new IntegrationConnected(Pick("slack", "salesforce", "jira")),
        1 => new IntegrationRemoved(Pick("slack", "salesforce", "jira")),
        2 => new MilestoneReached(Pick("first_login", "first_value", "rollout"), Day()),
        3 => new TicketOpened(Ticket(), Severity(), Pick("login", "export", null), "email", "Export fails", "ada@example.com"),
        4 => new TicketUpdated(Ticket(), TicketStatus.OnHold, Severity(), Contacts: _random.Next(9)),
        5 => new TicketResolved(Ticket(), Pick(Actor.Ai, Actor.Human), _random.Next(9)),
        6 => new TicketReopened(Ticket()),
        7 => new TicketEscalated(Ticket(), "engineering"),
        34 => new PersonRequested(Ticket()),
        8 => new TicketAnswered(Ticket(), Pick(Actor.Ai, Actor.Human)),
        9 => new SatisfactionRated(_random.Next(1, 6)),
        10 => new EffortRated(_random.Next(1, 8)),
        11 => new InvoiceIssued(Invoice(), 100, "EUR", Day()),
        12 => new InvoicePaid(Invoice(), 100, "EUR"),
        13 => new InvoiceOverdue(Invoice(), 100, "EUR"),
        14 => new InvoiceFailed(Invoice(), 100, "EUR"),
        15 => new CreditIssued(_random.Next(5000) / 100m, Pick("EUR", "USD")),
        16 => new DisputeOpened(Pick("D-1", "D-2")),
        17 => new DisputeClosed(Pick("D-1", "D-2"), DisputeOutcome.Lost),
        18 => new SentimentObserved(_random.Next(-100, 101) / 100m),
        19 => new PromoterScored(_random.Next(11)),
        20 => new AccountCreated { Name = "Initech", Segment = "enterprise", Domains = ["initech.example"] },
        21 => new AccountUpdated { Owner = Pick("lee", "kim"), Goals = [Pick("faster", "cheaper")], AiContact = Pick(AiContact.Allowed, AiContact.None) },
        22 => new StakeholderJoined(Person(), "Ada", "Finance", _random.Next(2) == 0),
        23 => new StakeholderLeft(Person()),
        24 => new HumanTouch(TouchKind.Call, Pick("lee", "kim")),
        25 => new CommitmentMade(Promise(), Promiser.Ai, "A fix for the export", Due: Day()),
        26 => new CommitmentKept(Promise()),
        27 => new CommitmentBroken(Promise()),
        28 => new WorkLogged(_random.Next(1, 200)),
        29 => new AiRun(_random.Next(1, 1000) / 10_000m, "EUR"),
        30 => new ContractSigned { Contract = Pick("C-1", "C-2"), Arr = 1000, Currency = "EUR", Start = Day(), End = Day(), Seats = 50, Products = [new("ledger", "team")] },
        31 => new ContractAmended { Contract = Pick("C-1", "C-2"), Arr = _random.Next(5000), Currency = "EUR", Clauses = ["no_ai_processing"] },
        32 => _random.Next(4) == 0 ? new ContractCancelled(Pick("C-1", "C-2"), Day()) : new OutcomeExpanded(ArrDelta: 5),
        _ => new UsageActivity(_random.Next(40), _random.Next(90), Pick("reports", null), _random.Next(500)),
    };

    private string Ticket() => $"T-{_random.Next(8)}";

    private string Invoice() => $"INV-{_random.Next(5)}";

    private string Person() => $"{_random.Next(5)}@example.com";

    private string Promise() => $"P-{_random.Next(6)}";

    private DateOnly Day() => DateOnly.FromDateTime(Start.DateTime).AddDays(_random.Next(500));

    private Severity? Severity() => Pick<Severity?>(null, AccountTwins.Domain.Signals.Severity.Low, AccountTwins.Domain.Signals.Severity.Critical);

    private T Pick<T>(params T[] choices) => choices[_random.Next(choices.Length)];

    public void Shuffle<T>(T[] items) => _random.Shuffle(items);

    public int Below(int limit) => _random.Next(limit);
}
