using System.Diagnostics.Metrics;

namespace AccountTwins.Grains.Learning;

/// <summary>Instruments of what learning does to latitude. Tags are closed lists; never a tenant or a scenario.</summary>
public sealed class LearningMetrics
{
    public const string MeterName = "AccountTwins.Learning";

    /// <summary>Changes of a scenario's latitude, by kind and cause.</summary>
    public const string LatitudeChanges = "accounttwins.learning.latitude_changes";

    private readonly Counter<long> _changes;

    public LearningMetrics(IMeterFactory meters) =>
        _changes = meters.Create(MeterName).CreateCounter<long>(LatitudeChanges, "{change}", "Changes of a scenario's latitude, by kind and cause.");

    public void Changed(string kind, string cause) => _changes.Add(1, new KeyValuePair<string, object?>("kind", kind), new KeyValuePair<string, object?>("cause", cause));
}
