namespace AccountTwins.Domain.Learning;

/// <summary>
/// Watches a stream of agreements and disagreements for a rise of the latter: goes up with each disagreement, down with each agreement,
/// never below 0 and never above its threshold, so that what is long past neither excuses nor condemns. Two numbers. Default is a fresh start.
/// </summary>
/// <remarks>
/// <para>
/// <b>Decisions that were audited with different probabilities.</b> Weighting the steps by 1/probability would give one review the force of
/// twenty and break the false-alarm rate that the threshold was computed for; not weighting them would over-count decisions that were
/// looked at <em>because</em> something smelt (a weak label). So the stream is thinned: every decision has one draw, fixed by its id; it is
/// audited when the draw is below its own probability, and enters here when it is below the <em>common</em> one, which all decisions of the scenario
/// had at that moment (<see cref="ReviewOdds.Common"/>). Then each decision of that moment enters with the same probability, what enters is a plain random
/// sample of them, and the Markov chain of <see cref="CusumTheory"/> holds exactly. The common probability may change over time (the first 30
/// decisions, a wide interval): that makes the sample come faster or slower, not different. Audits that a raise alone brought in are
/// not lost: they enter the weighted estimate with their own probability, and severe errors count from anywhere.
/// </para>
/// </remarks>
/// <param name="Value">Lattice steps, 0 to the threshold.</param>
/// <param name="Reviews">Observations since the start, at most <see cref="ReviewsMax"/>.</param>
public readonly record struct BernoulliCusum(long Value, int Reviews)
{
    /// <summary>Counting stops here; only the first few matter.</summary>
    public const int ReviewsMax = 1_000_000;

    public BernoulliCusum Next(bool disagreed, CusumDesign design) => new(
        Math.Clamp(disagreed ? Value + design.Rise : Value - 1, 0, design.Threshold),
        Math.Min(Reviews + 1, ReviewsMax));

    /// <summary>At or above the threshold, after at least so many observations.</summary>
    public bool Signals(CusumDesign design, int reviewsMin) => Reviews >= reviewsMin && Value >= design.Threshold;

    /// <summary>A new start that keeps what so many reviews at the unacceptable rate would have added on average, at most.</summary>
    public BernoulliCusum AsPrior(double reviewsMax, double unacceptable, CusumDesign design)
    {
        var drift = (unacceptable * (design.Rise + 1)) - 1;
        return new(Math.Min(Value, (long)Math.Max(0, reviewsMax * drift)), 0);
    }
}
