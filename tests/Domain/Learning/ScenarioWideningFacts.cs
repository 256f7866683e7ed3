using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Learning;
using static AccountTwins.Tests.Domain.Learning.LearningBench;

namespace AccountTwins.Tests.Domain.Learning;

public class ScenarioWideningFacts
{
    [Fact]
    public void Good_reviews_widen_at_the_first_look_and_say_by_which_bound()
    {
        var changes = new List<LatitudeChange>();
        var scenario = At(Latitude.Diagnostic).Fed(Audits(50), changes: changes);

        var change = Assert.Single(changes);
        Assert.Equal((Latitude.Supervised, LatitudeCause.AgreementReached, 50), (scenario.Step, change.Cause, change.Reviews));
        Assert.Equal(WilsonBound.Lower(1, 50), change.Statistic!.Value, 12);
        Assert.Equal(0.90, change.Limit);
        Assert.Equal(0, scenario.Evidence.Reviews);
    }

    [Fact]
    public void Nothing_widens_in_the_first_two_weeks()
    {
        var scenario = At(Latitude.Diagnostic).Fed(Audits(300), hours: 1);
        Assert.Equal(Latitude.Diagnostic, scenario.Step);
        Assert.Equal(Latitude.Diagnostic, scenario.Look(Rules, Start.AddDays(13.99)).Next.Step);
        Assert.Equal(Latitude.Supervised, scenario.Look(Rules, Start.AddDays(14)).Next.Step);
    }

    [Fact]
    public void It_looks_at_fixed_numbers_of_reviews_alone()
    {
        // 46 of 50 is too few; 50 more good ones make 96 of 100, which is enough only at the look at 100.
        var scenario = At(Latitude.Diagnostic).Fed(Audits(4, 1).Concat(Audits(95)));
        Assert.Equal((Latitude.Diagnostic, 50), (scenario.Step, scenario.LookedAt));
        Assert.True(WilsonBound.Lower(scenario.Evidence.All) > 0.9);
        Assert.Equal(Latitude.Supervised, scenario.Fed(Audits(1)).Step);
    }

    [Fact]
    public void A_scenario_that_failed_its_last_look_may_come_back()
    {
        var scenario = At(Latitude.Diagnostic).Fed(Audits(400, everyNthBad: 9));
        Assert.Equal((Latitude.Diagnostic, 0, 0), (scenario.Step, scenario.Evidence.Reviews, scenario.LookedAt));
        Assert.Equal(Latitude.Supervised, (scenario with { Audits = default }).Fed(Audits(50)).Step);
    }

    [Fact]
    public void The_top_two_latitudes_are_only_offered()
    {
        var scenario = At(Latitude.Supervised).Fed(Audits(60));
        Assert.Equal((Latitude.Supervised, Latitude.Bounded), (scenario.Step, scenario.Offer!.To));

        var (accepted, change) = scenario.Accept("ana", Rules, Start.AddDays(61));
        Assert.Equal((Latitude.Bounded, LatitudeCause.OfferAccepted, "ana"), (accepted.Step, change!.Cause, change.By));
        Assert.Null(accepted.Offer);
        Assert.Equal(Latitude.Full, accepted.Fed(Audits(60)).Offer!.To);
    }

    [Fact]
    public void An_offer_lapses_when_reviews_turn_or_the_playbook_does()
    {
        var offered = At(Latitude.Supervised).Fed(Audits(60));

        Assert.Null(offered.Fed(Audits(40, everyNthBad: 4)).Offer);
        Assert.Null(offered.Observe(ObservedReview.Directed(Severe), Rules, Start).Next.Offer);
        Assert.Null(offered.Accept("ana", Rules with { Ceiling = Latitude.Supervised }, Start).Change);
        Assert.Null(offered.Look(Rules with { Ceiling = Latitude.Supervised }, Start.AddDays(70)).Next.Offer);
        Assert.Null(At(Latitude.Supervised).Accept("ana", Rules, Start).Change);
    }

    [Fact]
    public void It_never_widens_above_the_playbook()
    {
        var rules = Rules with { Ceiling = Latitude.Diagnostic };

        Assert.Equal(Latitude.Diagnostic, At(Latitude.Diagnostic).Fed(Audits(500), rules).Step);
        Assert.Equal(Latitude.Suspended, At(Latitude.Suspended).Fed(Audits(500)).Step);
        Assert.Equal(Latitude.Diagnostic, At(Latitude.Full).Under(Latitude.Diagnostic));
    }

