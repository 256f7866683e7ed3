using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Signals;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Mapping;
using AccountTwins.Grains.State;
using DecisionState = AccountTwins.Domain.Decisions.Book.DecisionState;

namespace AccountTwins.Grains.Decisions;

/// <summary>Finding decisions again, and telling where they stand.</summary>
public sealed partial class DecisionSession
{
    /// <summary>Entries of the chain that are looked through at once for a decision's end.</summary>
    private const int PageSize = 200;

    /// <summary>A key that memory forgot may still be in the ledger, which keeps them for ever.</summary>
    private async Task<KnownKey?> KnownAsync(ulong hash, CancellationToken cancellationToken)
    {
        var book = _ledger.Book;
        if (book.Keys.Find(hash) is { } known)
            return known;
        if (book.KeyForgottenAt is null || await parts.Ledger.FindKeyAsync(_ledger.Subject, hash, cancellationToken) is not { } number)
            return null;
        return await EntryAsync(number, cancellationToken) is { Kind: EntryKinds.Decision } stored
            ? new KnownKey(hash, LedgerJson.Read<DecisionEntry>(stored.Body).RequestHash, number, stored.At)
            : null;
    }

    /// <summary>The first answer with its present state; the same key for another request is a conflict.</summary>
    private async Task<DecisionReply> RepeatAsync(KnownKey known, ulong content, Asker asker, CancellationToken cancellationToken)
    {
        if (known.Request != content)
            return Refused("idempotency_conflict");
        return await EntryAsync(known.Number, cancellationToken) is { } entry ? await ShowAsync(entry, cancellationToken, isRepeat: true, asker) : Failed(TwinStanding.Superseded);
    }

    private async Task<LedgerEntry?> EntryAsync(long number, CancellationToken cancellationToken) =>
        await parts.Ledger.ReadAsync(_ledger.Subject, number, 1, cancellationToken) is [{ } entry] && entry.Number == number ? entry : null;

    /// <summary>The decision of this name, or null.</summary>
    private async Task<LedgerEntry?> FindAsync(string decisionId, CancellationToken cancellationToken) =>
        DecisionId.TryParse(decisionId) is { } id && id.Account == key.Account
        && await EntryAsync(id.Number, cancellationToken) is { Kind: EntryKinds.Decision } entry && id.IsOf(entry.Hash)
            ? entry
            : null;

    /// <summary>Where a decision stands. What is still on its way to the store is waited for: nobody is told what may yet not have been.</summary>
    private async Task<DecisionReply> ShowAsync(LedgerEntry entry, CancellationToken cancellationToken, bool isRepeat = false, Asker asker = default)
    {
        var book = _ledger.Book;
        if (await _ledger.SettledAsync(book.LastNumber) is var end and not AppendEnd.Appended)
            return Failed(StandingOf(end));
        return await ShowAsync(entry, book, cancellationToken, isRepeat, asker);
    }

    /// <summary>As above, from a book that is durable.</summary>
    private async Task<DecisionReply> ShowAsync(LedgerEntry entry, DecisionBook book, CancellationToken cancellationToken, bool isRepeat, Asker asker)
    {
        var stored = LedgerJson.Read<DecisionEntry>(entry.Body);
        if (await parts.Playbooks.FindAsync(key.Tenant, stored.Input.Tenant.Playbook, cancellationToken) is not { } playbook)
            return Failed(TwinStanding.Unreadable);
        var (state, wasWithoutLeave) = await StateAsync(entry, stored, book, cancellationToken);
        var open = book.Find(entry.Number);
        var basis = open is not null && open.BasisNumber != entry.Number ? await BasisAsync(open.BasisNumber, cancellationToken) : null;
        var id = IdOf(entry);
        return Shown(new DecisionShown(id, key.Account, stored.Input, stored.Verdict, state, open, playbook, isRepeat, basis?.Tighter ?? [], basis?.Verdict)
        {
            Asker = asker,
            Claim = open is null ? stored.Claim : open.Claim,
            WasWithoutLeave = wasWithoutLeave,
        });
    }

