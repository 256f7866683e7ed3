using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Signals;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.State;
using DecisionState = AccountTwins.Domain.Decisions.Book.DecisionState;

namespace AccountTwins.Grains.Decisions;

/// <summary>What became of the acts: it settles what was reserved for them.</summary>
public sealed partial class DecisionSession
{
    /// <summary>What became of an act, by the agent that asked or a person. The same report again changes nothing.</summary>
    public Task<DecisionReply> OutcomeAsync(OutcomeReport report, CancellationToken cancellationToken) => AnsweringAsync(() => TakeOutcomeAsync(report, cancellationToken));

    private async Task<DecisionReply> TakeOutcomeAsync(OutcomeReport report, CancellationToken cancellationToken)
    {
        var wanted = (DecisionState)report.State;
        if (wanted is not (DecisionState.Executed or DecisionState.Partly or DecisionState.Failed or DecisionState.NotExecuted)
            || report.Amounts is { } amounts && amounts.Any(amount => amount is < 0 or > DecisionRequest.AmountMax))
            throw new ArgumentException("An outcome is executed, partly, failed or not_executed, and its amounts are 0 or more.", nameof(report));
        if (await PrepareAsync(cancellationToken) is var standing and not TwinStanding.Ready)
            return Failed(standing);
        if (await FindAsync(report.DecisionId, cancellationToken) is not { } found)
            return Refused("unknown_decision");
        if (!report.IsPersons && LedgerJson.Read<DecisionEntry>(found.Body).Input.Request.Agent.Id != report.By)
            return Refused("other_agent");
        var once = RequestKeys.OfOutcome(found.Number);
        using var turn = await _turns.TakeAsync(once);
        return await OutcomeInTurnAsync(report, wanted, found, once, cancellationToken);
    }

    private async Task<DecisionReply> OutcomeInTurnAsync(OutcomeReport report, DecisionState wanted, LedgerEntry found, ulong once, CancellationToken cancellationToken)
    {
        var decision = LedgerJson.Read<DecisionEntry>(found.Body);
        if (await parts.Playbooks.FindAsync(key.Tenant, decision.Input.Tenant.Playbook, cancellationToken) is not { } playbook)
            return Failed(TwinStanding.Unreadable);
        if (await PrepareAsync(cancellationToken) is var standing and not TwinStanding.Ready)
            return Failed(standing);
        var old = await StateAsync(found, decision, _ledger.Book, cancellationToken);

        // A decision that was only watched reserved nothing, but what was done beside it is kept, and counts, once.
        var isWatched = !decision.Verdict.Enforced && old.State == DecisionState.Closed;
        if (isWatched && await parts.Ledger.FindKeyAsync(_ledger.Subject, once, cancellationToken) is not null)
            return await ShowAsync(found, cancellationToken);

        // From here to the append nothing is awaited.
        var now = Now(_ledger.Book);
        var state = _ledger.Book.StateOf(found.Number, now) ?? old.State;
        if (state == wanted)
            return await ShowAsync(found, cancellationToken);
        var entry = new OutcomeEntry
        {
            Decision = found.Number,
            State = wanted,
            ActualCents = report.Amounts is { } amounts ? CentsOf(amounts, report.Currency, playbook) : null,
            Detail = report.Detail,
            By = report.By,
        };
        if (report.Amounts is not null && entry.ActualCents is null)
            return Refused("no_rate");
        if (!isWatched && state is not (DecisionState.Permitted or DecisionState.Unconfirmed))
        {
            if (IsTold(state) || !IsDone(entry))
                return await RefusedAsync("outcome_conflict", cancellationToken);
            entry = entry with { WithoutLeave = true };
        }

        if (isWatched || (entry.WithoutLeave == true && (state == DecisionState.Expired || _ledger.Book.Find(found.Number) is null)))
            entry = entry with { Watched = DecisionBook.WatchedOf(decision, entry) };
        var (_, end) = _ledger.Append(
            EntryKinds.Outcome, now, isWatched || entry.WithoutLeave == true ? once : 0, entry, (number, before) => before.With(number, now, entry),
            _ => entry.WithoutLeave == true ? ReviewQueue.Raised(key, IdOf(found), decision, playbook, now) : []);
        return await AnsweredAsync(found, end, cancellationToken);
    }

    /// <summary>What became of the act was said; another word about it is a conflict.</summary>
    private static bool IsTold(DecisionState state) => state is DecisionState.Executed or DecisionState.Partly or DecisionState.Failed or DecisionState.NotExecuted;

    /// <summary>The act happened, or money went although it failed. Who had no leave and did nothing has nothing to tell.</summary>
    private static bool IsDone(OutcomeEntry entry) =>
        entry.State is DecisionState.Executed or DecisionState.Partly || (entry.State == DecisionState.Failed && entry.ActualCents is { } cents && cents.Any(spent => spent > 0));

    /// <summary>In base currency, by the rates that the decision was judged by, else by those in force; null where neither has one, because what was spent cannot be counted then.</summary>
    private ValueList<long>? CentsOf(decimal[] amounts, string? currency, Playbook playbook)
    {
        var present = parts.Policies.For(key.Tenant)?.Playbook.Money;
        var cents = new long[amounts.Length];
        for (var index = 0; index < amounts.Length; index++)
        {
            if (amounts[index] == 0)
                continue;
            if ((playbook.Money.ToBase(amounts[index], currency) ?? (present?.Base == playbook.Money.Base ? present.ToBase(amounts[index], currency) : null)) is not { } amount)
                return null;
            cents[index] = (long)decimal.Ceiling(amount * 100);
        }

        return [.. cents];
    }
}
