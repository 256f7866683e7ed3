using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;

namespace AccountTwins.LoadTest.Workload;

/// <summary>
/// Makes up what happens to one account. It begins as a customer with a contract and people; then mostly usage, with tickets, invoices
/// and promises that are opened and closed. Ids come from small pools, so that no list of the twin overflows and all of it can be audited.
/// </summary>
/// <param name="isContent">
/// Lets an AI write to it, and what goes wrong goes wrong seldom, so that agents get every kind of answer. Otherwise nobody said so, and as much goes wrong as
/// goes well, so that flags open and close all the time.
/// </param>
internal sealed class AccountLife(string account, int number, bool isContent = false)
{
    private readonly bool[] _isTicketOpen = new bool[6];
    private readonly bool[] _isInvoiceOpen = new bool[4];
    private readonly bool[] _isPromiseOpen = new bool[6];
    private int _told;

    public Fact Next(Random random, DateTimeOffset time) => _told++ switch
    {
        0 => new AccountCreated { Name = $"Customer {number}", Segment = number % 7 == 0 ? "enterprise" : "smb", Region = "EMEA", Owner = $"csm-{number % 20}", Domains = [$"{account}.example"], AiContact = !isContent ? null : number % 20 == 0 ? AiContact.AssistOnly : AiContact.Allowed },
        1 => new ContractSigned { Contract = "C-1", Arr = 1_000 + number % 997 * 100, Currency = "EUR", GrossMargin = 0.7m, Start = Day(time, -100), End = Day(time, 265), AutoRenew = true, NoticeDays = 60, Seats = 10 + number % 90, Products = [new("ledger", "team", "standard")] },
        2 => new StakeholderJoined($"0@{account}.example", "Ada", "Finance", true),
        _ => Any(random, time),
    };

    private Fact Any(Random random, DateTimeOffset time) => random.Next(100) switch
    {
        < 62 => new UsageActivity(random.Next(1, 80), random.Next(1, 300), random.Next(3) == 0 ? "reports" : null, random.Next(500)),
        < 64 => random.Next(2) == 0 || !IsBad(random) ? new IntegrationConnected(Pick(random, "slack", "salesforce", "jira")) : new IntegrationRemoved(Pick(random, "slack", "salesforce", "jira")),
        < 65 => new MilestoneReached(Pick(random, "first_login", "first_value", "rollout"), Day(time, random.Next(30))),
        < 77 => Ticket(random),
        < 79 => random.Next(2) == 0 ? new SatisfactionRated(random.Next(IsBad(random) ? 1 : 4, 6)) : new EffortRated(random.Next(IsBad(random) ? 1 : 5, 8)),
        < 84 => Invoice(random, time),
        < 85 => new CreditIssued(random.Next(100, 5_000) / 100m, "EUR", By: Actor.Human),
        < 86 => random.Next(2) == 0 && IsBad(random) ? new DisputeOpened($"D-{random.Next(4)}") : new DisputeClosed($"D-{random.Next(4)}", DisputeOutcome.Withdrawn),
        < 90 => new SentimentObserved(random.Next(IsBad(random) ? -100 : 0, 101) / 100m, SentimentKind.Ai, "email"),
        < 91 => new PromoterScored(random.Next(IsBad(random) ? 0 : 7, 11)),
        < 92 => random.Next(3) == 0 && IsBad(random) ? new StakeholderLeft($"{random.Next(5)}@{account}.example") : new StakeholderJoined($"{random.Next(5)}@{account}.example", "Kim", "IT"),
        < 93 => new AccountUpdated { Owner = $"csm-{random.Next(20)}", Goals = [Pick(random, "faster close", "fewer tools")] },
        < 95 => new HumanTouch(TouchKind.Call, $"csm-{number % 20}"),
        < 97 => Promise(random, time),
        < 98 => random.Next(2) == 0 ? new WorkLogged(random.Next(1, 120)) : new AiRun(random.Next(1, 900) / 10_000m, "EUR"),
        < 99 => new ContractAmended { Contract = "C-1", Arr = 1_000 + random.Next(90_000), Currency = "EUR", Seats = random.Next(10, 200) },
        _ => new OutcomeExpanded("C-1", random.Next(1, 500), "EUR"),
    };

    private Fact Ticket(Random random)
    {
        var index = random.Next(_isTicketOpen.Length);
        var id = $"{account}-T{index}";
        if (!_isTicketOpen[index])
        {
            _isTicketOpen[index] = true;
            return new TicketOpened(id, IsBad(random) ? (Severity)random.Next(1, 5) : Severity.Normal, Pick(random, "login", "export"), "email", "It does not work", $"0@{account}.example");
        }

        switch (random.Next(5))
        {
            case 0:
                return new TicketAnswered(id, Pick(random, Actor.Ai, Actor.Human));
            case 1:
                return new TicketUpdated(id, TicketStatus.WaitingForCustomer, Contacts: Contacts(random));
            case 2 when IsBad(random):
                return new TicketEscalated(id, "engineering", Severity.High);
            default:
                _isTicketOpen[index] = false;
                return new TicketResolved(id, Pick(random, Actor.Ai, Actor.Human), Math.Min(5, Contacts(random)));
        }
    }

    private Fact Invoice(Random random, DateTimeOffset time)
    {
        var index = random.Next(_isInvoiceOpen.Length);
        var id = $"{account}-I{index}";
        if (!_isInvoiceOpen[index])
        {
            _isInvoiceOpen[index] = true;
            return new InvoiceIssued(id, 1_200, "EUR", Day(time, 30));
        }

        if (random.Next(4) == 0 && IsBad(random))
            return new InvoiceOverdue(id, 1_200, "EUR", Day(time, -1));
        _isInvoiceOpen[index] = false;
        return new InvoicePaid(id, 1_200, "EUR");
    }

    private Fact Promise(Random random, DateTimeOffset time)
    {
        var index = random.Next(_isPromiseOpen.Length);
        var id = $"{account}-P{index}";
        _isPromiseOpen[index] = !_isPromiseOpen[index];
        if (_isPromiseOpen[index])
            return new CommitmentMade(id, Promiser.Person, "A fix for the export", Due: Day(time, 14));
        return random.Next(4) == 0 && IsBad(random) ? new CommitmentBroken(id) : new CommitmentKept(id);
    }

    private static T Pick<T>(Random random, params ReadOnlySpan<T> choices) => choices[random.Next(choices.Length)];

    private int Contacts(Random random) => random.Next(1, IsBad(random) && IsBad(random) ? 9 : 4);

    private bool IsBad(Random random) => !isContent || random.Next(40) == 0;

    private static DateOnly Day(DateTimeOffset time, int after) => DateOnly.FromDateTime(time.UtcDateTime).AddDays(after);
}
