using System.Buffers;
using System.Text;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Learning;

/// <summary>
/// Which decisions people look at. A decision's draw is a function of its id alone, so it is fixed before the outcome, the same at every repeat
/// and in a replay, and raising a probability later only adds to the sample.
/// </summary>
/// <param name="parameters">Floor, targets and shares.</param>
/// <param name="key">The tenant's secret: without it an agent that knows its decision's id could work out whether it will be audited. Keep it for ever.</param>
public sealed class ReviewSampling(LearningParameters parameters, ulong key)
{
    private const ulong AuditSalt = 0x6175646974000001;
    private const ulong SecondSalt = 0x7365636f6e640002;

    /// <summary>The probability that each decision of a scenario has now: all of the first ones and of a watched scenario, else by what is known.</summary>
    /// <param name="decisions">Decisions of this scenario and agent release before this one.</param>
    /// <param name="scenario">What is known of it; null for one that is new.</param>
    /// <param name="now">When it is decided.</param>
    public ReviewOdds OddsOf(long decisions, ScenarioLatitude? scenario, DateTimeOffset now)
    {
        var probability = scenario is null || decisions < parameters.DecisionsReviewedFirst || scenario.WatchedReviewsLeft > 0
            ? 1
            : ByWidth(scenario.Recent.At(now, parameters.DaysUntilHalfKnown).Sums);
        return new(probability, probability);
    }

    /// <summary>After a weak label (reopened, contact again, low CSAT, dispute, taken over by a person).</summary>
    public ReviewOdds AfterWeakLabel(ReviewOdds odds) => odds.RaisedTo(parameters.WeakLabelProbability);

    /// <summary>While the queue is full; <paramref name="share"/> 0 to 1 of the usual work.</summary>
    public ReviewOdds WhenFull(ReviewOdds odds, double share) => odds.Thinned(share, parameters.ReviewFloor);

    public bool IsAudited(string decision, ReviewOdds odds) => Draw(decision) < odds.Own;

    /// <summary>Whether its audit enters the CUSUM: it would have been audited without any raise of its own.</summary>
    public bool IsInCommonSample(string decision, ReviewOdds odds) => Draw(decision) < odds.Common;

    /// <summary>Whether a second person reviews it too, blind; drawn apart from the first, so it is a sample of all reviews.</summary>
    public bool IsReviewedTwice(string decision) => Uniform(decision, SecondSalt) < parameters.SecondReviewShare;

    /// <summary>The decision's draw, 0 to below 1.</summary>
    public double Draw(string decision) => Uniform(decision, AuditSalt);

    /// <summary>
    /// The width of an interval shrinks with the root of its reviews: twice as wide as wanted needs four times as many.
    /// </summary>
    private double ByWidth(WeightedAgreement evidence)
    {
        var width = WilsonBound.Upper(evidence, parameters.BoundZ) - WilsonBound.Lower(evidence, parameters.BoundZ);
        var times = width / parameters.IntervalWidthTarget;
        return Math.Clamp(parameters.ReviewFloor * times * times, parameters.ReviewFloor, 1);
    }

    private double Uniform(string decision, ulong salt)
    {
        var length = Encoding.UTF8.GetByteCount(decision);
        var rented = length > 256 ? ArrayPool<byte>.Shared.Rent(length) : null;
        var bytes = rented is null ? stackalloc byte[length] : rented.AsSpan(0, length);
        Encoding.UTF8.GetBytes(decision, bytes);
        var hash = Hash64.Of(bytes);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
        return (Mix(Mix(hash ^ salt) + key) >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>
    /// One step of SplitMix64: every bit of the input reaches every bit of the output.
    /// Source: G. L. Steele, D. Lea and C. H. Flood, Fast splittable pseudorandom number generators, OOPSLA 2014.
    /// </summary>
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
