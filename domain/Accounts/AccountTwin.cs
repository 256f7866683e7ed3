using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Streams;

namespace AccountTwins.Domain.Accounts;

/// <summary>
/// The state of one account: an immutable value, swapped whole. Everything it holds follows from the signals applied to it and their
/// own times, never from when they arrived.
/// </summary>
public sealed record AccountTwin
{
    public required AccountKey Key { get; init; }

    /// <summary>Counts the changes to this twin; also the compare-and-set token of its stored row. 0 = never changed.</summary>
    public long Revision { get; init; }

    public Positions Positions { get; init; } = Positions.Empty;

    public static AccountTwin Empty(AccountKey key) => new() { Key = key };

    /// <summary>
    /// Applies a batch of one stream, offsets ascending. <paramref name="previousOffset"/> is the last offset that the sender sent to
    /// this account, or <see cref="Positions.Nothing"/>.
    /// </summary>
    public ApplyOutcome Apply(int stream, long previousOffset, ReadOnlySpan<StreamSignal> signals)
    {
        var position = Positions[stream];
        if (position < previousOffset)
            return new ApplyOutcome.Behind(position);
        if (Positions.IsFullFor(stream))
            return new ApplyOutcome.TooManyStreams();

        var draft = new TwinDraft(this);
        int applied = 0, repeated = 0;
        for (var index = 0; index < signals.Length; index++)
        {
            var (offset, signal) = signals[index];
            if (offset <= position)
            {
                repeated++;
                continue;
            }

            try
            {
                if (signal is not null && !draft.Apply(signal, Origin.Stream))
                    repeated++;
                else
                    applied++;
            }
            catch (Exception exception)
            {
                return StopBefore(stream, previousOffset, signals[..index], offset, exception);
            }

            position = offset;
        }

        return new ApplyOutcome.Applied(position > Positions[stream] ? draft.Seal(Positions.Advance(stream, position)) : this, applied, repeated);
    }

    /// <summary>The draft is half changed when a signal throws, so what stood before it is applied again to a new one.</summary>
    private ApplyOutcome StopBefore(int stream, long previousOffset, ReadOnlySpan<StreamSignal> before, long offset, Exception exception)
    {
        var (twin, count, repeated) = Apply(stream, previousOffset, before) is ApplyOutcome.Applied applied
            ? (applied.Twin, applied.Count, applied.Repeated)
            : throw new InvalidOperationException("A prefix that was applied once did not apply again.", exception);
        return new ApplyOutcome.Stopped(twin, count, repeated, offset, "apply_failed", exception.Message);
    }
}

/// <summary>Where a signal came in; each way remembers recent identities of its own.</summary>
public enum Origin : byte
{
    Unspecified = 0,
    Stream = 1,
    Http = 2,
}
