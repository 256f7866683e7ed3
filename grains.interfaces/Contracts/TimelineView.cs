namespace AccountTwins.Grains.Interfaces.Contracts;

/// <summary>What happened to an account recently, the newest first; bounded by the twin.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.timeline-view")]
public sealed record TimelineView
{
    [Id(0)]
    public required string Tenant { get; init; }

    [Id(1)]
    public required string Account { get; init; }

    [Id(2)]
    public required long Revision { get; init; }

    [Id(3)]
    public required DateTimeOffset AsOf { get; init; }

    [Id(4)]
    public TimelineEntryView[] Entries { get; init; } = [];
}

[GenerateSerializer, Immutable, Alias("accounttwins.timeline-entry-view")]
public sealed record TimelineEntryView
{
    [Id(0)]
    public required DateTimeOffset At { get; init; }

    [Id(1)]
    public required string Family { get; init; }

    /// <summary>The signal's type, or the twin's own event such as a flag that opened.</summary>
    [Id(2)]
    public required string Type { get; init; }

    [Id(3)]
    public string? Text { get; init; }

    /// <summary>Who reported it.</summary>
    [Id(4)]
    public string? Source { get; init; }
}
