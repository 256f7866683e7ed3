namespace AccountTwins.Grains.Interfaces.Http;

/// <summary>Changes of the tenant's latitudes in their one order, the oldest first.</summary>
public sealed record LatitudeChangesAnswer
{
    public LatitudeChangeView[] Changes { get; init; } = [];

    /// <summary>What to pass as <c>after</c> to go on from here, also when nothing was found.</summary>
    public long Next { get; init; }

    /// <summary>There is more behind <see cref="Next"/> already.</summary>
    public bool HasMore { get; init; }
}

/// <summary>One change of one scenario for one agent release, with its numbers.</summary>
public sealed record LatitudeChangeView
{
    /// <summary>Rises with each change of the tenant, never changes and is never used again; not without gaps.</summary>
    public required long Id { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Scenario { get; init; }

    public required string Release { get; init; }

    /// <summary>tightened, widened, offered, frozen, unfrozen, released, reset, new_release, held, watched or started.</summary>
    public required string Kind { get; init; }

    public required string From { get; init; }

    public required string To { get; init; }

    /// <summary>Code of what did it.</summary>
    public required string Cause { get; init; }

    /// <summary>The person who did it; absent where it happened by itself.</summary>
    public string? By { get; init; }

    /// <summary>What a person asked for, where the playbook gave less.</summary>
    public string? Asked { get; init; }

    /// <summary>The step that waits for a person.</summary>
    public string? Offered { get; init; }

    /// <summary>What was compared, and with what: a CUSUM in its steps, or a bound of agreement from 0 to 1.</summary>
    public double? Statistic { get; init; }

    public double? Limit { get; init; }

    /// <summary>Since the change before.</summary>
    public int Reviews { get; init; }

    /// <summary>What they are worth by their odds.</summary>
    public double EffectiveReviews { get; init; }

    /// <summary>0 to 1; absent without reviews.</summary>
    public double? Agreement { get; init; }

    /// <summary>In words.</summary>
    public required string Text { get; init; }
}