    /// <summary>The later verdict that people approve: on what an edit left, or the one that made an approval void, with what was tighter.</summary>
    private async Task<(Verdict Verdict, ValueList<string> Tighter)?> BasisAsync(long number, CancellationToken cancellationToken) =>
        await EntryAsync(number, cancellationToken) switch
        {
            { Kind: EntryKinds.Review } review => LedgerJson.Read<ReviewEntry>(review.Body).Verdict is { } verdict ? (verdict, []) : null,
            { Kind: EntryKinds.Permit } permit => LedgerJson.Read<PermitEntry>(permit.Body) is var use ? (use.Verdict, use.Tighter) : null,
            _ => null,
        };

    /// <summary>Open and recent ones are in the book; of others, the chain after them is looked through until their end.</summary>
    private async Task<(DecisionState State, bool WasWithoutLeave)> StateAsync(LedgerEntry entry, DecisionEntry decision, DecisionBook book, CancellationToken cancellationToken)
    {
        var now = Now(book);
        var state = StateOf(decision.Verdict);
        if (state == DecisionState.Closed && !decision.Verdict.Enforced)
            return (state, false);
        if (book.StateOf(entry.Number, now) is { } known)
            return (known, book.WasWithoutLeave(entry.Number));

        // Whatever it came to, only this can have come after it, and it is found by its key.
        if (await DoneWithoutLeaveAsync(entry.Number, cancellationToken) is { } done)
            return (done.State, true);
        return (state == DecisionState.Closed ? state : await EndAsync(entry, decision, state, book, cancellationToken), false);
    }

    private async Task<DecisionState> EndAsync(LedgerEntry entry, DecisionEntry decision, DecisionState state, DecisionBook book, CancellationToken cancellationToken)
    {
        var last = new OpenDecision { Number = entry.Number, Kind = decision.Verdict.Kind, State = state, At = entry.At, ExpiresAt = decision.Verdict.ExpiresAt ?? entry.At, Steps = [] };
        for (var from = entry.Number + 1; from <= book.LastNumber;)
        {
            var page = await parts.Ledger.ReadAsync(_ledger.Subject, from, PageSize, cancellationToken);
            if (page.Length == 0)
                break;
            foreach (var later in page)
            {
                if (IsEnd(last.StateAt(later.At)))
                    return last.StateAt(later.At);
                last = After(last, later);
            }

            from = page[^1].Number + 1;
        }

        return last.StateAt(Now(book));
    }

    /// <summary>The report of an act that nothing had permitted, or null. Where a playbook only watched, no leave was needed.</summary>
    private async Task<OutcomeEntry?> DoneWithoutLeaveAsync(long decision, CancellationToken cancellationToken) =>
        await parts.Ledger.FindKeyAsync(_ledger.Subject, RequestKeys.OfOutcome(decision), cancellationToken) is { } number
        && await EntryAsync(number, cancellationToken) is { Kind: EntryKinds.Outcome } entry && LedgerJson.Read<OutcomeEntry>(entry.Body) is { WithoutLeave: true } outcome
            ? outcome
            : null;

    private async Task<bool> WasWithoutLeaveAsync(long decision, CancellationToken cancellationToken) =>
        _ledger.Book.WasWithoutLeave(decision) || (_ledger.Book.Find(decision) is null && await DoneWithoutLeaveAsync(decision, cancellationToken) is not null);

    /// <summary>Nothing that had leave comes after it. What is unconfirmed may yet be told.</summary>
    private static bool IsEnd(DecisionState state) => state is
        DecisionState.Rejected or DecisionState.Replied or DecisionState.Expired or
        DecisionState.Executed or DecisionState.Partly or DecisionState.Failed or DecisionState.NotExecuted;

    private static OpenDecision After(OpenDecision decision, LedgerEntry later) => later.Kind switch
    {
        EntryKinds.Review when LedgerJson.Read<ReviewEntry>(later.Body) is { IsBeforeSending: true } review && review.Decision == decision.Number =>
            decision with { State = review.State, ExpiresAt = review.UseBy ?? decision.ExpiresAt },
        EntryKinds.Permit when LedgerJson.Read<PermitEntry>(later.Body) is var permit && permit.Decision == decision.Number =>
            decision with { State = permit.Tighter.Count > 0 ? DecisionState.Pending : DecisionState.Permitted, ExpiresAt = permit.ExpiresAt },
        EntryKinds.Outcome when LedgerJson.Read<OutcomeEntry>(later.Body) is var outcome && outcome.Decision == decision.Number =>
            decision with { State = outcome.State },
        _ => decision,
    };
}
