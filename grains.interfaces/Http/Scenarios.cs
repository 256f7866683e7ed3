using System.Text.Json.Serialization;

namespace AccountTwins.Grains.Interfaces.Http;

/// <summary>What reviews have left of each scenario, by agent release.</summary>
public sealed record ScenariosAnswer
{
    public ScenarioView[] Scenarios { get; init; } = [];
}

/// <summary>One scenario for one agent release.</summary>
public sealed record ScenarioView
{
    /// <summary>action~category~tier.</summary>
    public required string Scenario { get; init; }

    public required string Release { get; init; }

    /// <summary>What reviews leave; absent: nothing was taken.</summary>
    public string? AtMost { get; init; }

    /// <summary>Code of what set it.</summary>
    public string? Cause { get; init; }

    public bool IsFrozen { get; init; }

    /// <summary>A severe error holds it until a person has looked.</summary>
    public bool IsHeld { get; init; }

    /// <summary>A step that learning would grant and a person must.</summary>
    public string? Offered { get; init; }

    /// <summary>A reset that loosens and waits for a second person.</summary>
    public ResetProposalView? ResetProposed { get; init; }

    public long Decisions { get; init; }

    /// <summary>0 to 1.</summary>
    public double AuditProbability { get; init; }

    /// <summary>The last changes, the newest first.</summary>
    public ScenarioChangeView[] Changes { get; init; } = [];
}

/// <summary>Who wants a reset to which latitude, and until when a second person may ask for the same.</summary>
public sealed record ResetProposalView(string To, string By, DateTimeOffset Until);

/// <summary>A change of latitude with the number that did it.</summary>
/// <param name="Text">In words: which bound was passed, and by what.</param>
/// <param name="Asked">What a person asked for, where the playbook gave less: <paramref name="To"/> is then what bounded it.</param>
public sealed record ScenarioChangeView(DateTimeOffset At, string From, string To, string Cause, string Text, string? Asked = null);

/// <summary>What a person does to a scenario.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ScenarioBody
{
    public required string Scenario { get; init; }

    /// <summary>Absent: all releases.</summary>
    public string? Release { get; init; }

    /// <summary>freeze, unfreeze, release, reset or accept.</summary>
    public required string Act { get; init; }

    /// <summary>With reset: the latitude to start from.</summary>
    public string? To { get; init; }

    public required string Reason { get; init; }
}
