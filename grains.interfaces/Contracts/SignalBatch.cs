namespace AccountTwins.Grains.Interfaces.Contracts;

/// <summary>Signals of one stream for one account, offsets ascending, at most <see cref="CountMax"/>.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.signal-batch")]
public sealed record SignalBatch
{
    /// <summary>Signals in one grain call: enough to spread the cost of the call, few enough to keep turns short.</summary>
    public const int CountMax = 500;

    /// <summary>Number of the stream (log id, topic, partition).</summary>
    [Id(0)]
    public required int Stream { get; init; }

    /// <summary>The last offset that this pump sent to this account, or -1: what a twin that came back older is recognised by.</summary>
    [Id(1)]
    public required long PreviousOffset { get; init; }

    [Id(2)]
    public required long[] Offsets { get; init; }

    /// <summary>Packed signals, one per offset; an empty body marks an offset to skip (its dead letter is acknowledged).</summary>
    [Id(3)]
    public required byte[][] Bodies { get; init; }
}
