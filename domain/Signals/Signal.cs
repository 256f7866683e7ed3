namespace AccountTwins.Domain.Signals;

/// <summary>
/// An incoming fact about one account, already checked against the catalogue. <see cref="Body"/> is the packed form that crosses
/// grain calls; the account is not in it, because the grain that receives it is the account.
/// </summary>
public sealed record Signal
{
    /// <summary>When it happened and who said so; orders facts about one thing.</summary>
    public required Stamp Stamp { get; init; }

    /// <summary>Hash of <c>source</c> and <c>id</c>: what a producer's repetition is recognised by.</summary>
    public required ulong Identity { get; init; }

    public required Family Family { get; init; }

    /// <summary>The packed envelope and fields, self-contained and versioned.</summary>
    public required byte[] Body { get; init; }
}
