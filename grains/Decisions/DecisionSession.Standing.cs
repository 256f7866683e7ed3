using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.State;
using DecisionState = AccountTwins.Domain.Decisions.Book.DecisionState;

namespace AccountTwins.Grains.Decisions;

/// <summary>Finding decisions again, and telling where they stand.</summary>
public sealed partial class DecisionSession
{
    /// <summary>Entries of the chain that are looked through at once for a decision's end.</summary>
    private const int PageSize = 200;

    /// <summary>A key that memory forgot may still be in the ledger, which keeps them for ever.</summary>
    private async Task<KnownKey?> KnownAsync(ulong key1, CancellationToken cancellationToken)
    {
        var book = _ledger.Book;
        if (book.Known(key1) is { } known || book.KeyForgottenAt is null)
            return book.Known(key1);
        if (await parts.Ledger.FindKeyAsync(_ledger.Subject, key1, cancellationToken) is not { } number)
            return null;
        var stored = await EntryAsync(number, cancellationToken);
        return stored is null ? null : new KnownKey(key1, LedgerJson.Read<DecisionEntry>(stored.Body).RequestHash, number, stored.At);
    }

    /// <summary>The first answer with its present state; the same key for another request is a conflict.</summary>
    private async Task<DecisionReply> RepeatAsync(KnownKey known, ulong content, CancellationToken cancellationToken)
    {
        if (known.Request != content)
            return Refused("idempotency_conflict");

        // The first one may still be on its way to the store.
        if (await _ledger.SettledAsync(known.Number) is var end and not AppendEnd.Appended)
            return Failed(StandingOf(end));
        return await EntryAsync(known.Number, cancellationToken) is { } entry ? await ShowAsync(entry, cancellationToken, isRepeat: true) : Failed(TwinStanding.Superseded);
    }

    private async Task<LedgerEntry?> EntryAsync(long number, CancellationToken cancellationToken) =>
        await parts.Ledger.ReadAsync(_ledger.Subject, number, 1, cancellationToken) is [{ } entry] && entry.Number == number ? entry : null;

    /// <summary>The decision of this name, or null.</summary>
    private async Task<LedgerEntry?> FindAsync(string decisionId, CancellationToken cancellationToken) =>
        DecisionId.TryParse(decisionId) is { } id && id.Account == key.Account
        && await EntryAsync(id.Number, cancellationToken) is { Kind: EntryKinds.Decision } entry && id.IsOf(entry.Hash)
            ? entry
            : null;

    private async Task<DecisionReply> ShowAsync(LedgerEntry entry, CancellationToken cancellationToken, bool isRepeat = false, Domain.Signals.ValueList<string>? tighter = null)
    {
        var stored = LedgerJson.Read<DecisionEntry>(entry.Body);
        if (await parts.Playbooks.FindAsync(key.Tenant, stored.Input.Tenant.Playbook, cancellationToken) is not { } playbook)
            return Failed(TwinStanding.Unreadable);
        var state = await StateAsync(entry, stored, cancellationToken);
        var id = DecisionId.Of(entry.Number, entry.Hash, key.Account);
        return Shown(id, stored.Input, stored.Verdict, state, _ledger.Book.Find(entry.Number), playbook, isRepeat, tighter);
    }

    /// <summary>Open and recent ones are in the book; of others, the chain after them is looked through.</summary>
    private async Task<DecisionState> StateAsync(LedgerEntry entry, DecisionEntry decision, CancellationToken cancellationToken)
    {
        var now = Now(_ledger.Book);
        var state = StateOf(decision.Verdict);
        if (state == DecisionState.Closed)
            return state;
        if (_ledger.Book.StateOf(entry.Number, now) is { } known)
            return known;
        var last = new OpenDecision { Number = entry.Number, Kind = decision.Verdict.Kind, State = state, At = entry.At, ExpiresAt = decision.Verdict.ExpiresAt ?? entry.At, Steps = [] };
        for (var from = entry.Number + 1; from <= _ledger.Book.LastNumber;)
        {
            var page = await parts.Ledger.ReadAsync(_ledger.Subject, from, PageSize, cancellationToken);
            if (page.Length == 0)
                break;
            foreach (var later in page)
                last = After(last, later);
            from = page[^1].Number + 1;
        }

        return last.StateAt(now);
    }

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
