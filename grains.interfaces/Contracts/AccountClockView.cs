namespace AccountTwins.Grains.Interfaces.Contracts;

/// <summary>A moment by which something is owed.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.account-clock-view")]
public sealed record AccountClockView
{
    [Id(0)]
    public required ClockKind Kind { get; init; }

    [Id(1)]
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>The ticket it runs for, if any.</summary>
    [Id(2)]
    public string? Ticket { get; init; }

    /// <summary>The support plan that sets it, if any.</summary>
    [Id(3)]
    public string? Plan { get; init; }
}

[GenerateSerializer]
public enum ClockKind
{
    Unspecified = 0,

    /// <summary>First answer to a ticket.</summary>
    FirstResponse = 1,

    /// <summary>End of a ticket.</summary>
    Resolution = 2,

    /// <summary>Last day on which the contract can be given notice.</summary>
    Notice = 3,
}
