using System.Collections.Immutable;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Value.Renewals;

/// <summary>
/// For each renewal opportunity, how many contracts came to it and how many of those were lost at it. All that the likelihood of a
/// renewal model needs, censoring included. Immutable; the order of the records does not matter.
/// </summary>
public sealed class LifeTable
{
    /// <summary>Opportunities kept; a contract that survives all of them is censored there. Ten years of months.</summary>
    public const int OpportunitiesMax = 120;

    public static readonly LifeTable Empty = new([]);

    private LifeTable(ValueList<Opportunity> opportunities)
    {
        Opportunities = opportunities;
        foreach (var opportunity in opportunities)
        {
            AtRisk += opportunity.AtRisk;
            Losses += opportunity.Lost;
            Periods += opportunity.AtRisk > 0 ? 1 : 0;
        }
    }

    /// <summary>The first stands for the first renewal; trailing opportunities that nobody reached are left out.</summary>
    public ValueList<Opportunity> Opportunities { get; }

    /// <summary>Renewal decisions seen, over all opportunities.</summary>
    public long AtRisk { get; }

    public long Losses { get; }

    /// <summary>Opportunities that at least one contract reached.</summary>
    public int Periods { get; }

    /// <summary>From counts kept elsewhere, the first renewal first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative or more were lost than came, or there are too many.</exception>
    public static LifeTable OfCounts(IEnumerable<Opportunity> opportunities)
    {
        var all = opportunities.ToImmutableArray();
        ArgumentOutOfRangeException.ThrowIfGreaterThan(all.Length, OpportunitiesMax, nameof(opportunities));
        if (all.Any(opportunity => opportunity.Lost < 0 || opportunity.Lost > opportunity.AtRisk))
            throw new ArgumentOutOfRangeException(nameof(opportunities), "Lost must lie between 0 and at risk.");
        var length = all.Length;
        while (length > 0 && all[length - 1].AtRisk == 0)
            length--;
        return new LifeTable(new(all[..length]));
    }

    /// <summary>A cohort as it is usually printed: how many were there at the start, and after each renewal.</summary>
    public static LifeTable OfSurvivors(params ReadOnlySpan<long> survivors)
    {
        var opportunities = new List<Opportunity>();
        for (var period = 1; period < survivors.Length; period++)
            opportunities.Add(new Opportunity(survivors[period - 1], survivors[period - 1] - survivors[period]));
        return OfCounts(opportunities);
    }

    /// <exception cref="ArgumentOutOfRangeException">A record with a negative count, or more survived before it was watched than in all.</exception>
    public static LifeTable Of(IEnumerable<RenewalRecord> records)
    {
        var atRisk = new long[OpportunitiesMax];
        var lost = new long[OpportunitiesMax];
        foreach (var record in records)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(record.SurvivedBefore, nameof(records));
            ArgumentOutOfRangeException.ThrowIfLessThan(record.Survived, record.SurvivedBefore, nameof(records));
            for (var survived = record.SurvivedBefore; survived < Math.Min(record.Survived, OpportunitiesMax); survived++)
                atRisk[survived]++;
            if (record.IsLost && record.Survived < OpportunitiesMax)
            {
                atRisk[record.Survived]++;
                lost[record.Survived]++;
            }
        }

        return OfCounts(atRisk.Zip(lost, static (came, went) => new Opportunity(came, went)));
    }

    /// <summary>Both together, as if their records had been counted in one.</summary>
    public LifeTable With(LifeTable other)
    {
        var length = Math.Max(Opportunities.Count, other.Opportunities.Count);
        return new LifeTable([.. Enumerable.Range(0, length).Select(index => At(index).With(other.At(index)))]);
    }

    private Opportunity At(int index) => index < Opportunities.Count ? Opportunities[index] : default;
}

/// <summary>One renewal opportunity over all contracts that came to it.</summary>
/// <param name="AtRisk">Contracts that came to it.</param>
/// <param name="Lost">Of those, the ones that were not renewed.</param>
public readonly record struct Opportunity(long AtRisk, long Lost)
{
    public long Survived => AtRisk - Lost;

    internal Opportunity With(Opportunity other) => new(AtRisk + other.AtRisk, Lost + other.Lost);
}
