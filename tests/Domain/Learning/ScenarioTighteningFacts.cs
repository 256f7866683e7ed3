using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Learning;
using static AccountTwins.Tests.Domain.Learning.LearningBench;

namespace AccountTwins.Tests.Domain.Learning;

public class ScenarioTighteningFacts
{
    [Fact]
    public void Bad_audits_tighten_one_step_and_say_by_which_number()
    {
        var changes = new List<LatitudeChange>();
        var scenario = At(Latitude.Bounded).Fed(Audits(40, everyNthBad: 2), changes: changes);

        var first = changes[0];
        Assert.Equal((Latitude.Bounded, Latitude.Supervised, LatitudeCause.AuditDisagreement), (first.From, first.To, first.Cause));
        Assert.Equal(Rules.Reviews.Threshold, first.Statistic);
        Assert.Equal(Rules.Reviews.Threshold, first.Limit);
        Assert.True(first.IsTightening);
        Assert.Equal(0.5, first.Agreement!.Value, 0.05);
        Assert.Equal(first.Reviews, first.EffectiveReviews, 9);
        Assert.True(scenario.Step < Latitude.Bounded);
    }

    [Fact]
    public void It_never_goes_below_drafts()
    {
        var changes = new List<LatitudeChange>();
        var scenario = At(Latitude.Full).Fed(Audits(500, everyNthBad: 1), changes: changes);

        Assert.Equal(Latitude.Diagnostic, scenario.Step);
        Assert.Equal(3, changes.Count);
        Assert.Equal(Latitude.Diagnostic, scenario.Observe(ObservedReview.Audit(Severe, true, 1, true), Rules, Start).Next.Step);
        Assert.Equal(Latitude.Suspended, At(Latitude.Suspended).Fed(Audits(100, everyNthBad: 1)).Step);
    }

    [Fact]
    public void Five_reviews_are_the_least_that_tightens()
    {
        var rules = Rules with { Reviews = new(6, 7) };
        var changes = new List<LatitudeChange>();
        At(Latitude.Full).Fed(Audits(5, everyNthBad: 1), rules, changes);

        Assert.Equal(5, Assert.Single(changes).Reviews);
        Assert.Equal(Latitude.Full, At(Latitude.Full).Fed(Audits(4, everyNthBad: 1), rules).Step);
    }

    [Fact]
    public void Reviews_before_sending_have_a_chart_of_their_own()
    {
        var changes = new List<LatitudeChange>();
        At(Latitude.Supervised).Fed(Enumerable.Repeat(ObservedReview.BeforeSending(Rejected, isAtRisk: true), 20), changes: changes);

        Assert.Equal(LatitudeCause.PreSendDisagreement, Assert.Single(changes).Cause);
    }

    [Fact]
    public void What_came_in_by_a_raise_or_by_choice_does_not_move_the_chart()
    {
        var raised = ObservedReview.Audit(Rejected, isAtRisk: false, 0.5, isInCommonSample: false);
        var scenario = At(Latitude.Full).Fed(Enumerable.Repeat(raised, 50).Concat(Enumerable.Repeat(ObservedReview.Directed(Rejected), 50)));

        Assert.Equal((Latitude.Full, 50, 0L), (scenario.Step, scenario.Evidence.Reviews, scenario.Audits.Value));
    }

    [Theory]
    [InlineData(ReviewKind.Audit)]
    [InlineData(ReviewKind.BeforeSending)]
    [InlineData(ReviewKind.Directed)]
    public void One_severe_error_tightens_at_once_until_a_person_has_looked(ReviewKind kind)
    {
        var (scenario, change) = At(Latitude.Bounded).Observe(new(kind, Severe), Rules, Start);
        Assert.Equal((Latitude.Supervised, LatitudeCause.SevereError, true), (scenario.Step, change!.Cause, scenario.IsHeld));

        scenario = (scenario with { Step = Latitude.Diagnostic }).Fed(Audits(500));
        Assert.Equal(Latitude.Diagnostic, scenario.Step);
        (scenario, change) = scenario.Release("ana", Start.AddDays(500));
        Assert.Equal((LatitudeCause.Released, "ana"), (change!.Cause, change.By));
        Assert.Equal(Latitude.Supervised, scenario.Look(Rules, Start.AddDays(501)).Next.Step);
        Assert.Null(scenario.Release("ana", Start).Change);
    }

