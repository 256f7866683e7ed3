using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;

namespace AccountTwins.Silo.Sample.Generated;

/// <summary>
/// Tickets from opening to the last rating. A struggling account opens more of them, worse ones, and is let down more often; and what
/// goes badly makes it struggle more. Incidents of the product hit many accounts on one day.
/// </summary>
internal sealed class SupportStory(AccountLife life, IReadOnlyList<int> incidentDays)
{
    private static readonly (string Category, string Subject)[] Problems =
    [
        ("export", "Nightly export stops halfway"), ("login", "Colleague cannot sign in"), ("invoice", "Question about the last invoice"),
        ("performance", "Reports take minutes to open"), ("integration", "Sync with the CRM is behind"), ("howto", "How do we add a cost centre?"),
        ("permissions", "Role cannot see its own reports"), ("data", "Numbers differ from last month"),
    ];

    private static readonly string[] Channels = ["email", "chat", "portal", "phone"];
    private int tickets;

    public void Live(int day)
    {
        if (incidentDays.Contains(day) && life.Random.Chance(0.35))
            Open(day, "outage", "The service is not reachable", life.Random.Chance(0.3) ? Severity.Critical : Severity.High);
        if (!life.IsWorkday(day))
            return;
        for (var count = life.Random.Occurrences(life.Account.Segment.TicketsPerWeek / 5 * (0.45 + 1.5 * life.Health.Strain)); count > 0; count--)
        {
            var (category, subject) = life.Random.Pick(Problems);
            Open(day, category, subject, Draw());
        }
    }

    private Severity Draw() => (life.Random.Unit() - 0.25 * (life.Health.Strain - 0.35)) switch
    {
        < 0.04 => Severity.Critical,
        < 0.18 => Severity.High,
        < 0.72 => Severity.Normal,
        _ => Severity.Low,
    };

    private void Open(int day, string category, string subject, Severity severity)
    {
        var random = life.Random;
        var ticket = $"T-{life.Account.Key.Account}-{++tickets}";
        var contact = life.People.Anyone();
        var opened = life.Moment(day);
        life.Tell(opened, new TicketOpened(ticket, severity, category, random.Pick(Channels), subject, contact));

        var easy = category is "howto" or "login" or "invoice";
        var byAi = random.Chance(easy ? 0.8 : 0.45) ? Actor.Ai : Actor.Human;
        var answered = byAi == Actor.Ai ? opened.AddSeconds(random.Between(20, 240)) : opened.AddMinutes(random.Between(15, 600));
        life.Tell(answered, new TicketAnswered(ticket, byAi));
        var solvedByAi = byAi == Actor.Ai && random.Chance(easy ? 0.75 : 0.35);
        if (byAi == Actor.Ai)
        {
            life.Tell(answered, new AiRun(
                0.01m + 0.001m * random.Between(0, 60), "USD", "support-agent", category, ticket, solvedByAi ? RunOutcome.Resolved : RunOutcome.HandedOver));
        }

        var hours = solvedByAi ? 0.5 + random.Unit() : (4 + 60 * random.Unit()) * (0.6 + life.Health.Strain) * (severity >= Severity.High ? 0.7 : 1.2);
        var resolved = answered.AddHours(hours);
        var contacts = 1 + random.Occurrences(hours / 50 + life.Health.Strain * 0.8);
        if (!solvedByAi)
        {
            if (hours > 24)
                life.Tell(answered.AddHours(hours / 2), new TicketUpdated(ticket, random.Chance(0.5) ? TicketStatus.WaitingForCustomer : TicketStatus.Open, Contacts: contacts));
            if (random.Chance(severity == Severity.Critical ? 0.5 : severity == Severity.High ? 0.12 : 0.01))
                Escalate(answered.AddHours(hours / 3), ticket, severity);
            life.Tell(resolved.AddMinutes(5), new WorkLogged(random.Between(1, 8) * 15, "support", "ticket", ticket));
        }

        Resolve(resolved, ticket, solvedByAi ? Actor.Ai : Actor.Human, contacts, category, severity, contact);
    }

    private void Escalate(DateTimeOffset time, string ticket, Severity severity)
    {
        life.Tell(time, new TicketEscalated(ticket, "engineering", severity));
        life.Health.Push(-0.04);
    }

    private void Resolve(DateTimeOffset time, string ticket, Actor by, int contacts, string category, Severity severity, string? contact)
    {
        var random = life.Random;
        life.Tell(time, new TicketResolved(ticket, by, contacts, category, severity));
        var pleased = life.Health.Level - 0.1 * (contacts - 1) + 0.2 * random.Normal();
        if (random.Chance(0.04 + 0.14 * life.Health.Strain))
        {
            var reopened = time.AddHours(2 + 60 * random.Unit());
            life.Tell(reopened, new TicketReopened(ticket, "it happens again"));
            life.Tell(reopened.AddHours(1), new TicketAnswered(ticket, Actor.Human));
            time = reopened.AddHours(6 + 60 * random.Unit());
            life.Tell(time, new TicketResolved(ticket, Actor.Human, contacts + 1, category, severity));
            pleased -= 0.2;
        }

        life.Health.Push(Math.Clamp(pleased - 0.5, -0.5, 0.3) * 0.03);
        if (random.Chance(0.28))
            life.Tell(time.AddHours(1 + 20 * random.Unit()), new SatisfactionRated(Math.Clamp((int)(2.4 + 3.6 * pleased), 1, 5), ticket, contact));
        if (random.Chance(0.12))
            life.Tell(time.AddHours(2 + 20 * random.Unit()), new EffortRated(Math.Clamp((int)(2.6 + 5.4 * pleased), 1, 7), ticket, contact));
        if (random.Chance(0.3))
            life.Tell(time.AddMinutes(1), new SentimentObserved(decimal.Round((decimal)Math.Clamp(2.2 * pleased - 1, -1, 1), 2), SentimentKind.Ai, "email", contact, ticket, category));
    }
}
