using System.Diagnostics.Metrics;

namespace AccountTwins.Silo.Security.Limits;

/// <summary>The instruments of the limits; which key it was says no tag.</summary>
public sealed class RateLimitMetrics
{
    public const string MeterName = "AccountTwins.RateLimits";

    /// <summary>Requests refused. Tags <c>limit</c>: key, tenant, attempts; <c>scope</c>: the first scope of the key, or none.</summary>
    public const string Refused = "accounttwins.rate_limits.refused";

    /// <summary>Buckets in memory. Tag <c>limit</c>.</summary>
    public const string Buckets = "accounttwins.rate_limits.buckets";

    private readonly Meter meter;
    private readonly Counter<long> refused;

    public RateLimitMetrics(IMeterFactory meters)
    {
        meter = meters.Create(MeterName);
        refused = meter.CreateCounter<long>(Refused, "{request}", "Requests refused by a limit.");
    }

    public void Refuse(string limit, KeyScopes scopes)
    {
        var first = KeyScopesText.Each.FirstOrDefault(scope => (scopes & scope) != 0);
        refused.Add(1, new("limit", limit), new("scope", first == KeyScopes.None ? "none" : KeyScopesText.Write(first)));
    }

    internal void Watch(params (string Limit, BucketTable Table)[] tables) =>
        meter.CreateObservableGauge(
            Buckets,
            () => tables.Select(each => new Measurement<int>(each.Table.Count, new KeyValuePair<string, object?>("limit", each.Limit))),
            "{bucket}",
            "Keys, tenants and addresses whose requests are counted.");
}
