using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Accounts.Parts;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Incidents;

/// <summary>Severe trouble of an account with something, at the time of its own signal.</summary>
public readonly record struct Sighting(string Topic, string Account, DateTimeOffset At)
{
    /// <summary>How long it is remembered: what is usual is told by these days.</summary>
    public const int DaysMax = 28;

    /// <summary>
    /// What a twin tells: tickets of high or critical severity by their category, and integrations that were pulled. It follows from the twin alone, so
    /// telling it again changes nothing.
    /// </summary>
    public static IEnumerable<Sighting> Of(AccountTwin twin, DateTimeOffset now)
    {
        var since = now.AddDays(-DaysMax);
        foreach (var ticket in twin.Tickets)
        {
            if (IsSevere(ticket) && ticket.OpenedAt >= since && ticket.OpenedAt <= now && ticket.Category is { } category && IncidentTopic.OfCategory(category) is { } topic)
                yield return new Sighting(topic, twin.Key.Account, ticket.OpenedAt);
        }

        foreach (var integration in twin.Integrations)
        {
            if (!integration.IsConnected && integration.Since >= since && integration.Since <= now && IncidentTopic.OfIntegration(integration.Id) is { } topic)
                yield return new Sighting(topic, twin.Key.Account, integration.Since);
        }
    }

    private static bool IsSevere(Ticket ticket) => ticket.Severity >= Severity.High;
}
