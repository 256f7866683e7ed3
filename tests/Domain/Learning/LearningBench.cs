using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Learning;

namespace AccountTwins.Tests.Domain.Learning;

/// <summary>Reviews in short, and rules for a tenant with 1,000 of them a quarter.</summary>
internal static class LearningBench
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly LearningRules Rules = LearningRules.For(LearningParameters.Default, Latitude.Full, 1000, 10_000);

    public static readonly Judgement Accepted = new(ReviewVerb.Accept, Goals: GoalFit.Serves);

    public static readonly Judgement Rejected = new(ReviewVerb.Reject, Severity: Severity.Minor);

    public static readonly Judgement Severe = new(ReviewVerb.Reject, Severity: Severity.Severe);

    public static ObservedReview Audit(bool agreed, double probability = 1) =>
        ObservedReview.Audit(agreed ? Accepted : Rejected, isAtRisk: false, probability, isInCommonSample: true);

    public static ScenarioLatitude At(Latitude step) => ScenarioLatitude.Start(step, Start);

    /// <summary>Feeds reviews, one a day since the last change, looks after each and keeps the changes.</summary>
    public static ScenarioLatitude Fed(
        this ScenarioLatitude scenario, IEnumerable<ObservedReview> reviews, LearningRules? rules = null, List<LatitudeChange>? changes = null, double hours = 24)
    {
        var now = scenario.Since.AddHours(hours * scenario.Evidence.Reviews);
        foreach (var review in reviews)
        {
            now += TimeSpan.FromHours(hours);
            (scenario, var change) = scenario.Observe(review, rules ?? Rules, now);
            Keep(change);
            (scenario, change) = scenario.Look(rules ?? Rules, now);
            Keep(change);
        }

        return scenario;

        void Keep(LatitudeChange? change)
        {
            if (change is not null)
                changes?.Add(change);
        }
    }

    /// <summary>So many good audits, in which every n-th is bad; 0 for none.</summary>
    public static IEnumerable<ObservedReview> Audits(int count, int everyNthBad = 0, double probability = 1) =>
        Enumerable.Range(1, count).Select(number => Audit(everyNthBad == 0 || number % everyNthBad != 0, probability));
}
