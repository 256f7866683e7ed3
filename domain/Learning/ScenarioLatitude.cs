using AccountTwins.Domain.Latitudes;

namespace AccountTwins.Domain.Learning;

/// <summary>
/// How far one agent release may go in one scenario, as its reviews have earned it: goes down by itself, one step at a time and never below
/// <see cref="Latitude.Diagnostic"/>; goes up more slowly, one step and never above the playbook. A fixed number of numbers, whatever the
/// number of reviews.
/// </summary>
/// <remarks>
/// A review that is worse (a lower <see cref="Agreement.Score"/>, a higher severity) never makes the next change a wider one or a tighter one
/// later. After a change counting starts again, so who was tightened earlier is looked at earlier too.
/// </remarks>
public sealed partial record ScenarioLatitude
{
    /// <summary>The step reached. What holds is at most the playbook's cell, which may have gone lower since.</summary>
    public required Latitude Step { get; init; }

    /// <summary>Of the last change of step; 14 days from here nothing widens.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Of the last change of step.</summary>
    public required LatitudeCause Cause { get; init; }

    /// <summary>Reviews since the last change.</summary>
    public ScenarioEvidence Evidence { get; init; }

    /// <summary>Audits and reviews before sending of late; decides how many more are drawn, and nothing else.</summary>
    public RecentAgreement Recent { get; init; }

    /// <summary>Over the common sample of audits.</summary>
    public BernoulliCusum Audits { get; init; }

    /// <summary>Over reviews before sending.</summary>
    public BernoulliCusum BeforeSending { get; init; }

    /// <summary>Over outcomes that came by themselves.</summary>
    public BernoulliCusum WeakLabels { get; init; }

    /// <summary>Reviews at the last look since the last change; 0 before the first.</summary>
    public int LookedAt { get; init; }

    /// <summary>A severe error waits for a person: nothing widens until <see cref="Release"/>.</summary>
    public bool IsHeld { get; init; }

    /// <summary>Who froze it; statistics move it neither way, a severe error still tightens.</summary>
    public string? FrozenBy { get; init; }

    /// <summary>A step that waits for a person.</summary>
    public WidenOffer? Offer { get; init; }

    /// <summary>Audits that are still made of every decision, because weak labels signalled.</summary>
    public int WatchedReviewsLeft { get; init; }

    /// <summary>Of decisions reviewed twice; about the reviewers, so it outlives changes and releases.</summary>
    public Kappa Kappa { get; init; }

    /// <summary>A scenario of which nothing is known.</summary>
    /// <param name="step">As the playbook starts it.</param>
    /// <param name="now">When.</param>
    public static ScenarioLatitude Start(Latitude step, DateTimeOffset now) => new() { Step = step, Since = now, Cause = LatitudeCause.Start };

    /// <summary>What may be done under the playbook: the lower of both.</summary>
    public Latitude Under(Latitude ceiling) => Step < ceiling ? Step : ceiling;

    /// <summary>
    /// The same scenario for a new agent release: starts at the same step, held or frozen as it is here, with the weight of at most 10 reviews.
    /// </summary>
    public (ScenarioLatitude Next, LatitudeChange Change) ForRelease(LearningRules rules, DateTimeOffset now)
    {
        var parameters = rules.Parameters;
        var next = Restarted(Step, LatitudeCause.NewRelease, now) with
        {
            Evidence = new() { Inherited = Evidence.All.AsPrior(parameters.InheritedReviewsMax) },
            Audits = Audits.AsPrior(parameters.InheritedReviewsMax, parameters.UnacceptableDisagreement, rules.Reviews),
            BeforeSending = BeforeSending.AsPrior(parameters.InheritedReviewsMax, parameters.UnacceptableDisagreement, rules.Reviews),
            WeakLabels = WeakLabels.AsPrior(parameters.InheritedReviewsMax, parameters.UnusualWeakLabels, rules.WeakLabels),
        };
        return (next, Changed(Step, Step, LatitudeCause.NewRelease, now));
    }

    /// <summary>Statistics may not move it: frozen, or its reviewers disagree among themselves.</summary>
    private bool IsStill(LearningRules rules) => FrozenBy is not null || Kappa.IsTooLow(rules.Parameters);

    /// <summary>At another step, with everything counted from here on.</summary>
    private ScenarioLatitude Restarted(Latitude step, LatitudeCause cause, DateTimeOffset now) => this with
    {
        Step = step,
        Since = now,
        Cause = cause,
        Evidence = default,
        Recent = default,
        Audits = default,
        BeforeSending = default,
        WeakLabels = default,
        LookedAt = 0,
        Offer = null,
    };

    private LatitudeChange Changed(
        Latitude from, Latitude to, LatitudeCause cause, DateTimeOffset now, double? statistic = null, double? limit = null, string? by = null)
    {
        var all = Evidence.All;
        return new()
        {
            From = from,
            To = to,
            Cause = cause,
            At = now,
            By = by,
            Statistic = statistic,
            Limit = limit,
            Reviews = Evidence.Reviews,
            EffectiveReviews = all.EffectiveReviews,
            Agreement = all.Rate,
        };
    }
}