    [Fact]
    public void Audits_with_unequal_weights_count_for_less()
    {
        var unequal = Audits(30).Concat(Audits(20, probability: 0.05));
        var scenario = At(Latitude.Diagnostic).Fed(unequal);

        Assert.Equal(Latitude.Diagnostic, scenario.Step);
        Assert.InRange(scenario.Evidence.All.EffectiveReviews, 23, 23.1);
    }

    [Fact]
    public void Good_audits_do_not_make_up_for_bad_drafts()
    {
        var drafts = Enumerable.Range(0, 12).Select(number => ObservedReview.BeforeSending(number % 2 == 0 ? Accepted : Rejected, isAtRisk: true));
        var rules = Rules with { Reviews = new(6, 4096) };
        var scenario = At(Latitude.Diagnostic).Fed(drafts.Concat(Audits(400, probability: 0.05)), rules);

        Assert.Equal(Latitude.Diagnostic, scenario.Step);
    }

    [Fact]
    public void Nothing_moves_while_frozen_or_while_reviewers_disagree()
    {
        var frozen = At(Latitude.Diagnostic).Freeze("ana", Start).Next;
        Assert.Equal(Latitude.Diagnostic, frozen.Fed(Audits(100)).Step);
        Assert.Equal(Latitude.Full, (At(Latitude.Full) with { FrozenBy = "ana" }).Fed(Audits(100, 1)).Step);
        Assert.Equal(Latitude.Bounded, (At(Latitude.Full) with { FrozenBy = "ana" }).Observe(ObservedReview.Directed(Severe), Rules, Start).Next.Step);
        Assert.Equal(Latitude.Supervised, frozen.Fed(Audits(100)).Unfreeze("ana", Start).Next.Look(Rules, Start.AddDays(101)).Next.Step);

        var torn = Enumerable.Range(0, 40).Aggregate(
            At(Latitude.Diagnostic),
            (scenario, number) => scenario.ObservePair(number % 2 == 0 ? Accepted : Rejected, number % 4 < 2 ? Accepted : Rejected));
        Assert.Equal(Latitude.Diagnostic, torn.Fed(Audits(100)).Step);
        Assert.Equal(Latitude.Full, (torn with { Step = Latitude.Full }).Fed(Audits(100, 1)).Step);
    }

    [Fact]
    public void A_reset_sets_the_step_under_the_ceiling_and_counts_from_there()
    {
        var held = At(Latitude.Bounded).Fed(Audits(10)).Observe(ObservedReview.Directed(Severe), Rules, Start).Next;
        var (reset, change) = held.Reset("ana", Latitude.Full, Rules with { Ceiling = Latitude.Bounded }, Start.AddDays(3));

        Assert.Equal(new ScenarioLatitude { Step = Latitude.Bounded, Since = Start.AddDays(3), Cause = LatitudeCause.Reset }, reset);
        Assert.Equal((Latitude.Supervised, Latitude.Bounded, "ana"), (change.From, change.To, change.By));
        Assert.Throws<ArgumentException>(() => held.Reset(" ", Latitude.Full, Rules, Start));
        Assert.Throws<ArgumentOutOfRangeException>(() => held.Reset("ana", Latitude.Unspecified, Rules, Start));
    }

    [Fact]
    public void A_new_release_takes_over_the_step_and_ten_reviews_at_most()
    {
        var old = At(Latitude.Diagnostic).Fed(Audits(45).Append(Audit(false)).Append(Audit(false)));
        var (next, change) = old.ForRelease(Rules, Start.AddDays(60));

        Assert.Equal((Latitude.Diagnostic, LatitudeCause.NewRelease), (next.Step, change.Cause));
        Assert.Equal((0, 10.0), (next.Evidence.Reviews, next.Evidence.All.EffectiveReviews));
        Assert.Equal(old.Evidence.All.Rate!.Value, next.Evidence.All.Rate!.Value, 12);
        Assert.InRange(next.Audits.Value, 0, 4);
        Assert.Equal(Latitude.Diagnostic, next.Fed(Audits(49)).Step);
        Assert.True(old.Observe(ObservedReview.Directed(Severe), Rules, Start).Next.ForRelease(Rules, Start).Next.IsHeld);
    }
}
