using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Telemetry;

namespace AccountTwins.Domain.Health.Dimensions;

/// <summary>
/// What customers say: the slow decayed means of mood, satisfaction, recommendation and ease, each 0 to 1, weighted by how many answers
/// still weigh (an answer of four weeks ago is half a one). Null when less than a tenth of an answer is left.
/// </summary>
internal static class Mood
{
    private const double AnswersLeftMin = 0.1;

    private static readonly (Measure Sum, Measure Count, FindingCode Code)[] Kinds =
    [
        (Measure.SentimentSum, Measure.SentimentCount, FindingCode.MoodLow),
        (Measure.SatisfactionSum, Measure.SatisfactionCount, FindingCode.SatisfactionLow),
        (Measure.NpsSum, Measure.NpsCount, FindingCode.RecommendationLow),
        (Measure.EffortSum, Measure.EffortCount, FindingCode.EffortHigh),
    ];

    public static double? Assess(AccountTwin twin, DateTimeOffset now, List<Finding>? findings)
    {
        double all = 0;
        foreach (var (_, count, _) in Kinds)
            all += twin.Measures[count]?.Weight(Decay.Slow, now) ?? 0;
        if (all < AnswersLeftMin)
            return null;
        var losses = new Losses(findings);
        foreach (var (sum, count, code) in Kinds)
        {
            if (twin.Measures[count] is not { } counts || twin.Measures[sum] is not { } sums)
                continue;
            var weight = counts.Weight(Decay.Slow, now);
            if (weight <= 0)
                continue;
            var mean = Math.Clamp(sums.Weight(Decay.Slow, now) / weight / 1000, 0, 1);
            var since = new DateTimeOffset(counts.NewestDay * TimeSpan.TicksPerDay, TimeSpan.Zero);
            losses.Take((1 - mean) * weight / all, code, since, mean * 100, weight);
        }

        return losses.Value;
    }
}
