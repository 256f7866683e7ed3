namespace AccountTwins.Silo.Observability;

/// <summary>What became of one signal; a value of the tag <c>outcome</c>.</summary>
public enum SignalOutcome
{
    Unspecified = 0,

    /// <summary>It is in its twin.</summary>
    Applied = 1,

    /// <summary>Its twin knew it already.</summary>
    Repeated = 2,

    /// <summary>It cannot be used: refused over HTTP, a dead letter from Kafka.</summary>
    Rejected = 3,

    /// <summary>The store was away, so it was not accepted; the sender repeats it.</summary>
    Refused = 4,
}

/// <summary>How a checkpoint ended; a value of the tag <c>outcome</c>.</summary>
public enum CheckpointOutcome
{
    Unspecified = 0,

    /// <summary>The mark is committed.</summary>
    Committed = 1,

    /// <summary>A twin was not durable at its position or gave no answer in time: nothing was committed.</summary>
    Incomplete = 2,

    /// <summary>Every twin was durable, but the mark could not be written.</summary>
    Failed = 3,
}