    [Fact]
    public void A_severe_error_at_the_bottom_is_kept_and_held_too()
    {
        var (scenario, change) = At(Latitude.Diagnostic).Observe(ObservedReview.Directed(Severe), Rules, Start);

        Assert.True(scenario.IsHeld);
        Assert.Equal((Latitude.Diagnostic, Latitude.Diagnostic), (change!.From, change.To));
    }

    [Fact]
    public void Tightening_starts_from_what_the_playbook_grants()
    {
        var rules = Rules with { Ceiling = Latitude.Supervised };
        var (scenario, change) = At(Latitude.Full).Observe(ObservedReview.Directed(Severe), rules, Start);

        Assert.Equal((Latitude.Supervised, Latitude.Diagnostic, Latitude.Diagnostic), (change!.From, change.To, scenario.Step));
    }

    [Fact]
    public void Weak_labels_call_for_reviews_and_tighten_only_where_told()
    {
        var (scenario, changes) = Outcomes(Rules);
        Assert.Equal((Latitude.Bounded, 30, LatitudeCause.WeakLabels), (scenario.Step, scenario.WatchedReviewsLeft, Assert.Single(changes).Cause));
        var sampling = new ReviewSampling(LearningParameters.Default, 1);
        Assert.Equal(ReviewOdds.Certain, sampling.OddsOf(1000, scenario, Start));
        Assert.Equal(0, scenario.Fed(Audits(30)).WatchedReviewsLeft);

        (scenario, changes) = Outcomes(Rules with { Parameters = new() { DoWeakLabelsTighten = true } });
        Assert.Equal((Latitude.Supervised, true), (scenario.Step, Assert.Single(changes).IsTightening));
    }

    [Fact]
    public void A_bad_parent_tightens_a_sparse_scenario_earlier_and_a_good_one_never_widens_it()
    {
        var bad = Evidence(40, 0.4);
        var sparse = At(Latitude.Supervised).Fed(Audits(6, everyNthBad: 2));
        var (borrowed, change) = sparse.Borrow(bad, Rules, Start.AddDays(7));
        Assert.Equal((Latitude.Diagnostic, LatitudeCause.ParentDisagreement), (borrowed.Step, change!.Cause));
        Assert.True(change.Statistic < change.Limit);

        Assert.Null(sparse.Borrow(Evidence(40, 1), Rules, Start).Change);
        Assert.Null(sparse.Borrow(default, Rules, Start).Change);
        Assert.Null(At(Latitude.Supervised).Fed(Audits(4, everyNthBad: 1)).Borrow(bad, Rules, Start).Change);
        Assert.Null(At(Latitude.Supervised).Fed(Audits(40)).Borrow(bad, Rules, Start).Change);
        Assert.Equal(Latitude.Diagnostic, At(Latitude.Diagnostic).Fed(Audits(20)).Borrow(Evidence(4000, 1), Rules, Start.AddDays(30)).Next.Step);
    }

    [Fact]
    public void A_huge_parent_weighs_no_more_than_ten_reviews()
    {
        var sparse = At(Latitude.Supervised).Fed(Audits(20));

        Assert.Null(sparse.Borrow(Evidence(100_000, 0.4), Rules, Start).Change);
    }

    private static (ScenarioLatitude Scenario, List<LatitudeChange> Changes) Outcomes(LearningRules rules)
    {
        var scenario = At(Latitude.Bounded);
        var changes = new List<LatitudeChange>();
        while (changes.Count == 0)
        {
            (scenario, var change) = scenario.ObserveOutcome(true, rules, Start);
            if (change is not null)
                changes.Add(change);
        }

        return (scenario, changes);
    }

    private static WeightedAgreement Evidence(int reviews, double rate) =>
        new() { Reviews = reviews, Weight = reviews, WeightSquares = reviews, Agreed = rate * reviews };
}
