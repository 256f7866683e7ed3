using System.Collections.Immutable;

namespace AccountTwins.Domain.Value.Tiers;

/// <summary>
/// Puts an account into a tier by its value, its revenue and its segment. A tier goes up at its threshold and comes down only well
/// below it, so that an account at the edge does not change its tier with every exchange rate. More value or revenue never lowers it.
/// </summary>
public sealed class ValueTierRule
{
    private readonly ImmutableArray<TierThreshold> _highestFirst;

    /// <param name="holdsAbove">Share of a threshold, above 0 to 1, that value or revenue must fall below before the tier comes down.</param>
    /// <param name="thresholds">At most one a tier; a higher tier has higher thresholds.</param>
    /// <exception cref="ArgumentException">What <see cref="Problems"/> names.</exception>
    public ValueTierRule(decimal holdsAbove, params IReadOnlyList<TierThreshold> thresholds)
    {
        if (Problems(holdsAbove, thresholds).FirstOrDefault() is { } problem)
            throw new ArgumentException(problem, nameof(thresholds));
        HoldsAbove = holdsAbove;
        _highestFirst = [.. thresholds.OrderByDescending(threshold => threshold.Tier)];
    }

    public decimal HoldsAbove { get; }

    public IReadOnlyList<TierThreshold> Thresholds => _highestFirst;

    /// <summary>What is wrong with a rule, each a sentence; empty where all is well.</summary>
    public static IEnumerable<string> Problems(decimal holdsAbove, IReadOnlyList<TierThreshold> thresholds)
    {
        if (holdsAbove is <= 0 or > 1)
            yield return "A tier must hold above a share of its threshold between 0 (left out) and 1.";
        foreach (var threshold in thresholds)
        {
            if (threshold.Tier <= ValueTier.Small || !Enum.IsDefined(threshold.Tier))
                yield return $"{threshold.Tier} is no tier that is raised into.";
            if (threshold.Value <= 0 || threshold.Arr <= 0)
                yield return $"The thresholds of {threshold.Tier} must be above 0.";
            if (thresholds.Count(other => other.Tier == threshold.Tier) > 1)
                yield return $"{threshold.Tier} has more than one threshold.";
            if (thresholds.Any(lower => lower.Tier < threshold.Tier && (lower.Value >= threshold.Value || lower.Arr >= threshold.Arr)))
                yield return $"The thresholds of {threshold.Tier} must be above those of the tiers below it.";
        }
    }

    /// <summary>As below, for an account with one contract.</summary>
    public TierAssessment Assess(ValueAssessment value, string? segment, ValueTier? previous, Func<string, decimal?> rateToBase) =>
        Assess([value], segment, previous, rateToBase);

    /// <param name="contracts">
    /// The values at its segment's survival of all contracts in force; what they bring adds up, so that a stake in two contracts is not
    /// two small ones. None at all is unknown, and so is the sum if one of them is.
    /// </param>
    /// <param name="segment">The vendor's own name for its kind of customer.</param>
    /// <param name="previous">The account's last known tier; null where it never had one.</param>
    /// <param name="rateToBase">How much of the base currency one unit of a currency is, above 0; null where there is no rate.</param>
    public TierAssessment Assess(
        IReadOnlyList<ValueAssessment> contracts, string? segment, ValueTier? previous, Func<string, decimal?> rateToBase)
    {
        if (contracts.Count == 0)
            return new TierAssessment(null, ValueTierBasis.ValueUnknown);
        decimal value = 0, arr = 0;
        foreach (var contract in contracts)
        {
            if (contract is not AccountValue known)
                return new TierAssessment(null, ValueTierBasis.ValueUnknown);
            if (rateToBase(known.Currency) is not ({ } rate and > 0))
                return new TierAssessment(null, ValueTierBasis.RateMissing);
            value += known.High * rate;
            arr += known.Arr * rate;
        }

        return Assess(value, arr, segment, previous);
    }

    /// <summary>As above, for what all contracts in force bring together, in base currency.</summary>
    public TierAssessment Assess(decimal value, decimal arr, string? segment, ValueTier? previous)
    {
        var reached = TierOf(value, arr, segment, share: 1);
        if (previous is not { } last || last <= reached.Tier)
            return reached;
        var held = TierOf(value, arr, segment, HoldsAbove);
        return held.Tier > reached.Tier ? new TierAssessment(last < held.Tier ? last : held.Tier, ValueTierBasis.Held) : reached;
    }

    /// <summary>The highest tier that anything raises into, with the money thresholds lowered to a share of themselves.</summary>
    private TierAssessment TierOf(decimal value, decimal arr, string? segment, decimal share)
    {
        foreach (var threshold in _highestFirst)
        {
            if (value >= threshold.Value * share)
                return new TierAssessment(threshold.Tier, ValueTierBasis.Value);
            if (arr >= threshold.Arr * share)
                return new TierAssessment(threshold.Tier, ValueTierBasis.Arr);
            if (threshold.HasSegment(segment))
                return new TierAssessment(threshold.Tier, ValueTierBasis.Segment);
        }

        return new TierAssessment(ValueTier.Small, ValueTierBasis.Floor);
    }
}
