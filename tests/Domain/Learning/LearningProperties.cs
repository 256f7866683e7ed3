using System.Reflection;
using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Learning;
using static AccountTwins.Tests.Domain.Learning.LearningBench;

namespace AccountTwins.Tests.Domain.Learning;

public class LearningProperties
{
    /// <summary>
    /// Two histories that differ in one review which is worse in the second: up to the first change of either, and at that change, the second is
    /// never looser. (After it both count from their own change on, so they are no longer the same question.)
    /// </summary>
    [Fact]
    public void A_worse_review_never_loosens()
    {
        var (tighter, notWider) = (0, 0);
        for (var seed = 1; seed <= 3000; seed++)
        {
            var random = new Random(seed);
            var length = random.Next(5, 450);
            var quality = 0.6 + (0.4 * random.NextDouble());
            var better = Enumerable.Range(0, length).Select(_ => RandomReview(random, quality)).ToArray();
            var worse = better.ToArray();
            var at = random.Next(length);
            worse[at] = Worse(random, worse[at]);
            var step = (Latitude)random.Next(2, 6);
            var (first, second) = (At(step), At(step));
            for (var index = 0; index < length && first.Since == Start && second.Since == Start; index++)
            {
                var now = Start.AddHours(7 * (index + 1));
                (first, second) = (Next(first, better[index], now), Next(second, worse[index], now));
                Assert.True(second.Step <= first.Step, $"seed {seed}, review {index}");
                Assert.True(second.Offer is null || first.Offer is not null || first.Step > step, $"seed {seed}, review {index}: offer");
            }

            tighter += second.Step < step && first.Step == step ? 1 : 0;
            notWider += first.Step > second.Step && second.Step == step ? 1 : 0;
        }

        Assert.True(tighter > 20 && notWider > 2, $"{tighter} tightened by it, {notWider} not widened: the histories prove nothing");
    }

    [Fact]
    public void The_same_history_gives_the_same_value_to_the_last_bit()
    {
        for (var seed = 1; seed <= 50; seed++)
            Assert.Equal(Run(seed), Run(seed));
    }

    [Fact]
    public void It_stays_within_its_bounds_over_any_history()
    {
        for (var seed = 1; seed <= 300; seed++)
        {
            var random = new Random(seed);
            var ceiling = (Latitude)random.Next(2, 6);
            var rules = Rules with { Ceiling = ceiling };
            var scenario = At((Latitude)random.Next(2, 6)).Under(ceiling) is var step ? At(step) : null!;
            for (var index = 0; index < 600; index++)
            {
                var before = scenario;
                var now = Start.AddHours(7 * (index + 1));
                var review = RandomReview(random, 0.3 + (0.7 * random.NextDouble()));
                (scenario, var change) = scenario.Observe(review, rules, now);
                Assert.True(before.Step - scenario.Step is 0 or 1, $"seed {seed}");
                Assert.Equal(scenario.Step != before.Step, change is not null && change.From != change.To);
                (scenario, change) = random.Next(50) == 0 ? scenario.Release("ana", now) : scenario.Look(rules, now);
                Assert.InRange(scenario.Step, Latitude.Diagnostic, ceiling);
                Assert.True(change is not { IsWidening: true } || (change.To < Latitude.Bounded && change.Statistic >= change.Limit), $"seed {seed}");
                Assert.InRange(scenario.Audits.Value, 0, rules.Reviews.Threshold);
                Assert.InRange(scenario.LookedAt, 0, scenario.Evidence.Reviews);
            }
        }
    }

    /// <summary>Nothing in it can grow: no list, no map, no text but a name, all the way down.</summary>
    [Fact]
    public void Its_size_does_not_depend_on_the_number_of_reviews()
    {
        var open = new Stack<Type>([typeof(ScenarioLatitude)]);
        var seen = new HashSet<Type>();
        while (open.TryPop(out var type))
        {
            if (!seen.Add(type))
                continue;
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public))
            {
                var inner = Nullable.GetUnderlyingType(field.FieldType) ?? field.FieldType;
                Assert.False(inner.IsArray, $"{type.Name}.{field.Name}");
                if (inner.Assembly == typeof(ScenarioLatitude).Assembly && !inner.IsEnum)
                    open.Push(inner);
                else
                    Assert.True(inner.IsValueType || inner == typeof(string), $"{type.Name}.{field.Name}");
            }
        }

        Assert.Contains(typeof(WeightedAgreement), seen);
    }

    [Fact]
    public void The_defaults_have_no_problems_and_nonsense_is_named()
    {
        Assert.Empty(LearningParameters.Default.Problems());
        Assert.Contains(new LearningParameters { TargetAgreement = 1 }.Problems(), text => text.StartsWith("TargetAgreement", StringComparison.Ordinal));
        Assert.Contains(new LearningParameters { Looks = [100, 50] }.Problems(), text => text.StartsWith("Looks", StringComparison.Ordinal));
        Assert.Contains(new LearningParameters { ReviewFloor = 0 }.Problems(), text => text.StartsWith("ReviewFloor", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_cause_has_a_code_of_its_own()
    {
        var codes = Enum.GetValues<LatitudeCause>().Where(cause => cause != LatitudeCause.Unspecified).Select(LatitudeCauses.CodeOf).ToList();

        Assert.Equal(codes.Count, codes.Distinct().Count());
    }

    private static ScenarioLatitude Run(int seed)
    {
        var random = new Random(seed);
        return At(Latitude.Full).Fed(Enumerable.Range(0, 300).Select(_ => RandomReview(random, 0.9)));
    }

    private static ScenarioLatitude Next(ScenarioLatitude scenario, ObservedReview review, DateTimeOffset now) =>
        scenario.Observe(review, Rules, now).Next.Look(Rules, now).Next;

    private static ObservedReview RandomReview(Random random, double quality)
    {
        var judgement = random.NextDouble() < quality
            ? (random.Next(4) == 0 ? new Judgement(ReviewVerb.Edit, EditKind.Style) : Accepted)
            : random.Next(60) == 0 ? Severe : random.Next(2) == 0 ? Rejected : new Judgement(ReviewVerb.Edit, EditKind.Amount);
        var isAtRisk = random.Next(4) == 0;
        return random.Next(3) == 0
            ? ObservedReview.BeforeSending(judgement, isAtRisk)
            : ObservedReview.Audit(judgement, isAtRisk, random.Next(5) == 0 ? 0.2 : 1, random.Next(10) > 0);
    }

    private static ObservedReview Worse(Random random, ObservedReview review) => review with
    {
        Judgement = random.Next(4) switch
        {
            0 => Severe,
            1 => review.Judgement with { Goals = GoalFit.Against },
            2 => review.Judgement with { IsCategoryCorrected = true },
            _ => review.Judgement with { Verb = ReviewVerb.Reject },
        },
    };
}
