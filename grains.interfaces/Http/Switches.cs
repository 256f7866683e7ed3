using System.Text.Json.Serialization;

namespace AccountTwins.Grains.Interfaces.Http;

/// <summary>What people, breakers and incidents hold back for the whole tenant.</summary>
public sealed record SwitchesAnswer
{
    public SwitchView[] Switches { get; init; } = [];

    public BreakerView[] Breakers { get; init; } = [];

    public IncidentView[] Incidents { get; init; } = [];
}

/// <summary>A thrown kill switch. Null: all segments, all actions.</summary>
/// <param name="LiftBy">Who wants it taken back; it holds until a second person does.</param>
/// <param name="LiftUntil">Until when a second person may.</param>
public sealed record SwitchView(string Name, string? Segment, string? Action, string By, string Reason, DateTimeOffset At, string? LiftBy = null, DateTimeOffset? LiftUntil = null);

/// <summary>An agent release that is held at diagnostic.</summary>
public sealed record BreakerView(string Release, string Cause, DateTimeOffset At);

/// <summary>A product-wide incident.</summary>
/// <param name="Topic">category:…, integration:… or product:…; null: it concerns every account.</param>
/// <param name="Evidence">What it was detected by; null: a person declared it.</param>
public sealed record IncidentView(string Name, string By, string Reason, DateTimeOffset At, string? Topic = null, IncidentEvidenceView? Evidence = null);

/// <summary>A switch to throw; without segment and action it stops everything.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SwitchBody
{
    public string? Segment { get; init; }

    public string? Action { get; init; }

    public required string Reason { get; init; }
}

/// <summary>Something to end or begin, by its name, and why.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record NamedBody
{
    public required string Name { get; init; }

    public required string Reason { get; init; }
}
