namespace AccountTwins.Domain.Value.Renewals;

/// <summary>Adds up renewal records by cohort while a tenant's accounts are gone through. Bounded; the order does not matter up to that bound.</summary>
public sealed class RenewalTally
{
    /// <summary>Cohorts that are counted; records of further ones are left out.</summary>
    public const int CohortsMax = 4_000;

    private readonly Dictionary<Cohort, LifeTable> _tables = [];

    public void Add(IEnumerable<RenewalRecord> records)
    {
        foreach (var group in records.GroupBy(record => record.Cohort))
        {
            if (_tables.TryGetValue(group.Key, out var table))
                _tables[group.Key] = table.With(LifeTable.Of(group));
            else if (_tables.Count < CohortsMax)
                _tables[group.Key] = LifeTable.Of(group);
        }
    }

    public RenewalHistory History() => RenewalHistory.Of(_tables);
}
