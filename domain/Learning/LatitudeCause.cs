namespace AccountTwins.Domain.Learning;

/// <summary>Why a scenario's latitude is what it is. Numbers are stored; codes are on the wire.</summary>
public enum LatitudeCause : byte
{
    Unspecified = 0,

    /// <summary>As the playbook starts it.</summary>
    Start = 1,

    /// <summary>Audits of allowed decisions disagree too often.</summary>
    AuditDisagreement = 2,

    /// <summary>Reviews before sending disagree too often.</summary>
    PreSendDisagreement = 3,

    /// <summary>One severe error; held until a person has looked.</summary>
    SevereError = 4,

    /// <summary>Outcomes speak against the decisions more often than usual: all are audited for a while, or one step is taken.</summary>
    WeakLabels = 5,

    /// <summary>Few reviews of its own, bad ones, and scenarios like it do badly.</summary>
    ParentDisagreement = 6,

    /// <summary>Agreement is high enough for certain.</summary>
    AgreementReached = 7,

    /// <summary>The same, granted by a person.</summary>
    OfferAccepted = 8,

    /// <summary>A new agent release started where the one before it was.</summary>
    NewRelease = 9,

    Frozen = 10,

    Unfrozen = 11,

    /// <summary>A person has looked at the severe error.</summary>
    Released = 12,

    /// <summary>Set by a person, with a fresh start.</summary>
    Reset = 13,

    /// <summary>Agreement has earned a step that a person must grant.</summary>
    Offered = 14,
}

/// <summary>The stable codes of causes.</summary>
public static class LatitudeCauses
{
    public static string CodeOf(LatitudeCause cause) => cause switch
    {
        LatitudeCause.Start => "start",
        LatitudeCause.AuditDisagreement => "audit_disagreement",
        LatitudeCause.PreSendDisagreement => "pre_send_disagreement",
        LatitudeCause.SevereError => "severe_error",
        LatitudeCause.WeakLabels => "weak_labels",
        LatitudeCause.ParentDisagreement => "parent_disagreement",
        LatitudeCause.AgreementReached => "agreement_reached",
        LatitudeCause.OfferAccepted => "offer_accepted",
        LatitudeCause.NewRelease => "new_release",
        LatitudeCause.Frozen => "frozen",
        LatitudeCause.Unfrozen => "unfrozen",
        LatitudeCause.Released => "released",
        LatitudeCause.Reset => "reset",
        LatitudeCause.Offered => "offered",
        _ => throw new ArgumentOutOfRangeException(nameof(cause), cause, "There is no such cause."),
    };
}
