using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;
using AccountTwins.Domain.Tenants;
using AccountTwins.Grains.Mapping;
using AccountTwins.Tests.Domain.Accounts;

namespace AccountTwins.Tests.Grains.Mapping;

/// <summary>The same objects for whoever reads, and never older than what they follow from.</summary>
public sealed class KeptIncidentsFacts
{
    private static readonly DateTimeOffset Minute = AccountMinute.Of(TwinBench.Key, new(2026, 3, 2, 9, 30, 59, TimeSpan.Zero));

    private readonly KeptIncidents _kept = new();
    private readonly AccountTwin _twin = TwinBench.Fed(Opened("T-1", "export"));

    [Fact]
    public void Readers_are_shown_the_same_objects_also_in_the_next_minute()
    {
        var first = _kept.Of([About("category:export")], _twin, Minute);

        Assert.Equal("category:export", Assert.Single(first).Topic);
        Assert.Same(first, _kept.Of([About("category:export")], _twin, Minute.AddSeconds(59)));
        Assert.Same(first, _kept.Of([About("category:export")], _twin, Minute.AddMinutes(1)));
    }

    [Fact]
    public void An_incident_that_opens_or_ends_and_a_signal_are_seen_at_once()
    {
        var billing = About("category:billing");
        Assert.Empty(_kept.Of([billing], _twin, Minute));

        var more = TwinBench.Fed(_twin, 1, [Opened("T-2", "billing")]);
        Assert.Single(_kept.Of([billing], more, Minute));
        Assert.Equal(2, _kept.Of([billing, About(null)], more, Minute).Length);
        Assert.Equal("category:billing", Assert.Single(_kept.Of([billing], more, Minute)).Topic);
        Assert.Empty(_kept.Of([], more, Minute));
    }

    private static DeclaredIncident About(string? topic) => new(topic ?? "all", "ops", "found", Minute.AddHours(-1), topic);

    private static Signal Opened(string ticket, string category) => Signal.Of(new TicketOpened(ticket, null, category), Minute.AddHours(-2), "/support", ticket);
}
