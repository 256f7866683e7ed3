using AccountTwins.Domain.Accounts;

namespace AccountTwins.Domain.Signals;

/// <summary>What became of the bytes of one event. A closed family.</summary>
public readonly record struct Decoded
{
    public DecodedKind Kind { get; private init; }

    /// <summary>The family of the event, as far as its type was understood; for a sign of life, the feed it speaks of.</summary>
    public Family Family { get; private init; }

    /// <summary>The account, when accepted.</summary>
    public AccountKey Account { get; private init; }

    /// <summary>The signal, when accepted.</summary>
    public Signal? Signal { get; private init; }

    /// <summary>The sign of life, when it is one.</summary>
    public FeedBeat? Beat { get; private init; }

    /// <summary>Why not, when rejected.</summary>
    public RejectCode? Code { get; private init; }

    /// <summary>What exactly, for the person who sent it. It may quote names of fields and short values.</summary>
    public string? Message { get; private init; }

    public static Decoded Accepted(AccountKey account, Signal signal) => new()
    {
        Kind = DecodedKind.Accepted,
        Family = signal.Family,
        Account = account,
        Signal = signal,
    };

    public static Decoded Heartbeat(FeedBeat beat) => new() { Kind = DecodedKind.Heartbeat, Family = beat.Family, Beat = beat };

    public static Decoded Rejected(RejectCode code, string message, Family family = Family.Unspecified) => new()
    {
        Kind = DecodedKind.Rejected,
        Family = family,
        Code = code,
        Message = message,
    };
}

public enum DecodedKind : byte
{
    Unspecified = 0,
    Accepted = 1,
    Heartbeat = 2,
    Rejected = 3,
}

/// <summary>A feed of a tenant lived at <paramref name="Time"/>.</summary>
public sealed record FeedBeat(string Tenant, Family Family, DateTimeOffset Time, string Source);
