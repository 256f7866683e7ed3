namespace AccountTwins.Grains.Interfaces.Contracts;

/// <summary>How a batch ended.</summary>
[GenerateSerializer]
public enum ApplyStatus
{
    Unspecified = 0,

    /// <summary>The whole batch is in the twin.</summary>
    Applied = 1,

    /// <summary>The twin came back older than what was sent before; nothing was applied. Send again from <see cref="ApplyAnswer.Offset"/>.</summary>
    Behind = 2,

    /// <summary>The signal at <see cref="ApplyAnswer.Offset"/> cannot be applied; everything before it is.</summary>
    Stopped = 3,

    /// <summary>This account is fed by too many streams; nothing was applied.</summary>
    TooManyStreams = 4,

    /// <summary>The twin could not answer: see <see cref="ApplyAnswer.Standing"/>. Nothing was applied.</summary>
    NotReady = 5,
}

/// <summary>Answer to a batch. <see cref="Offset"/>: the twin's position (Applied, Behind) or the offset it stopped at.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.apply-answer")]
public sealed record ApplyAnswer
{
    [Id(0)]
    public required ApplyStatus Status { get; init; }

    [Id(1)]
    public required long Offset { get; init; }

    /// <summary>Signals that changed the twin.</summary>
    [Id(2)]
    public int Applied { get; init; }

    /// <summary>Signals seen before, by offset or by a producer's repetition.</summary>
    [Id(3)]
    public int Repeated { get; init; }

    /// <summary>Stable code of why it stopped.</summary>
    [Id(4)]
    public string? Code { get; init; }

    [Id(5)]
    public string? Detail { get; init; }

    /// <summary>Why the twin was not ready.</summary>
    [Id(6)]
    public TwinStanding Standing { get; init; } = TwinStanding.Ready;
}
