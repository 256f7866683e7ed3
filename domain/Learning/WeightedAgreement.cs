namespace AccountTwins.Domain.Learning;

/// <summary>
/// Agreement over <em>all</em> decisions of a group, estimated from those that were reviewed: each stands for 1/probability decisions.
/// Four sums, whatever the number of reviews. The default value is empty.
/// </summary>
public readonly record struct WeightedAgreement
{
    /// <summary>Reviews that were counted, 0 or more; borrowed and inherited ones are not among them.</summary>
    public int Reviews { get; init; }

    /// <summary>Σw, in decisions.</summary>
    public double Weight { get; init; }

    /// <summary>Σw², in decisions squared.</summary>
    public double WeightSquares { get; init; }

    /// <summary>Σw over the agreed, in decisions.</summary>
    public double Agreed { get; init; }

    /// <summary>
    /// The mean weighted by 1/probability, 0 to 1; null without reviews. Source: J. Hájek, in Godambe and Sprott, Foundations of
    /// Statistical Inference (1971), 236: the ratio form, which never leaves 0 to 1 as Horvitz and Thompson's own may.
    /// </summary>
    public double? Rate => Weight > 0 ? Math.Clamp(Agreed / Weight, 0, 1) : null;

    /// <summary>
    /// How many equally weighted reviews know as much: (Σw)²/Σw², at most the number of reviews.
    /// Source: L. Kish, Survey Sampling (1965), section 11.7.
    /// </summary>
    public double EffectiveReviews => WeightSquares > 0 ? Weight * Weight / WeightSquares : 0;

    /// <summary>One more review.</summary>
    /// <param name="score">0 or 1, see <see cref="Agreement.Score"/>.</param>
    /// <param name="probability">With which the decision was to be reviewed, above 0 and at most 1; 1 where every one was.</param>
    public WeightedAgreement With(int score, double probability)
    {
        if (!(probability > 0 && probability <= 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A review has a probability above 0 and at most 1.");
        var weight = 1 / probability;
        return new()
        {
            Reviews = Reviews + 1,
            Weight = Weight + weight,
            WeightSquares = WeightSquares + (weight * weight),
            Agreed = Agreed + (score > 0 ? weight : 0),
        };
    }

    /// <summary>Both groups as one.</summary>
    public WeightedAgreement Plus(WeightedAgreement other) => new()
    {
        Reviews = Reviews + other.Reviews,
        Weight = Weight + other.Weight,
        WeightSquares = WeightSquares + other.WeightSquares,
        Agreed = Agreed + other.Agreed,
    };

    /// <summary>A group without a part of it, a parent without one of its children; never below empty.</summary>
    public WeightedAgreement Without(WeightedAgreement part) => part.Reviews >= Reviews ? default : new()
    {
        Reviews = Reviews - part.Reviews,
        Weight = Math.Max(0, Weight - part.Weight),
        WeightSquares = Math.Max(0, WeightSquares - part.WeightSquares),
        Agreed = Math.Max(0, Agreed - part.Agreed),
    };

    /// <summary>
    /// The same rate with the weight of so many times half as many reviews of the same kinds; the count of reviews stays what it was.
    /// </summary>
    internal WeightedAgreement Halved(int times)
    {
        // Σw² and Σw both halve when every second review is forgotten, and with them (Σw)²/Σw².
        var factor = 1.0 / (1UL << times);
        return this with { Weight = Weight * factor, WeightSquares = WeightSquares * factor, Agreed = Agreed * factor };
    }

    /// <summary>
    /// The same rate with the weight of at most so many reviews, each standing for itself alone, as a start for another group. They are
    /// no reviews of that group, so they bring no look or minimum nearer.
    /// </summary>
    public WeightedAgreement AsPrior(double reviewsMax)
    {
        var reviews = Math.Min(reviewsMax, EffectiveReviews);
        return Rate is { } rate && reviews > 0 ? new() { Weight = reviews, WeightSquares = reviews, Agreed = rate * reviews } : default;
    }
}
