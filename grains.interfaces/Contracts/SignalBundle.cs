namespace AccountTwins.Grains.Interfaces.Contracts;

/// <summary>One account's signals of one HTTP request, packed, in the order of the request.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.signal-bundle")]
public sealed record SignalBundle
{
    [Id(0)]
    public required byte[][] Bodies { get; init; }
}
