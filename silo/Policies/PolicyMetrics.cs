using System.Diagnostics.Metrics;

namespace AccountTwins.Silo.Policies;

/// <summary>The instruments of settings and learning: the one catalogue of their names. Never a tenant as a tag.</summary>
internal sealed class PolicyMetrics
{
    public const string MeterName = "AccountTwins.Policies";

    /// <summary>Tenants that this silo follows.</summary>
    public const string Tenants = "accounttwins.policies.tenants";

    /// <summary>Those whose settings are over a second old: their agents act only with approval.</summary>
    public const string Stale = "accounttwins.policies.stale";

    /// <summary>Incidents that are open in the tenants that this silo follows. Silos follow the same tenants, so they are not added up.</summary>
    public const string OpenIncidents = "accounttwins.incidents.open";

    /// <summary>What waits for people, by kind: approval, handover or audit. Of all tenants, so every silo says the same.</summary>
    public const string Waiting = "accounttwins.reviews.waiting";

    /// <summary>Tenants whose renewals are not those that were stored: their values are unknown.</summary>
    public const string AlteredRenewals = "accounttwins.policies.altered_renewals";

    /// <summary>Reviews that learning took in.</summary>
    public const string Learned = "accounttwins.learning.reviews";

    private readonly Counter<long> _learned;

    public PolicyMetrics(IMeterFactory meters, PolicyBoard board)
    {
        var meter = meters.Create(MeterName);
        meter.CreateObservableGauge(Tenants, () => board.Followed, "{tenant}", "Tenants whose settings this silo follows.");
        meter.CreateObservableGauge(Stale, () => board.Stale, "{tenant}", "Tenants whose settings are too old here to allow anything by.");
        meter.CreateObservableGauge(OpenIncidents, () => board.OpenIncidents, "{incident}", "Incidents that are open in the tenants that this silo follows.");
        meter.CreateObservableGauge(
            Waiting,
            () => new Measurement<int>[]
            {
                new(board.Waiting(count => count.Approvals), new KeyValuePair<string, object?>("kind", "approval")),
                new(board.Waiting(count => count.Handovers), new KeyValuePair<string, object?>("kind", "handover")),
                new(board.Waiting(count => count.Audits), new KeyValuePair<string, object?>("kind", "audit")),
            },
            "{review}", "What waits for people.");
        meter.CreateObservableGauge(AlteredRenewals, () => board.AlteredRenewals, "{tenant}", "Tenants whose stored renewals were altered, so that all values are unknown here.");
        _learned = meter.CreateCounter<long>(Learned, "{review}", "Reviews that learning took in.");
    }

    public void Took(int reviews) => _learned.Add(reviews);
}
