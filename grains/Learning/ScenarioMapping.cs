using AccountTwins.Domain.Learning;
using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Grains.Learning;

/// <summary>Between what crosses grains and what learning takes.</summary>
public static class ScenarioMapping
{
    public static JudgementView ToView(Judgement judgement) => new()
    {
        Verb = (int)judgement.Verb,
        Edit = (int)judgement.Edit,
        Goals = (int)judgement.Goals,
        Severity = (int)judgement.Severity,
        IsCategoryCorrected = judgement.IsCategoryCorrected,
    };

    public static Judgement ToJudgement(JudgementView view) =>
        new((ReviewVerb)view.Verb, (EditKind)view.Edit, (GoalFit)view.Goals, (Severity)view.Severity, view.IsCategoryCorrected);

    public static ObservedReview ToReview(ReviewObserved review) =>
        new((ReviewKind)review.Kind, ToJudgement(review.Judgement), review.IsAtRisk, review.Probability, review.IsInCommonSample);

    /// <summary>Numbers of a newer release, or odds that no audit has, are refused before they stand in a chain.</summary>
    public static bool IsValid(ReviewObserved review) =>
        review.Id.Length > 0 && review.Release.Length > 0 && IsValid(review.Judgement) && review.Probability is > 0 and <= 1
        && (ReviewKind)review.Kind is ReviewKind.Audit or ReviewKind.BeforeSending or ReviewKind.Directed;

    public static bool IsValid(JudgementView view) =>
        Enum.IsDefined((ReviewVerb)view.Verb) && view.Verb != 0 && Enum.IsDefined((EditKind)view.Edit) && Enum.IsDefined((GoalFit)view.Goals) && Enum.IsDefined((Severity)view.Severity);
}
