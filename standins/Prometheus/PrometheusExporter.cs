using System.Runtime.CompilerServices;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace AccountTwins.StandIns.Prometheus;

/// <summary>Collects when it is scraped and keeps nothing between scrapes. One scrape at a time: a collection fills one text.</summary>
[ExportModes(ExportModes.Pull)]
internal sealed class PrometheusExporter : BaseExporter<Metric>, IPullMetricExporter
{
    // The SDK tells an exporter its provider, but nobody outside it a provider's exporters.
    private static readonly ConditionalWeakTable<PrometheusExporter, object?> Live = [];

    private readonly Lock _gate = new();
    private string _text = string.Empty;

    public PrometheusExporter() => Live.Add(this, null);

    public Func<int, bool>? Collect { get; set; }

    public static PrometheusExporter? Of(MeterProvider provider) => Live.Select(each => each.Key).FirstOrDefault(each => ReferenceEquals(each.ParentProvider, provider));

    /// <summary>The metrics as they are now, or null if they could not be collected.</summary>
    public string? Scrape()
    {
        lock (_gate)
        {
            _text = string.Empty;
            return Collect?.Invoke(Timeout.Infinite) == true ? _text : null;
        }
    }

    public override ExportResult Export(in Batch<Metric> batch)
    {
        var metrics = new List<Metric>();
        foreach (var metric in batch)
            metrics.Add(metric);
        _text = PrometheusText.Write(metrics);
        return ExportResult.Success;
    }
}
