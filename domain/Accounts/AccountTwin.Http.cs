using System.Buffers.Binary;
using System.Collections.Immutable;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Accounts;

/// <summary>Signals that come without a stream: over HTTP.</summary>
public sealed partial record AccountTwin
{
    /// <summary>
    /// Applies what can be applied; a signal that throws is named by its index and changes nothing. One account's part of a request becomes
    /// durable as a whole, so a caller that got no answer repeats it as a whole: it is then known by the identities of all its signals,
    /// however many they are.
    /// </summary>
    public AcceptOutcome Accept(ReadOnlySpan<Signal> signals)
    {
        var request = RequestIdentity(signals);
        var isKnown = signals.Length > 1 && HttpIdentities.Contains(request);
        var failures = ImmutableArray.CreateBuilder<AcceptFailure>();
        var repeated = ImmutableArray.CreateBuilder<int>();
        var applied = new HashSet<ulong>();
        var draft = new TwinDraft(this);
        for (var index = 0; index < signals.Length; index++)
        {
            try
            {
                if (!applied.Contains(signals[index].Identity) && draft.Apply(signals[index], Origin.Http, IsRemembered(index, signals.Length)))
                    applied.Add(signals[index].Identity);
                else
                    repeated.Add(index);
            }
            catch (Exception exception)
            {
                failures.Add(new AcceptFailure(index, "apply_failed", exception.Message));
                if (!draft.IsIntact)
                    draft = Again(signals[..index], signals.Length, failures, repeated);
            }
        }

        // Of a known request everything was applied but what throws again; the draft only found out which.
        if (isKnown)
            return new AcceptOutcome(this, 0, [.. Enumerable.Range(0, signals.Length).Except(failures.Select(failure => failure.Index))], failures.ToImmutable());
        if (applied.Count > 0 && signals.Length > 1)
            draft.RememberRequest(request);
        return new AcceptOutcome(applied.Count > 0 ? draft.Seal(Positions) : this, applied.Count, repeated.ToImmutable(), failures.ToImmutable());
    }

    /// <summary>The draft is half changed when a rule throws, so what was applied before is applied again to a new one.</summary>
    private TwinDraft Again(
        ReadOnlySpan<Signal> before, int count, ImmutableArray<AcceptFailure>.Builder failures, ImmutableArray<int>.Builder repeated)
    {
        var draft = new TwinDraft(this);
        for (var index = 0; index < before.Length; index++)
        {
            if (!failures.Any(failure => failure.Index == index) && !repeated.Contains(index))
                draft.Apply(before[index], Origin.Http, IsRemembered(index, count));
        }

        return draft;
    }

    private static bool IsRemembered(int index, int count) => index >= count - RecentIdentities.PerRequestLimit;

    private static ulong RequestIdentity(ReadOnlySpan<Signal> signals)
    {
        var identities = new byte[signals.Length * sizeof(ulong)];
        for (var index = 0; index < signals.Length; index++)
            BinaryPrimitives.WriteUInt64LittleEndian(identities.AsSpan(index * sizeof(ulong)), signals[index].Identity);
        return Hash64.Of(identities);
    }
}

/// <summary>What became of one account's part of a request. <paramref name="Repeated"/>: places in the request of signals known before.</summary>
public sealed record AcceptOutcome(AccountTwin Twin, int Applied, ImmutableArray<int> Repeated, ImmutableArray<AcceptFailure> Failures);

/// <summary>A signal that could not be applied, by its place in the request.</summary>
public sealed record AcceptFailure(int Index, string Code, string Detail);
