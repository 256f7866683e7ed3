namespace AccountTwins.Domain.Learning;

/// <summary>Agreement in a scenario since its last change, in groups that are shown apart. The default is empty.</summary>
public readonly record struct ScenarioEvidence
{
    /// <summary>Random audits of what was allowed, accounts at risk.</summary>
    public WeightedAgreement AuditsAtRisk { get; init; }

    /// <summary>Random audits of what was allowed, all other accounts.</summary>
    public WeightedAgreement AuditsOther { get; init; }

    /// <summary>Drafts that waited for approval, accounts at risk.</summary>
    public WeightedAgreement BeforeSendingAtRisk { get; init; }

    /// <summary>Drafts that waited for approval, all other accounts.</summary>
    public WeightedAgreement BeforeSendingOther { get; init; }

    /// <summary>What a release took over from the one before.</summary>
    public WeightedAgreement Inherited { get; init; }

    public WeightedAgreement Audits => AuditsAtRisk.Plus(AuditsOther);

    public WeightedAgreement BeforeSending => BeforeSendingAtRisk.Plus(BeforeSendingOther);

    /// <summary>
    /// Over all decisions of the scenario: what waited was reviewed with probability 1, what was allowed with its recorded one, so together they
    /// stand for everything, and neither the hard cases that wait nor the easy ones that don't count for more than their share.
    /// </summary>
    public WeightedAgreement All => Audits.Plus(BeforeSending).Plus(Inherited);

    /// <summary>Reviews that counted since the last change; inherited ones are not among them.</summary>
    public int Reviews => Audits.Reviews + BeforeSending.Reviews;

    public ScenarioEvidence With(ObservedReview review, int score) => (review.Kind, review.IsAtRisk) switch
    {
        (ReviewKind.Audit, true) => this with { AuditsAtRisk = AuditsAtRisk.With(score, review.Probability) },
        (ReviewKind.Audit, false) => this with { AuditsOther = AuditsOther.With(score, review.Probability) },
        (ReviewKind.BeforeSending, true) => this with { BeforeSendingAtRisk = BeforeSendingAtRisk.With(score, 1) },
        (ReviewKind.BeforeSending, false) => this with { BeforeSendingOther = BeforeSendingOther.With(score, 1) },
        _ => this,
    };

    /// <summary>Even the best that a group may be is below the target: good reviews elsewhere don't make up for it.</summary>
    public bool HasGroupClearlyBelow(double target, double z) =>
        WilsonBound.Upper(AuditsAtRisk, z) < target || WilsonBound.Upper(AuditsOther, z) < target
        || WilsonBound.Upper(BeforeSendingAtRisk, z) < target || WilsonBound.Upper(BeforeSendingOther, z) < target;
}
