using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Client.Agents.Permits;

/// <summary>
/// What the code of an act holds while it acts: exactly which acts, how much at most, what it must keep, and until when. It also takes what
/// really happened, for the report.
/// </summary>
public sealed class Permit
{
    private readonly ServerTime? time;
    private readonly TimeSpan margin;
    private readonly decimal?[] spent;
    private (DecisionState State, string? Detail)? end;

    internal Permit(DecisionView decision, ServerTime? time, TimeSpan margin)
    {
        (Decision, this.time, this.margin) = (decision, time, margin);
        Acts = decision.ApprovedActions ?? decision.Asked;
        Obligations = [.. decision.Actions.SelectMany(action => action.Obligations)];
        spent = new decimal?[Acts.Count];
    }

    public DecisionView Decision { get; }

    /// <summary>The only acts permitted: those asked for, or what a reviewer left of them.</summary>
    public IReadOnlyList<ActionAsk> Acts { get; }

    public IReadOnlyList<ObligationView> Obligations { get; }

    /// <summary>False where the playbook only watches: nobody is bound, and nothing ends.</summary>
    public bool IsEnforced => Decision.Enforced;

    /// <summary>The most that the first act may spend, in <see cref="Currency"/>; null where it spends nothing.</summary>
    public decimal? Amount => AmountOf(0);

    public string? Currency => Acts.FirstOrDefault(act => act.Amount is not null)?.Currency;

    public bool MustDiscloseAi => Has(ObligationWords.DiscloseAi);

    /// <summary>False: promise nothing new.</summary>
    public bool MayCommit => !Has(ObligationWords.NoNewCommitment);

    /// <summary>False: no fact about invoices, payments or prices.</summary>
    public bool MayStateBillingFacts => !Has(ObligationWords.NoBillingFact);

    /// <summary>Id of the text block to use, or null.</summary>
    public string? Template => Obligations.FirstOrDefault(owed => owed.Kind == ObligationWords.UseTemplate)?.Template;

    /// <summary>Roles that get a copy.</summary>
    public IReadOnlyList<string> CopyTo => [.. Obligations.Where(owed => owed.Kind == ObligationWords.Copy).Select(owed => owed.Role).OfType<string>().Distinct()];

    /// <summary>By the server's clock, told as late as it can be: whether the permit holds still, and a little longer.</summary>
    public bool IsLive => !IsEnforced || (time is not null && Decision.ExpiresAt is { } end && time.Latest + margin < end);

    /// <summary>The most that an act may spend: what was asked for or approved, and no more than a cap in the same currency.</summary>
    public decimal? AmountOf(int act)
    {
        if (act >= Acts.Count || Acts[act].Amount is not { } asked)
            return null;
        var caps = act < Decision.Actions.Length
            ? Decision.Actions[act].Obligations.Where(owed => owed.Kind == ObligationWords.CapAmount && owed.Max is not null && owed.Currency == Acts[act].Currency)
            : [];
        return caps.Select(owed => owed.Max!.Value).Append(asked).Min();
    }

    /// <summary>Right before the step that cannot be taken back, where something slow came before it. Throws when the permit has ended.</summary>
    /// <exception cref="PermitExpiredException">The guard reports <c>not_executed</c>.</exception>
    public void Check()
    {
        if (!IsLive)
            throw new PermitExpiredException(Decision.DecisionId, Decision.ExpiresAt);
    }

    /// <summary>What an act really spent; without it the report says: as permitted.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More than permitted. Say it before spending.</exception>
    public void Spent(decimal amount, int act = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(amount, IsEnforced ? AmountOf(act) ?? 0 : decimal.MaxValue);
        spent[act] = amount;
    }

    /// <summary>Only a part was done.</summary>
    public void Partly(string? detail = null) => end = (DecisionState.Partly, detail);

    /// <summary>It was not done after all; the reservation is given back.</summary>
    public void NotExecuted(string? why = null) => end = (DecisionState.NotExecuted, why);

    internal OutcomeBody Outcome()
    {
        var (state, detail) = end ?? (DecisionState.Executed, null);
        // Amounts are told where they differ from the permit; a cap below what was asked for differs too.
        var lower = Enumerable.Range(0, Acts.Count).Any(act => spent[act] is not null || AmountOf(act) != Acts[act].Amount);
        return state == DecisionState.NotExecuted || !lower
            ? new OutcomeBody { State = state, Detail = detail }
            : new OutcomeBody { State = state, Detail = detail, Currency = Currency, Amounts = [.. Enumerable.Range(0, Acts.Count).Select(act => spent[act] ?? AmountOf(act) ?? 0)] };
    }

    internal DateTimeOffset? NotBefore => Obligations.Where(owed => owed.Kind == ObligationWords.Delay).Max(owed => owed.Until);

    private bool Has(string kind) => Obligations.Any(owed => owed.Kind == kind);
}

/// <summary>The permit ended, by the server's clock, before the step that it was for.</summary>
public sealed class PermitExpiredException(string? decision, DateTimeOffset? expiresAt) : Exception($"The permit of {decision} ended at {expiresAt:O}.");
