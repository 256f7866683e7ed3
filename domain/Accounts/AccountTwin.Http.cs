using System.Collections.Immutable;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Accounts;

/// <summary>Signals that come without a stream: over HTTP.</summary>
public sealed partial record AccountTwin
{
    /// <summary>Applies what can be applied; a signal that throws is named by its index and changes nothing.</summary>
    public AcceptOutcome Accept(ReadOnlySpan<Signal> signals)
    {
        var failures = ImmutableArray.CreateBuilder<AcceptFailure>();
        var repeated = ImmutableArray.CreateBuilder<int>();
        var draft = new TwinDraft(this);
        var applied = 0;
        for (var index = 0; index < signals.Length; index++)
        {
            try
            {
                if (draft.Apply(signals[index], Origin.Http))
                    applied++;
                else
                    repeated.Add(index);
            }
            catch (Exception exception)
            {
                failures.Add(new AcceptFailure(index, "apply_failed", exception.Message));
                if (!draft.IsIntact)
                    draft = Again(signals[..index], failures);
            }
        }

        return new AcceptOutcome(applied > 0 ? draft.Seal(Positions) : this, applied, repeated.ToImmutable(), failures.ToImmutable());
    }

    /// <summary>The draft is half changed when a rule throws, so what was applied before is applied again to a new one.</summary>
    private TwinDraft Again(ReadOnlySpan<Signal> before, ImmutableArray<AcceptFailure>.Builder failures)
    {
        var draft = new TwinDraft(this);
        for (var index = 0; index < before.Length; index++)
        {
            if (!failures.Any(failure => failure.Index == index))
                draft.Apply(before[index], Origin.Http);
        }

        return draft;
    }
}

/// <summary>What became of one account's part of a request. <paramref name="Repeated"/>: places in the request of signals known before.</summary>
public sealed record AcceptOutcome(AccountTwin Twin, int Applied, ImmutableArray<int> Repeated, ImmutableArray<AcceptFailure> Failures);

/// <summary>A signal that could not be applied, by its place in the request.</summary>
public sealed record AcceptFailure(int Index, string Code, string Detail);
