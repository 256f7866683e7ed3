using System.Collections.Frozen;
using AccountTwins.Domain.Value.Renewals;

namespace AccountTwins.Domain.Value.Survival;

/// <summary>
/// A tenant's survival models, one for each segment and term length. Each rests on the best that its data carry: its own fit; where
/// they are thin, a fit drawn towards the tenant's contracts of the same term length, just so far that both together count as much as
/// data that are not thin; where those are thin too, the playbook's rate. Immutable.
/// </summary>
public sealed class SurvivalModels
{
    /// <summary>Fewer losses are thin.</summary>
    public const int LossesMin = 30;

    /// <summary>Fewer renewal opportunities are thin: two points cannot show how the rate changes.</summary>
    public const int PeriodsMin = 3;

    private readonly FrozenDictionary<Cohort, SurvivalModel> _models;
    private readonly FrozenDictionary<int, SurvivalModel> _ofTerm;
    private readonly ValueAssumptions _assumptions;

    private SurvivalModels(FrozenDictionary<Cohort, SurvivalModel> models, FrozenDictionary<int, SurvivalModel> ofTerm, ValueAssumptions assumptions)
    {
        _models = models;
        _ofTerm = ofTerm;
        _assumptions = assumptions;
    }

    /// <exception cref="ArgumentException">An assumption is out of range.</exception>
    public static SurvivalModels Fit(RenewalHistory history, ValueAssumptions assumptions)
    {
        if (assumptions.Problems().FirstOrDefault() is { } problem)
            throw new ArgumentException(problem, nameof(assumptions));
        var groups = history.TermMonths.ToDictionary(months => months, months => Group.Of(history.OfTerm(months)));
        return new SurvivalModels(
            history.Cohorts.ToFrozenDictionary(entry => entry.Key, entry => ModelOf(entry.Key, entry.Value, groups[entry.Key.TermMonths], assumptions)),
            groups.ToFrozenDictionary(entry => entry.Key, entry => ModelOf(Cohort.Of(null, entry.Key), LifeTable.Empty, entry.Value, assumptions)),
            assumptions);
    }

    /// <summary>For renewals that are not those that were stored: nothing can be valued by them, and the playbook's rate would be a guess that may look small.</summary>
    public static SurvivalModels Untrusted(ValueAssumptions assumptions) => new(FrozenDictionary<Cohort, SurvivalModel>.Empty, FrozenDictionary<int, SurvivalModel>.Empty, assumptions) { IsTrusted = false };

    /// <summary>False: every value is unknown, whatever <see cref="Of"/> says.</summary>
    public bool IsTrusted { get; private init; } = true;

    /// <summary>There is one for every cohort, also for those never seen.</summary>
    public SurvivalModel Of(Cohort cohort) =>
        _models.TryGetValue(cohort, out var own) ? own
        : _ofTerm.TryGetValue(cohort.TermMonths, out var group) ? group
        : Constant(cohort, LifeTable.Empty, _assumptions);

    private static SurvivalModel ModelOf(Cohort cohort, LifeTable table, Group? group, ValueAssumptions assumptions)
    {
        if (!IsThin(table) && SbgSurvival.Of(table) is { } own)
            return own;
        if (group is { } known && SbgSurvival.Of(table, SbgPrior.From(known.Fit, known.Losses, LossesMissing(table))) is { } drawn)
            return drawn;
        return Constant(cohort, table, assumptions);
    }

    private static bool IsThin(LifeTable table) => table.Losses < LossesMin || table.Periods < PeriodsMin;

    /// <summary>Too few periods say nothing about how customers differ, however many were lost in them.</summary>
    private static double LossesMissing(LifeTable table) =>
        table.Periods < PeriodsMin || table.Losses >= LossesMin ? LossesMin : LossesMin - table.Losses;

    private static ConstantSurvival Constant(Cohort cohort, LifeTable table, ValueAssumptions assumptions) =>
        ConstantSurvival.From((double)assumptions.AnnualRetention, assumptions.AnnualRetentionRenewals, cohort.TermMonths, table);

    /// <summary>All segments of one term length, where they are not thin together.</summary>
    private sealed record Group(SbgFit Fit, long Losses)
    {
        public static Group? Of(LifeTable table) => !IsThin(table) && SbgFitter.Fit(table) is { } fit ? new Group(fit, table.Losses) : null;
    }
}
