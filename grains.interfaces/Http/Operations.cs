using System.Text.Json.Serialization;

namespace AccountTwins.Grains.Interfaces.Http;

/// <summary>How far each stream has been made durable.</summary>
/// <param name="Positions">By topic and partition.</param>
public sealed record PositionsAnswer(PositionRow[] Positions);

/// <summary>One partition of one log.</summary>
public sealed record PositionRow
{
    /// <summary>What twins keep instead of the name.</summary>
    public required int Stream { get; init; }

    public required string Log { get; init; }

    public required string Topic { get; init; }

    public required int Partition { get; init; }

    /// <summary>Last offset whose twins are durable; -1 before the first.</summary>
    public required long Committed { get; init; }

    /// <summary>Signals in the log behind it; absent for another log than the one that is read, and while the brokers are away.</summary>
    public long? Lag { get; init; }

    /// <summary>The log is gone for ever.</summary>
    public bool IsRetired { get; init; }
}

/// <summary>The silo that answered stops taking signals, writes its twins, and ends.</summary>
public sealed record DrainAnswer(string Silo);

/// <summary>Dead letters, each by coordinates and reason; <paramref name="Next"/> goes on, and is absent at the end.</summary>
public sealed record DeadLettersAnswer(DeadLetterView[] Letters, string? Next);

/// <summary>One message that could not be used. What it holds stays in the topic.</summary>
public sealed record DeadLetterView
{
    /// <summary>partition:offset in the topic of dead letters.</summary>
    public required string Id { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Topic { get; init; }

    public required int Partition { get; init; }

    public required long Offset { get; init; }

    /// <summary>Where it failed.</summary>
    public required string Stage { get; init; }

    /// <summary>A stable code.</summary>
    public required string Reason { get; init; }

    public string? Detail { get; init; }

    /// <summary>As its key names it.</summary>
    public string? Account { get; init; }

    public int Bytes { get; init; }

    /// <summary>It was too large to keep: its hash and coordinates are here, the message itself is where it came from.</summary>
    public bool IsCut { get; init; }
}

/// <summary>Dead letters to send to their topics again.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ReplayLettersBody
{
    /// <summary>1 to 500.</summary>
    public required string[] Letters { get; init; }
}

/// <summary>What became of them. A signal that counted already counts no second time.</summary>
/// <param name="Replayed">In their topics again.</param>
/// <param name="Cut">Could not be sent: only their hash was kept.</param>
/// <param name="Unknown">Are not there, or belong to somebody else.</param>
public sealed record ReplayLettersAnswer(int Replayed, int Cut, int Unknown);
