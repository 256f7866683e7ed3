using System.Runtime.InteropServices;
using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Learning;
using AccountTwins.Domain.Signals;

namespace AccountTwins.LoadTest.Learning;

/// <summary>What learning does in scenarios of one volume, of a tenant that has several of them; seeded.</summary>
public sealed class LearningTrial
{
    /// <summary>Points by which quality drops.</summary>
    public static readonly int[] Drops = [5, 10, 20];

    /// <summary>Just below the target: what should not widen.</summary>
    public const double NearlyGood = 0.88;

    /// <summary>Reviews before a drop, so that the chart is where it is in the long run.</summary>
    private const int ReviewsBefore = 500;

    private readonly LearningParameters _parameters = LearningParameters.Default;

    public required int Scenarios { get; init; }

    public required int DecisionsPerQuarter { get; init; }

    public required int Seed { get; init; }

    /// <summary>Scales the number of runs; 1 takes some seconds on one core.</summary>
    public double Effort { get; init; } = 1;

    public LearningRules Rules { get; private set; } = null!;

    /// <summary>Of the tenant, at the target quality.</summary>
    public double ReviewsPerQuarter { get; private set; }

    /// <summary>Per 1,000 reviews at the target quality; a standard error beside it.</summary>
    public (double Rate, double Error) FalseTightenings { get; private set; }

    public double FalseTighteningsTheory { get; private set; }

    /// <summary>By the drop's points: reviews until tightening, decisions until then.</summary>
    public Dictionary<int, (Estimate Reviews, Estimate Decisions, double ReviewsTheory)> Found { get; } = [];

    public Estimate WrongWidenings { get; private set; }

    public double WrongWideningsTheory { get; private set; }

    public LearningTrial Run()
    {
        ReviewsPerQuarter = Scenarios * ReviewsOfAYear() / 4.0;
        Rules = LearningRules.For(_parameters, Latitude.Full, ReviewsPerQuarter, Scenarios * DecisionsPerQuarter);
        RunAtTarget();
        foreach (var points in Drops)
            RunDrop(points);
        RunWidening();
        return this;
    }

    /// <summary>How many a scenario gets in its first year, when nothing tightens it.</summary>
    private int ReviewsOfAYear()
    {
        var never = new LearningRules(_parameters, Latitude.Full, new(1, long.MaxValue), new(1, long.MaxValue));
        var run = new ScenarioRun(never, DecisionsPerQuarter, SeedOf(0, 0));
        while (run.Decisions < 4 * DecisionsPerQuarter)
            run.Decide(_parameters.TargetAgreement);
        return run.Reviews;
    }

    private void RunAtTarget()
    {
        var distance = CusumTheory.Reviews(_parameters.AcceptableDisagreement, Rules.Reviews, _parameters.ReviewsBeforeTightening);
        var run = new ScenarioRun(Rules, DecisionsPerQuarter, SeedOf(0, 1));
        var tightenings = 0;
        for (var enough = 60 * distance * Effort; run.Reviews < enough;)
            tightenings += run.Decide(_parameters.TargetAgreement) ? 1 : 0;
        var rate = 1000.0 * tightenings / run.Reviews;
        FalseTightenings = (rate, rate / Math.Sqrt(Math.Max(1, tightenings)));
        FalseTighteningsTheory = 1000 / distance;
    }

    private void RunDrop(int points)
    {
        var (reviews, decisions) = (default(Estimate), default(Estimate));
        var quality = _parameters.TargetAgreement - (points / 100.0);
        for (var number = 0; number < 400 * Effort; number++)
        {
            var run = new ScenarioRun(Rules, DecisionsPerQuarter, SeedOf(points, number));
            while (run.Reviews < ReviewsBefore)
                run.Decide(_parameters.TargetAgreement);
            var before = (run.Reviews, run.Decisions);
            while (!run.Decide(quality))
                continue;
            reviews = reviews.With(run.Reviews - before.Reviews);
            decisions = decisions.With(run.Decisions - before.Decisions);
        }

        var theory = CusumTheory.ReviewsAfterChange(_parameters.AcceptableDisagreement, 1 - quality, Rules.Reviews);
        Found[points] = (reviews, decisions, theory);
    }

    private void RunWidening()
    {
        var run = new ScenarioRun(Rules, DecisionsPerQuarter, SeedOf(0, 2));
        for (var number = 0; number < 4000 * Effort; number++)
            WrongWidenings = WrongWidenings.With(run.Widens(NearlyGood) ? 1 : 0);
        WrongWideningsTheory = WideningTheory.Chance(NearlyGood, Rules, DecisionsPerQuarter / (365.25 / 4));
    }

    /// <summary>Hashed, because runs of the generator with neighbouring seeds are not independent of each other.</summary>
    private int SeedOf(int points, int number) =>
        (int)Hash64.Of(MemoryMarshal.AsBytes<int>([Seed, DecisionsPerQuarter, points, number]));
}
