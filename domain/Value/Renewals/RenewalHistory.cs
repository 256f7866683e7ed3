using System.Collections.Frozen;

namespace AccountTwins.Domain.Value.Renewals;

/// <summary>
/// A tenant's renewals by segment and term length, and by term length over all segments. Immutable and bounded; the order of the records
/// does not matter.
/// </summary>
public sealed class RenewalHistory
{
    /// <summary>Cohorts kept apart, those with the most renewals first; the others count only over all segments of their term length.</summary>
    public const int CohortsMax = 1_000;

    public static readonly RenewalHistory Empty = new(FrozenDictionary<Cohort, LifeTable>.Empty, FrozenDictionary<int, LifeTable>.Empty);

    private readonly FrozenDictionary<int, LifeTable> _byTerm;

    private RenewalHistory(FrozenDictionary<Cohort, LifeTable> cohorts, FrozenDictionary<int, LifeTable> byTerm)
    {
        Cohorts = cohorts;
        _byTerm = byTerm;
    }

    public IReadOnlyDictionary<Cohort, LifeTable> Cohorts { get; }

    /// <summary>Term lengths that were seen, in months.</summary>
    public IReadOnlyCollection<int> TermMonths => _byTerm.Keys;

    /// <exception cref="ArgumentOutOfRangeException">As <see cref="LifeTable.Of(IEnumerable{RenewalRecord})"/>.</exception>
    public static RenewalHistory Of(IEnumerable<RenewalRecord> records) =>
        Of(records.GroupBy(record => record.Cohort).Select(group => KeyValuePair.Create(group.Key, LifeTable.Of(group))));

    /// <summary>From counts kept elsewhere; a cohort named more than once is added up.</summary>
    public static RenewalHistory Of(IEnumerable<KeyValuePair<Cohort, LifeTable>> counts)
    {
        var cohorts = Sum(counts, entry => entry.Key).ToArray();
        return new RenewalHistory(
            cohorts
                .OrderByDescending(entry => entry.Value.AtRisk)
                .ThenBy(entry => entry.Key.Segment, StringComparer.Ordinal)
                .ThenBy(entry => entry.Key.TermMonths)
                .Take(CohortsMax)
                .ToFrozenDictionary(),
            Sum(cohorts, entry => entry.Key.TermMonths).ToFrozenDictionary());
    }

    public LifeTable Of(Cohort cohort) => Cohorts.TryGetValue(cohort, out var table) ? table : LifeTable.Empty;

    /// <summary>All segments of one term length.</summary>
    public LifeTable OfTerm(int termMonths) => _byTerm.TryGetValue(termMonths, out var table) ? table : LifeTable.Empty;

    private static IEnumerable<KeyValuePair<TKey, LifeTable>> Sum<TKey>(
        IEnumerable<KeyValuePair<Cohort, LifeTable>> counts, Func<KeyValuePair<Cohort, LifeTable>, TKey> keyOf) =>
        counts.GroupBy(keyOf, (key, group) => KeyValuePair.Create(key, group.Select(entry => entry.Value).Aggregate((sum, table) => sum.With(table))));
}
