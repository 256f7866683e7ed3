using System.Globalization;

namespace AccountTwins.LoadTest.Load.Metrics;

/// <summary>
/// One look at a silo's <c>/metrics</c>. A raw line:
/// <c>accounttwins_signals_total{otel_scope_name="AccountTwins",family="usage",outcome="applied"} 42</c>; a time may follow.
/// </summary>
internal sealed class MetricsPage
{
    public const string Signals = "accounttwins_signals_total";
    public const string Lag = "accounttwins_lag";
    public const string Apply = "accounttwins_apply_duration_seconds";
    public const string Checkpoint = "accounttwins_checkpoint_duration_seconds";
    public const string StoreWrite = "accounttwins_storage_write_duration_seconds";
    public const string StoreRows = "accounttwins_storage_write_results_total";

    private readonly List<(string Name, string Labels, double Value)> _samples = [];

    /// <summary>Signals that are in their twins, each once.</summary>
    public double Applied => Sum(Signals, "outcome=\"applied\"");

    /// <summary>Rows that the store has taken.</summary>
    public double RowsWritten => Sum(StoreRows, "outcome=\"written\"");

    public static MetricsPage Parse(string text)
    {
        var page = new MetricsPage();
        foreach (var line in text.Split('\n'))
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            var (open, close) = (line.IndexOf('{', StringComparison.Ordinal), line.LastIndexOf('}'));
            var name = open < 0 ? line[..line.IndexOf(' ', StringComparison.Ordinal)] : line[..open];
            var rest = (open < 0 ? line[name.Length..] : line[(close + 1)..]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (double.TryParse(rest[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
                page._samples.Add((name, open < 0 ? "" : line[open..close], value));
        }

        return page;
    }

    /// <summary>All series of a name together, or those with a label; 0 when there are none yet.</summary>
    public double Sum(string name, string label = "") =>
        _samples.Where(sample => sample.Name == name && sample.Labels.Contains(label, StringComparison.Ordinal)).Sum(sample => sample.Value);

    /// <summary>Seconds and count of a histogram.</summary>
    public (double Seconds, double Count) Timed(string name) => (Sum(name + "_sum"), Sum(name + "_count"));
}
