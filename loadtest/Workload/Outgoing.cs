using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Signals;

namespace AccountTwins.LoadTest.Workload;

/// <summary>What the auditor expects of a message.</summary>
public enum OutgoingKind
{
    Unspecified = 0,

    /// <summary>Must be in its twin exactly once.</summary>
    Signal = 1,

    /// <summary>Was sent before: must change nothing.</summary>
    Repeat = 2,

    /// <summary>Must be in the dead-letter topic, and nowhere else.</summary>
    Malformed = 3,

    /// <summary>A sign of life of a feed: must touch no twin and no dead letter.</summary>
    Heartbeat = 4,
}

/// <summary>One message as it goes to Kafka, and what is expected of it. <see cref="Signal"/> is there for signals and repeats.</summary>
public sealed record Outgoing(OutgoingKind Kind, Family Family, AccountKey Account, byte[] Value, Signal? Signal)
{
    /// <summary>What places it: <c>tenant/account</c>.</summary>
    public string Key => Account.ToString();
}
