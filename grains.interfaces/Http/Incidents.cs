using System.Text.Json.Serialization;

namespace AccountTwins.Grains.Interfaces.Http;

/// <summary>Incidents that span accounts: open ones, and the last that are over, newest first.</summary>
public sealed record IncidentsAnswer
{
    public IncidentView[] Open { get; init; } = [];

    public EndedIncidentView[] Ended { get; init; } = [];
}

/// <summary>Why an incident was opened by itself.</summary>
/// <param name="Accounts">Distinct accounts that reported it within the window.</param>
/// <param name="Usual">Accounts that usually do in such a window.</param>
/// <param name="First">The first of them, at most 20.</param>
public sealed record IncidentEvidenceView(int Accounts, decimal Usual, int WindowMinutes, string[] First);

/// <summary>An incident that is over; ended by a person or, after quiet, by detection.</summary>
public sealed record EndedIncidentView(string Name, string? Topic, DateTimeOffset Since, DateTimeOffset At, string By, string? Reason);

/// <summary>An incident to declare. At most one of category, integration and product says whom it concerns; without them everybody.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record IncidentBody
{
    public required string Name { get; init; }

    public required string Reason { get; init; }

    public string? Category { get; init; }

    public string? Integration { get; init; }

    public string? Product { get; init; }
}
