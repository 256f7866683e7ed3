using System.Globalization;
using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Learning;

namespace AccountTwins.LoadTest.Learning;

/// <summary>
/// One scenario decided on and on by an agent of known quality, through the very rules that the product uses: draw, audit, review, latitude.
/// What tightens is set up again at once, so that it goes on.
/// </summary>
internal sealed class ScenarioRun(LearningRules rules, int decisionsPerQuarter, int seed)
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Judgement Accepted = new(ReviewVerb.Accept, Goals: GoalFit.Serves);
    private static readonly Judgement Rejected = new(ReviewVerb.Reject, Severity: Severity.Minor);

    private readonly ReviewSampling _sampling = new(rules.Parameters, (ulong)seed);
    private readonly Random _random = new(seed);
    private readonly TimeSpan _between = TimeSpan.FromDays(365.25 / 4) / decisionsPerQuarter;
    private ScenarioLatitude _scenario = ScenarioLatitude.Start(Latitude.Full, Start);

    public int Decisions { get; private set; }

    public int Reviews { get; private set; }

    /// <summary>One decision.</summary>
    /// <param name="quality">With which people would have decided the same, 0 to 1.</param>
    /// <returns>Whether its review tightened the scenario.</returns>
    public bool Decide(double quality)
    {
        var now = Start + (Decisions * _between);
        var odds = _sampling.OddsOf(Decisions, _scenario, now);
        var id = Decisions++.ToString(CultureInfo.InvariantCulture);
        var isGood = _random.NextDouble() < quality;
        if (!_sampling.IsAudited(id, odds))
            return false;
        Reviews++;
        var review = ObservedReview.Audit(isGood ? Accepted : Rejected, isAtRisk: false, odds.Own, _sampling.IsInCommonSample(id, odds));
        (_scenario, var change) = _scenario.Observe(review, rules, now);
        if (change is null)
            return false;
        _scenario = ScenarioLatitude.Start(Latitude.Full, now);
        return true;
    }

    /// <summary>
    /// One scenario that is tightened to drafts: every one is reviewed before it is sent, until the last look has been taken.
    /// </summary>
    /// <returns>Whether it widened.</returns>
    public bool Widens(double quality)
    {
        var scenario = ScenarioLatitude.Start(Latitude.Diagnostic, Start);
        for (var number = 1; ; number++)
        {
            var now = Start + (number * _between);
            var review = ObservedReview.BeforeSending(_random.NextDouble() < quality ? Accepted : Rejected, isAtRisk: false);
            (scenario, var change) = scenario.Observe(review, rules, now).Next.Look(rules, now);
            if (change is { IsWidening: true })
                return true;
            if (scenario.Evidence.Reviews == 0)
                return false;
        }
    }
}
