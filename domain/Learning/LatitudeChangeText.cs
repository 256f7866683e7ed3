using System.Globalization;
using AccountTwins.Domain.Latitudes;

namespace AccountTwins.Domain.Learning;

/// <summary>Puts plain English to a change. The numbers come from it and from nowhere else.</summary>
public static class LatitudeChangeText
{
    /// <example>tightened from bounded to supervised: audits disagree too often, CUSUM 31 of 31; agreement 61 % over 23 reviews (worth 20.4)</example>
    public static string Of(LatitudeChange change)
    {
        var by = change.By is { } person ? $" by {person}" : "";
        var what = change switch
        {
            { IsTightening: true } => $"tightened from {NameOf(change.From)} to {NameOf(change.To)}{by}",
            { IsWidening: true } => $"widened from {NameOf(change.From)} to {NameOf(change.To)}{by}",
            _ => $"stays at {NameOf(change.To)}{by}",
        };
        return $"{what}: {Why(change)}{Seen(change)}";
    }

    private static string Why(LatitudeChange change) => change.Cause switch
    {
        LatitudeCause.AuditDisagreement => Say($"audits disagree too often, CUSUM {change.Statistic:0} of {change.Limit:0}"),
        LatitudeCause.PreSendDisagreement => Say($"reviews before sending disagree too often, CUSUM {change.Statistic:0} of {change.Limit:0}"),
        LatitudeCause.WeakLabels => Say($"outcomes speak against it, CUSUM {change.Statistic:0} of {change.Limit:0}"),
        LatitudeCause.ParentDisagreement => Say($"with scenarios like it, agreement is at most {Percent(change.Statistic)}, below {Percent(change.Limit)}"),
        LatitudeCause.AgreementReached => Say($"agreement is at least {Percent(change.Statistic)}, target {Percent(change.Limit)}"),
        LatitudeCause.OfferAccepted => Say($"offer accepted, agreement is at least {Percent(change.Statistic)}, target {Percent(change.Limit)}"),
        LatitudeCause.SevereError => "severe error, held until a person has looked",
        LatitudeCause.NewRelease => "new agent release",
        LatitudeCause.Start => "start",
        LatitudeCause.Frozen => "frozen",
        LatitudeCause.Unfrozen => "unfrozen",
        LatitudeCause.Released => "a person has looked at the severe error",
        LatitudeCause.Reset => change.Asked is { } asked ? $"reset, asked for {NameOf(asked)}, bounded by the playbook" : "reset",
        LatitudeCause.Offered => Say($"offered {NameOf(change.Offered ?? change.To)}, agreement is at least {Percent(change.Statistic)}, target {Percent(change.Limit)}"),
        _ => throw new ArgumentOutOfRangeException(nameof(change), change.Cause, "There is no such cause."),
    };

    private static string Seen(LatitudeChange change) => change is { Agreement: { } agreement, Reviews: > 0 }
        ? Say($"; agreement {Percent(agreement)} over {change.Reviews} reviews (worth {change.EffectiveReviews:0.#})")
        : "";

    private static string NameOf(Latitude latitude) => latitude switch
    {
        Latitude.Suspended => "suspended",
        Latitude.Diagnostic => "diagnostic",
        Latitude.Supervised => "supervised",
        Latitude.Bounded => "bounded",
        Latitude.Full => "full",
        _ => "unspecified",
    };

    private static string Percent(double? share) => Say($"{100 * share:0.0} %");

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
