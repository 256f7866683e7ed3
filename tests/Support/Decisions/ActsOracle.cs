using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Tests.Support.Decisions;

/// <summary>Keeps every act with its time and its sum, without bounds or buckets: what a book must never read lower than.</summary>
internal sealed class ActsOracle
{
    private readonly Dictionary<long, Known> _decisions = [];

    /// <summary>What was spent of an action after a moment.</summary>
    public (decimal Amount, int Count) Since(string action, DateTimeOffset after)
    {
        var acts = _decisions.Values.Where(known => known.SpentAt > after).SelectMany(known => known.Acts).Where(act => act.Action == action && act.IsSpent).ToArray();
        return (acts.Sum(act => act.Cents) / 100m, acts.Length);
    }

    /// <summary>What was spent, reserved and asked for in a conversation and is not given up; null: in all of this day that named none.</summary>
    public decimal InConversation(string action, string? conversation, DateTimeOffset now) => _decisions.Values
        .Where(known => known.Conversation == conversation && (conversation is not null || known.AskedAt.UtcDateTime.Date == now.UtcDateTime.Date) && (known.SpentAt is not null || now < known.AskedUntil))
        .SelectMany(known => known.Acts).Where(act => act.Action == action).Sum(act => act.Cents) / 100m;

    public void Asked(long number, DecisionEntry entry, DateTimeOffset now)
    {
        if (entry.Verdict.Kind > VerdictKind.RequireApproval)
            return;
        var isPermit = entry.Verdict.Kind < VerdictKind.RequireApproval;
        _decisions[number] = new Known(entry.Input.Request.Conversation, now, isPermit ? now : null, entry.Verdict.ExpiresAt!.Value, Acts(entry.Input.Request.Actions, entry.Verdict, isPermit));
    }

    public void Reviewed(ReviewEntry entry, DecisionState? state)
    {
        if (!_decisions.TryGetValue(entry.Decision, out var known) || known.SpentAt is not null)
            return;
        if (state is DecisionState.Rejected or DecisionState.Replied or DecisionState.Expired or null)
            _decisions.Remove(entry.Decision);
        else
            _decisions[entry.Decision] = known with { AskedUntil = entry.UseBy ?? known.AskedUntil, Acts = entry is { Approved: { } acts, Verdict: { } verdict } ? Acts(acts, verdict, false) : known.Acts };
    }

    public void Used(PermitEntry entry, DateTimeOffset now)
    {
        var known = _decisions[entry.Decision];
        _decisions[entry.Decision] = entry.Tighter.Count > 0
            ? known with { AskedUntil = entry.ExpiresAt }
            : known with { SpentAt = now, Acts = Acts(entry.Input.Request.Actions, entry.Verdict, true) };
    }

    public void Reported(OutcomeEntry entry, DateTimeOffset now)
    {
        var known = _decisions[entry.Decision];
        var acts = known.Acts.Select((act, index) =>
        {
            long? actual = entry.ActualCents is { } cents && index < cents.Count ? cents[index] : null;
            return entry.State switch
            {
                DecisionState.Executed or DecisionState.Partly => act with { Cents = actual ?? act.Cents, IsSpent = true },
                DecisionState.Failed when actual > 0 => act with { Cents = actual.Value, IsSpent = true },
                _ => act with { Cents = 0, IsSpent = false },
            };
        });
        _decisions[entry.Decision] = known with { SpentAt = known.SpentAt ?? now, Acts = [.. acts] };
    }

    private static Act[] Acts(ValueList<ActionRequest> actions, Verdict verdict, bool isSpent) =>
        [.. DecisionBook.StepsOf(actions, verdict).Select(step => new Act(step.Action, step.Cents, isSpent))];

    private sealed record Known(string? Conversation, DateTimeOffset AskedAt, DateTimeOffset? SpentAt, DateTimeOffset AskedUntil, Act[] Acts);

    private sealed record Act(string Action, long Cents, bool IsSpent);
}
