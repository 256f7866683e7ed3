namespace AccountTwins.Grains.Interfaces.Contracts;

/// <summary>The position of one stream that is durable in the account's row, or -1. Lower than asked for: do not commit.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.checkpoint-answer")]
public sealed record CheckpointAnswer([property: Id(0)] TwinStanding Standing, [property: Id(1)] long DurableOffset, [property: Id(2)] Guid Activation = default);
