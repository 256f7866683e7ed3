using System.Diagnostics.Metrics;

namespace AccountTwins.Grains;

/// <summary>Instruments of the twins in this silo.</summary>
public sealed class TwinMetrics
{
    public const string MeterName = "AccountTwins.Twins";

    private readonly UpDownCounter<long> _resident;

    public TwinMetrics(IMeterFactory meters) =>
        _resident = meters.Create(MeterName).CreateUpDownCounter<long>("accounttwins.twins.resident", "{twin}", "Twins in this silo's memory.");

    public void Activated() => _resident.Add(1);

    public void Deactivated() => _resident.Add(-1);
}
