using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Telemetry;

namespace AccountTwins.Domain.Health.Dimensions;

/// <summary>
/// What customers say: the slow decayed mean of mood, satisfaction, recommendation and ease, each 0 to 1, weighted by how many answers
/// still weigh (an answer of four weeks ago is half a one), with part of an average answer beside them. Each kind is to blame for its
/// part of what lacks. Null when hardly an answer is left.
/// </summary>
internal static class Mood
{
    private static readonly (Measure Sum, Measure Count, FindingCode Code)[] Kinds =
    [
        (Measure.SentimentSum, Measure.SentimentCount, FindingCode.MoodLow),
        (Measure.SatisfactionSum, Measure.SatisfactionCount, FindingCode.SatisfactionLow),
        (Measure.NpsSum, Measure.NpsCount, FindingCode.RecommendationLow),
        (Measure.EffortSum, Measure.EffortCount, FindingCode.EffortHigh),
    ];

    public static double? Assess(AccountTwin twin, ScoringRules rules, DateTimeOffset now, List<Finding>? findings)
    {
        double answers = 0, said = 0, lacking = 0;
        foreach (var (sum, count, _) in Kinds)
        {
            if (MeanOf(twin, sum, count, now) is not { } kind)
                continue;
            answers += kind.Weight;
            said += kind.Weight * kind.Mean;
            lacking += kind.Weight * (1 - kind.Mean);
        }

        if (answers < rules.AnswersLeftMin)
            return null;
        var losses = new Losses(findings);
        var mean = (said + rules.AnswersAssumed * rules.AnswerAssumed) / (answers + rules.AnswersAssumed);
        var loss = Math.Clamp((rules.MoodFull - mean) / (rules.MoodFull - rules.MoodNone), 0, 1);
        foreach (var (sum, count, code) in Kinds)
        {
            if (MeanOf(twin, sum, count, now) is { } kind)
                losses.Take(lacking > 0 ? loss * kind.Weight * (1 - kind.Mean) / lacking : 0, code, kind.Since, kind.Mean * 100, kind.Weight);
        }

        return losses.Value;
    }

    private static (double Mean, double Weight, DateTimeOffset Since)? MeanOf(AccountTwin twin, Measure sum, Measure count, DateTimeOffset now)
    {
        if (twin.Measures[count] is not { } counts || twin.Measures[sum] is not { } sums)
            return null;
        var weight = counts.Weight(Decay.Slow, now);
        if (weight <= 0)
            return null;
        var mean = Math.Clamp(sums.Weight(Decay.Slow, now) / weight / 1000, 0, 1);
        return (mean, weight, MeasureWindow.StartOf(counts.NewestDay));
    }
}
