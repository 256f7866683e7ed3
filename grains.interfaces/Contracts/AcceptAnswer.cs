namespace AccountTwins.Grains.Interfaces.Contracts;

/// <summary>What became of an HTTP request's signals for one account. <see cref="Standing"/> Ready: everything not listed as refused is durable.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.accept-answer")]
public sealed record AcceptAnswer
{
    [Id(0)]
    public required TwinStanding Standing { get; init; }

    [Id(1)]
    public int Applied { get; init; }

    /// <summary>Indexes, in the bundle, of signals whose source and id are remembered.</summary>
    [Id(2)]
    public int[] Repeated { get; init; } = [];

    [Id(3)]
    public RefusedSignal[] Refused { get; init; } = [];
}

/// <summary>A signal that could not be applied: its index in the bundle and a stable code.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.refused-signal")]
public sealed record RefusedSignal([property: Id(0)] int Index, [property: Id(1)] string Code);

/// <summary>Answer to the sweeper: whether time changed anything, and how the write ended.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.advance-answer")]
public sealed record AdvanceAnswer([property: Id(0)] TwinStanding Standing, [property: Id(1)] bool Changed);
