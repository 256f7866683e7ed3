namespace AccountTwins.Grains.Interfaces.Contracts;

/// <summary>One measure in its rolling windows, by the time of the signals.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.account-measure-view")]
public sealed record AccountMeasureView
{
    [Id(0)]
    public required string Measure { get; init; }

    [Id(1)]
    public decimal Last7Days { get; init; }

    [Id(2)]
    public decimal Last28Days { get; init; }

    /// <summary>Exponential average per day with a short memory, to three significant digits and at most two after the point.</summary>
    [Id(3)]
    public decimal Fast { get; init; }

    /// <summary>The same with a long one: what is normal for this account.</summary>
    [Id(4)]
    public decimal Slow { get; init; }

    /// <summary>The newest day it was reported for.</summary>
    [Id(5)]
    public DateOnly? LastDay { get; init; }
}

/// <summary>The last offset of one stream that is in the twin.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.account-position-view")]
public sealed record AccountPositionView
{
    [Id(0)]
    public required int Stream { get; init; }

    [Id(1)]
    public required long Offset { get; init; }
}
