using AccountTwins.Domain.Accounts.Parts;
using AccountTwins.Domain.Accounts.Registers;
using AccountTwins.Domain.Changes;
using AccountTwins.Domain.Risk;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Streams;
using AccountTwins.Domain.Telemetry;

namespace AccountTwins.Domain.Accounts;

/// <summary>
/// The state of one account: an immutable value, swapped whole. Everything it holds follows from the signals applied to it and their
/// own times, never from when they arrived.
/// </summary>
public sealed partial record AccountTwin
{
    public required AccountKey Key { get; init; }

    /// <summary>Counts the changes to this twin; also the compare-and-set token of its stored row. 0 = never changed.</summary>
    public long Revision { get; init; }

    public Positions Positions { get; init; } = Positions.Empty;

    /// <summary>How far time has been played: the newest time of a signal, or of a sweep. Flags follow it.</summary>
    public DateTimeOffset Clock { get; init; }

    public Profile Profile { get; init; } = new(FieldSet.Empty);

    public Roster<Contract> Contracts { get; init; } = Roster<Contract>.Empty;

    public Roster<Stakeholder> Stakeholders { get; init; } = Roster<Stakeholder>.Empty;

    public Roster<Ticket> Tickets { get; init; } = Roster<Ticket>.Empty;

    public Roster<Invoice> Invoices { get; init; } = Roster<Invoice>.Empty;

    public Roster<Dispute> Disputes { get; init; } = Roster<Dispute>.Empty;

    public Roster<CreditTotal> Credits { get; init; } = Roster<CreditTotal>.Empty;

    public Roster<Commitment> Commitments { get; init; } = Roster<Commitment>.Empty;

    public Roster<Integration> Integrations { get; init; } = Roster<Integration>.Empty;

    public Roster<Milestone> Milestones { get; init; } = Roster<Milestone>.Empty;

    public MeasureWindows Measures { get; init; } = MeasureWindows.Empty;

    public Provenance Provenance { get; init; } = Provenance.Empty;

    public Timeline Timeline { get; init; } = Timeline.Empty;

    public RiskState Risk { get; init; } = RiskState.Calm;

    /// <summary>What the last revision brought about, on its way out: not stored, and no part of the state.</summary>
    public NewChanges Changes { get; init; } = NewChanges.None;

    internal RecentIdentities StreamIdentities { get; init; } = RecentIdentities.Empty(RecentIdentities.StreamLimit);

    internal RecentIdentities HttpIdentities { get; init; } = RecentIdentities.Empty(RecentIdentities.HttpLimit);

    /// <summary>The contract that counts now, or null.</summary>
    public Contract? Contract => Parts.Contract.CurrentOf(Contracts);

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
