namespace AccountTwins.Grains.Interfaces.Http;

/// <summary>What became of a request's signals, in their order.</summary>
public sealed record SignalsAnswer
{
    public required int Accepted { get; init; }

    public required int Repeated { get; init; }

    public required int Rejected { get; init; }

    public required SignalResult[] Results { get; init; }
}

/// <summary>One signal. Code and message are there when it was rejected or refused.</summary>
public sealed record SignalResult(int Index, SignalStatus Status, string? Code = null, string? Message = null);

public enum SignalStatus
{
    Unspecified = 0,

    /// <summary>Durable in its twin, or told to its feed.</summary>
    Accepted = 1,

    /// <summary>Its source and id are known already; nothing changed.</summary>
    Repeated = 2,

    /// <summary>It cannot be used, now or later.</summary>
    Rejected = 3,

    /// <summary>It is not durable now; send it again.</summary>
    Refused = 4,
}
