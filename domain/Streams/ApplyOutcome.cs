using AccountTwins.Domain.Accounts;

namespace AccountTwins.Domain.Streams;

/// <summary>What became of one stream's batch for one account. A closed family.</summary>
public abstract record ApplyOutcome
{
    private ApplyOutcome()
    {
    }

    /// <summary>Everything above the position is in <paramref name="Twin"/>. Repeated: seen before by offset or by identity.</summary>
    public sealed record Applied(AccountTwin Twin, int Count, int Repeated) : ApplyOutcome;

    /// <summary>The sender had sent offsets that this twin does not hold: it came back older. Nothing was applied.</summary>
    public sealed record Behind(long Position) : ApplyOutcome;

    /// <summary>Everything below <paramref name="Offset"/> is in <paramref name="Twin"/>; the signal there cannot be applied.</summary>
    public sealed record Stopped(AccountTwin Twin, int Count, int Repeated, long Offset, string Code, string Detail) : ApplyOutcome;

    /// <summary>The account is already fed by <see cref="Positions.StreamsMax"/> streams. Nothing was applied.</summary>
    public sealed record TooManyStreams : ApplyOutcome;
}
