using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Learning;

/// <summary>Everything that reviews and latitude are tuned by; a playbook may replace each. The defaults suit a careful B2B vendor.</summary>
public sealed record LearningParameters
{
    public static readonly LearningParameters Default = new();

    /// <summary>Share of decisions that people would have made too, 0 to 1; 0.90: one in ten gets an edit that matters even between colleagues.</summary>
    public double TargetAgreement { get; init; } = 0.90;

    /// <summary>Share of disagreements to be found soon, above 1 − target; 0.20: twice what is accepted.</summary>
    public double UnacceptableDisagreement { get; init; } = 0.20;

    /// <summary>False tightenings that a tenant accepts per quarter, over all its scenarios; 1: each costs a person's attention.</summary>
    public double FalseTighteningsPerQuarter { get; init; } = 1;

    /// <summary>Reviews between false tightenings at least, also for a tenant with few; 100: or two bad ones in a row would be a trend.</summary>
    public double FalseTighteningDistanceMin { get; init; } = 100;

    /// <summary>Reviews since the last change before statistics may tighten; 5: less is an anecdote. A severe error doesn't wait.</summary>
    public int ReviewsBeforeTightening { get; init; } = 5;

    /// <summary>Normal quantile of the one-sided bounds; 1.645: 95 %.</summary>
    public double BoundZ { get; init; } = WilsonBound.Z95;

    /// <summary>Reviews since the last change at which widening is considered, rising; few, because every look is a chance to be wrong.</summary>
    public ValueList<int> Looks { get; init; } = [50, 100, 200, 400];

    /// <summary>Days since the last change before widening; 14: a contract question takes that long to come back.</summary>
    public double DaysBeforeWidening { get; init; } = 14;

    /// <summary>Reviews' weight that a new agent release takes over; 10: a new model is another agent.</summary>
    public double InheritedReviewsMax { get; init; } = 10;

    /// <summary>Pseudo-reviews that a sparse scenario takes from its parent; 10: never more than its own soon are.</summary>
    public double BorrowedReviewsMax { get; init; } = 10;

    /// <summary>Effective reviews below which a scenario is sparse; 30: a quarter's worth of a rare action.</summary>
    public double SparseBelowReviews { get; init; } = 30;

    /// <summary>Lowest probability of an audit; 0.05: what is never looked at is not known.</summary>
    public double ReviewFloor { get; init; } = 0.05;

    /// <summary>First decisions of a new scenario or release that are all audited; 30: nothing is known yet.</summary>
    public int DecisionsReviewedFirst { get; init; } = 30;

    /// <summary>Width of the 90 % interval of agreement at which the floor is enough, 0 to 1; 0.10: five points to either side.</summary>
    public double IntervalWidthTarget { get; init; } = 0.10;

    /// <summary>
    /// Days until reviews count half for how well a scenario is known when audits are drawn, above 0; 91: what was seen a year ago says little of today's quality.
    /// </summary>
    public double DaysUntilHalfKnown { get; init; } = 91;

    /// <summary>Probability of an audit at least, once a weak label speaks against the decision; 0.50: half of them, they cost most.</summary>
    public double WeakLabelProbability { get; init; } = 0.50;

    /// <summary>Share of reviews that a second person repeats without seeing the first; 0.05: enough to know in a year.</summary>
    public double SecondReviewShare { get; init; } = 0.05;

    /// <summary>Kappa below which reviewers don't agree with each other, −1 to 1; 0.40: "fair" ends there (Landis and Koch 1977).</summary>
    public double KappaMin { get; init; } = 0.40;

    /// <summary>Pairs before kappa counts; 20: fewer say nothing.</summary>
    public int KappaPairsMin { get; init; } = 20;

    /// <summary>Share of decisions with a weak label against them that is usual; 0.10.</summary>
    public double UsualWeakLabels { get; init; } = 0.10;

    /// <summary>Share of them to be found soon, above the usual; 0.20.</summary>
    public double UnusualWeakLabels { get; init; } = 0.20;

    /// <summary>
    /// Whether weak labels tighten by themselves; false: a reopened ticket isn't yet a wrong decision, so they call for people's reviews.
    /// </summary>
    public bool DoWeakLabelsTighten { get; init; }

    /// <summary>Audits in a row that are all made after weak labels signalled; 30: as for something new.</summary>
    public int WatchedReviews { get; init; } = 30;

    /// <summary>Disagreement that is accepted, p0 of the CUSUMs.</summary>
    public double AcceptableDisagreement => 1 - TargetAgreement;

    /// <summary>What is wrong with these values, a sentence each, beginning with the property; empty when they can be used.</summary>
    public IEnumerable<string> Problems()
    {
        if (!(TargetAgreement is > 0 and < 1))
            yield return $"{nameof(TargetAgreement)} lies between 0 and 1.";
        if (!(UnacceptableDisagreement > AcceptableDisagreement && UnacceptableDisagreement < 1))
            yield return $"{nameof(UnacceptableDisagreement)} lies between 1 − target and 1.";
        if (!(UsualWeakLabels > 0 && UnusualWeakLabels > UsualWeakLabels && UnusualWeakLabels < 1))
            yield return $"{nameof(UnusualWeakLabels)} lies between the usual share, which is above 0, and 1.";
        if (!(FalseTighteningsPerQuarter > 0) || !(FalseTighteningDistanceMin >= 1))
            yield return $"{nameof(FalseTighteningsPerQuarter)} is above 0 and the distance at least 1.";
        if (ReviewsBeforeTightening < 1 || !(BoundZ > 0) || !(DaysBeforeWidening >= 0))
            yield return $"{nameof(ReviewsBeforeTightening)} is at least 1, {nameof(BoundZ)} above 0, {nameof(DaysBeforeWidening)} not below 0.";
        if (Looks.Count is 0 or > 16 || Looks[0] < 1 || Looks.Zip(Looks.Skip(1)).Any(pair => pair.Second <= pair.First))
            yield return $"{nameof(Looks)} are 1 to 16 rising numbers above 0.";
        if (!(InheritedReviewsMax >= 0) || !(BorrowedReviewsMax >= 0) || !(SparseBelowReviews >= 0) || DecisionsReviewedFirst < 0 || WatchedReviews < 0)
            yield return $"{nameof(InheritedReviewsMax)} and the other numbers of reviews are not below 0.";
        if (!(ReviewFloor is > 0 and <= 1) || !(WeakLabelProbability is >= 0 and <= 1) || !(SecondReviewShare is >= 0 and <= 1))
            yield return $"{nameof(ReviewFloor)} is above 0, and no probability above 1.";
        if (!(DaysUntilHalfKnown is >= 1 and <= 3650))
            yield return $"{nameof(DaysUntilHalfKnown)} lies between 1 and 3650.";
        if (!(IntervalWidthTarget is > 0 and <= 1) || !(KappaMin is >= -1 and <= 1) || KappaPairsMin < 1)
            yield return $"{nameof(IntervalWidthTarget)} lies between 0 and 1, {nameof(KappaMin)} between −1 and 1, and pairs are at least 1.";
    }
}
