using System.Diagnostics;
using AccountTwins.Domain.Learning;
using AccountTwins.LoadTest.Learning;
using static System.FormattableString;

namespace AccountTwins.LoadTest;

/// <summary>Simulates agents of known quality under the rules of learning and prints what theory says beside it; options in help.txt.</summary>
internal static class LearningCommand
{
    private static readonly int[] Volumes = [200, 1000, 5000, 20_000];

    public static int Run(Arguments arguments)
    {
        var seed = arguments.Number("seed", 1);
        var scenarios = arguments.Number("scenarios", 20);
        var effort = arguments.Share("effort", 1);
        arguments.RequireAllRead();
        if (scenarios < 1 || !(effort > 0))
            throw new ArgumentException("--scenarios is at least 1 and --effort above 0.");
        var clock = Stopwatch.StartNew();
        var trials = Volumes.Select(volume => new LearningTrial { Scenarios = scenarios, DecisionsPerQuarter = volume, Seed = seed, Effort = effort }).ToArray();
        Parallel.For(0, trials.Length, index => trials[trials.Length - 1 - index].Run());
        var parameters = LearningParameters.Default;
        Console.WriteLine(Invariant($"target {parameters.TargetAgreement:P0} agreement; {parameters.UnacceptableDisagreement:P0} disagreement is to be found; at most {parameters.FalseTighteningsPerQuarter} false tightening a quarter per tenant; seed {seed}"));
        Console.WriteLine("simulated ± standard error through the product's rules (theory: Bernoulli CUSUM as a Markov chain)");
        foreach (var trial in trials)
            Print(trial, parameters);
        Console.WriteLine(Invariant($"in {clock.Elapsed.TotalSeconds:0.0} s"));
        return 0;
    }

    private static void Print(LearningTrial trial, LearningParameters parameters)
    {
        var (rate, error) = trial.FalseTightenings;
        Console.WriteLine();
        Console.WriteLine(Invariant($"{trial.Scenarios} scenarios with {trial.DecisionsPerQuarter:N0} decisions a quarter each: {trial.ReviewsPerQuarter:N0} reviews a quarter, CUSUM rise {trial.Rules.Reviews.Rise}, threshold {trial.Rules.Reviews.Threshold}"));
        Console.WriteLine(Invariant($"  at {parameters.TargetAgreement:P0}: false tightenings per 1,000 reviews {rate:0.000} ± {error:0.000} ({trial.FalseTighteningsTheory:0.000}); of the tenant a quarter {rate * trial.ReviewsPerQuarter / 1000:0.00} ({trial.FalseTighteningsTheory * trial.ReviewsPerQuarter / 1000:0.00})"));
        foreach (var points in LearningTrial.Drops)
        {
            var (reviews, decisions, theory) = trial.Found[points];
            var days = decisions.Mean / trial.DecisionsPerQuarter * 365.25 / 4;
            Console.WriteLine(Invariant($"  {points,2} points lost: tightened after {reviews.Mean,5:0.0} ± {reviews.Error:0.0} reviews ({theory:0.0}), {decisions.Mean,6:N0} ± {decisions.Error:N0} decisions (at the floor {theory / parameters.ReviewFloor:N0}), {days:0} days"));
        }

        Console.WriteLine(Invariant($"  at {LearningTrial.NearlyGood:P0}: {trial.WrongWidenings.Mean:P2} ± {trial.WrongWidenings.Error:P2} of series of looks widen wrongly ({trial.WrongWideningsTheory:P2})"));
    }
}
