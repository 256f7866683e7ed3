using AccountTwins.Domain.Latitudes;

namespace AccountTwins.Domain.Learning;

/// <summary>The way down: reviews, outcomes, and what scenarios like it do.</summary>
public sealed partial record ScenarioLatitude
{
    /// <summary>
    /// Takes one review and tightens one step where it is the last straw, or at once where it is a severe error, which also holds the
    /// scenario until a person has looked.
    /// </summary>
    /// <returns>The change, null where there is none. At the bottom a severe error gives one without a step.</returns>
    public (ScenarioLatitude Next, LatitudeChange? Change) Observe(ObservedReview review, LearningRules rules, DateTimeOffset now)
    {
        var next = Counted(review, rules, now);
        if (review.Judgement.Severity == Severity.Severe)
            return next.Held(rules, now);
        if (next.IsStill(rules))
            return (next, null);
        var parameters = rules.Parameters;
        if (next.Audits.Signals(rules.Reviews, parameters.ReviewsBeforeTightening))
            return next.Tightened(LatitudeCause.AuditDisagreement, rules, now, next.Audits.Value, rules.Reviews.Threshold);
        if (next.BeforeSending.Signals(rules.Reviews, parameters.ReviewsBeforeTightening))
            return next.Tightened(LatitudeCause.PreSendDisagreement, rules, now, next.BeforeSending.Value, rules.Reviews.Threshold);
        return (next, null);
    }

    /// <summary>Takes what became of one decision, once its outcome window has passed.</summary>
    /// <param name="speaksAgainst">Reopened, contact again within 48 hours, low CSAT, dispute or taken over by a person.</param>
    /// <param name="rules">What it learns by.</param>
    /// <param name="now">When the window was closed.</param>
    /// <returns>On a signal a change without a step: every decision is audited for a while; with a step where weak labels may tighten.</returns>
    public (ScenarioLatitude Next, LatitudeChange? Change) ObserveOutcome(bool speaksAgainst, LearningRules rules, DateTimeOffset now)
    {
        var next = this with { WeakLabels = WeakLabels.Next(speaksAgainst, rules.WeakLabels) };
        if (!next.WeakLabels.Signals(rules.WeakLabels, rules.Parameters.ReviewsBeforeTightening))
            return (next, null);
        var change = next.Changed(Step, Step, LatitudeCause.WeakLabels, now, next.WeakLabels.Value, rules.WeakLabels.Threshold);
        var watched = next with { WeakLabels = default, WatchedReviewsLeft = rules.Parameters.WatchedReviews, Offer = null };
        if (!rules.Parameters.DoWeakLabelsTighten || next.IsStill(rules) || Lower(rules) is not { } to)
            return (watched, change);
        return (watched.Restarted(to, LatitudeCause.WeakLabels, now), change with { From = Under(rules.Ceiling), To = to });
    }

    /// <summary>
    /// Lets scenarios like it speak for one with few reviews of its own: tightens where even the upper bound of its own reviews and at most 10
    /// borrowed ones is unacceptable. It never widens anything. Ask after <see cref="Observe"/>.
    /// </summary>
    /// <param name="parentWithoutItself">Agreement of its parent's other scenarios; see <see cref="WeightedAgreement.Without"/>.</param>
    /// <param name="rules">What it learns by.</param>
    /// <param name="now">When.</param>
    public (ScenarioLatitude Next, LatitudeChange? Change) Borrow(WeightedAgreement parentWithoutItself, LearningRules rules, DateTimeOffset now)
    {
        var parameters = rules.Parameters;
        var own = Evidence.All;
        var borrowed = parentWithoutItself.AsPrior(parameters.BorrowedReviewsMax);
        if (borrowed == default || IsStill(rules) || Evidence.Reviews < parameters.ReviewsBeforeTightening || own.EffectiveReviews >= parameters.SparseBelowReviews)
            return (this, null);
        // As if its own reviews had weight 1 on average, so that ten borrowed ones weigh as much as ten of them.
        var both = own.AsPrior(parameters.SparseBelowReviews).Plus(borrowed);
        var upper = WilsonBound.Upper(both, parameters.BoundZ);
        var limit = 1 - parameters.UnacceptableDisagreement;
        return upper < limit ? Tightened(LatitudeCause.ParentDisagreement, rules, now, upper, limit) : (this, null);
    }

    /// <summary>Adds one decision that was reviewed by two people, each without seeing the other.</summary>
    public ScenarioLatitude ObservePair(Judgement first, Judgement second) =>
        this with { Kappa = Kappa.With(Agreement.Score(first), Agreement.Score(second)) };

    private ScenarioLatitude Counted(ObservedReview review, LearningRules rules, DateTimeOffset now)
    {
        var watched = review.Kind == ReviewKind.Audit ? this with { WatchedReviewsLeft = Math.Max(0, WatchedReviewsLeft - 1) } : this;
        if (Agreement.Score(review.Judgement) is not { } score)
            return watched;
        if (review.Kind is not (ReviewKind.Audit or ReviewKind.BeforeSending))
            return watched;
        var next = watched with
        {
            Evidence = Evidence.With(review, score),
            Recent = Recent.With(score, review.Probability, now, rules.Parameters.DaysUntilHalfKnown),
        };
        return review switch
        {
            { Kind: ReviewKind.Audit, IsInCommonSample: true } => next with { Audits = Audits.Next(score == 0, rules.Reviews) },
            { Kind: ReviewKind.BeforeSending } => next with { BeforeSending = BeforeSending.Next(score == 0, rules.Reviews) },
            _ => next,
        };
    }

    private (ScenarioLatitude Next, LatitudeChange? Change) Held(LearningRules rules, DateTimeOffset now)
    {
        var from = Under(rules.Ceiling);
        var to = Lower(rules) ?? from;
        var held = to < from ? Restarted(to, LatitudeCause.SevereError, now) : this with { Offer = null };
        return (held with { IsHeld = true }, Changed(from, to, LatitudeCause.SevereError, now));
    }

    private (ScenarioLatitude Next, LatitudeChange? Change) Tightened(
        LatitudeCause cause, LearningRules rules, DateTimeOffset now, double statistic, double limit) =>
        Lower(rules) is { } to
            ? (Restarted(to, cause, now), Changed(Under(rules.Ceiling), to, cause, now, statistic, limit))
            : (this with { Offer = null }, null);

    /// <summary>One step below what holds, or null at the bottom. From what holds: a step that the playbook doesn't grant is none to lose.</summary>
    private Latitude? Lower(LearningRules rules) => Under(rules.Ceiling) is var holds && holds > Latitude.Diagnostic ? holds - 1 : null;
}
