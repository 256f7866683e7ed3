using System.Diagnostics.Metrics;
using AccountTwins.Domain.Tenants;

namespace AccountTwins.Grains.Incidents;

/// <summary>Incidents as they open and end, each counted once when it is durable. Tags are closed lists; never a tenant or a topic.</summary>
public sealed class IncidentMetrics
{
    public const string MeterName = "AccountTwins.Incidents";

    /// <summary>Incidents that were opened or ended, and whether the watch or a person did it.</summary>
    public const string Changes = "accounttwins.incidents";

    private readonly Counter<long> _changes;

    public IncidentMetrics(IMeterFactory meters) =>
        _changes = meters.Create(MeterName).CreateCounter<long>(Changes, "{incident}", "Incidents that were opened or ended, by whom.");

    public void Opened(string by) => Count("opened", by);

    public void Ended(string by) => Count("ended", by);

    private void Count(string kind, string by) => _changes.Add(
        1, new KeyValuePair<string, object?>("kind", kind), new KeyValuePair<string, object?>("by", by == TenantSettings.Detection ? "watch" : "person"));
}
