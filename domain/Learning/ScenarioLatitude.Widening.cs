using AccountTwins.Domain.Latitudes;

namespace AccountTwins.Domain.Learning;

/// <summary>The way up: looks at fixed numbers of reviews, and what a person grants.</summary>
public sealed partial record ScenarioLatitude
{
    /// <summary>Steps into these are for a person to grant.</summary>
    private const Latitude OfferedFrom = Latitude.Bounded;

    /// <summary>
    /// Looks whether agreement has earned the next step. Call it as often as you like: it decides only at 50, 100, 200 and 400 reviews since
    /// the last change and after 14 days. After the last look without success counting starts again, or a scenario that was bad
    /// once could never come back.
    /// </summary>
    /// <returns>Widened, with the change; or with an <see cref="Offer"/>, where the step needs a person; or unchanged.</returns>
    public (ScenarioLatitude Next, LatitudeChange? Change) Look(LearningRules rules, DateTimeOffset now)
    {
        var parameters = rules.Parameters;
        if (IsHeld || IsStill(rules) || Higher(rules) is not { } to)
            return (Offer is null ? this : this with { Offer = null }, null);
        var reviews = Evidence.Reviews;
        if (NextLook(parameters) is not { } look || reviews < look || now - Since < TimeSpan.FromDays(parameters.DaysBeforeWidening))
            return (this, null);
        var all = Evidence.All;
        var bound = WilsonBound.Lower(all, parameters.BoundZ);
        var looked = this with { LookedAt = reviews, Offer = null };
        if (bound < parameters.TargetAgreement || IsDoubtful(rules))
            return (looked.NextLook(parameters) is null ? looked with { Evidence = default, LookedAt = 0 } : looked, null);
        if (to >= OfferedFrom)
        {
            var offer = new WidenOffer(to, now, bound, parameters.TargetAgreement, reviews, all.EffectiveReviews, all.Rate ?? 0);
            return (looked with { Offer = offer }, null);
        }

        return (Restarted(to, LatitudeCause.AgreementReached, now),
            Changed(Step, to, LatitudeCause.AgreementReached, now, bound, parameters.TargetAgreement));
    }

    /// <summary>Grants the offer. Without one, or where the playbook, a hold or a freeze stands against it by now, nothing changes.</summary>
    public (ScenarioLatitude Next, LatitudeChange? Change) Accept(string by, LearningRules rules, DateTimeOffset now)
    {
        RequirePerson(by);
        if (Offer is not { } offer || IsHeld || IsStill(rules) || Higher(rules) != offer.To || IsDoubtful(rules))
            return (this, null);
        return (Restarted(offer.To, LatitudeCause.OfferAccepted, now),
            Changed(Step, offer.To, LatitudeCause.OfferAccepted, now, offer.Bound, offer.Target, by));
    }

    /// <summary>A CUSUM stands at its threshold, which the bottom or a freeze kept from acting; or one group is clearly below the target.</summary>
    private bool IsDoubtful(LearningRules rules)
    {
        var parameters = rules.Parameters;
        return Audits.Value >= rules.Reviews.Threshold
            || BeforeSending.Value >= rules.Reviews.Threshold
            || Evidence.HasGroupClearlyBelow(parameters.TargetAgreement, parameters.BoundZ);
    }

    private int? NextLook(LearningParameters parameters)
    {
        foreach (var look in parameters.Looks)
        {
            if (look > LookedAt)
                return look;
        }

        return null;
    }

    /// <summary>One step up, or null at the playbook's ceiling and where a person suspended it.</summary>
    private Latitude? Higher(LearningRules rules) => Step >= Latitude.Diagnostic && Step < rules.Ceiling ? Step + 1 : null;
}
