namespace AccountTwins.Domain.Learning;

/// <summary>A review as learning takes it: what was said, and how the decision came to be reviewed, which decides what it may be used for.</summary>
/// <param name="Kind">How it came to be reviewed.</param>
/// <param name="Judgement">What was said.</param>
/// <param name="IsAtRisk">Whether the account was at risk when it was decided.</param>
/// <param name="Probability">Of an audit, <see cref="ReviewOdds.Own"/> as recorded, above 0 and at most 1; 1 for the others.</param>
/// <param name="IsInCommonSample">Of an audit, <see cref="ReviewSampling.IsInCommonSample"/>.</param>
public readonly record struct ObservedReview(
    ReviewKind Kind, Judgement Judgement, bool IsAtRisk = false, double Probability = 1, bool IsInCommonSample = false)
{
    /// <summary>Of an allowed decision that the draw picked.</summary>
    public static ObservedReview Audit(Judgement judgement, bool isAtRisk, double probability, bool isInCommonSample) =>
        new(ReviewKind.Audit, judgement, isAtRisk, probability, isInCommonSample);

    /// <summary>Of a draft that waited for approval.</summary>
    public static ObservedReview BeforeSending(Judgement judgement, bool isAtRisk) => new(ReviewKind.BeforeSending, judgement, isAtRisk);

    /// <summary>Of a decision that somebody chose to look at, or looked at a second time.</summary>
    public static ObservedReview Directed(Judgement judgement) => new(ReviewKind.Directed, judgement);
}

/// <summary>How a decision came to be reviewed. Numbers are stored.</summary>
public enum ReviewKind : byte
{
    Unspecified = 0,

    /// <summary>Allowed, and drawn at random: stands for the others that were not.</summary>
    Audit = 1,

    /// <summary>Waited for approval, as every decision of its kind: stands for those.</summary>
    BeforeSending = 2,

    /// <summary>Picked by a person, or a second opinion: no sample of anything, so only a severe error in it counts.</summary>
    Directed = 3,
}
