using System.Globalization;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace AccountTwins.StandIns.Prometheus;

/// <summary>
/// The text format 0.0.4, for example:
/// <code>
/// # HELP signals_applied_total Signals that changed a twin
/// # TYPE signals_applied_total counter
/// signals_applied_total{otel_scope_name="AccountTwins",family="usage"} 42
/// </code>
/// Instruments of several meters that map to one name share one family. Exponential histograms have no form in this format and are left out.
/// </summary>
internal static class PrometheusText
{
    private const int KindOfValue = 0x0f;
    private const int LongValue = 0x0a;

    public static string Write(IEnumerable<Metric> metrics)
    {
        var text = new StringBuilder();
        foreach (var family in metrics.Where(each => TypeOf(each) is not null).GroupBy(each => PrometheusName.Of(each.Name, each.Unit, TypeOf(each)!)).OrderBy(each => each.Key, StringComparer.Ordinal))
        {
            var type = TypeOf(family.First())!;
            var help = family.Select(each => each.Description).FirstOrDefault(each => !string.IsNullOrEmpty(each)) ?? family.First().Name;
            text.Append(CultureInfo.InvariantCulture, $"# HELP {family.Key} {Escape(help, quotes: false)}\n# TYPE {family.Key} {type}\n");
            foreach (var metric in family.Where(each => TypeOf(each) == type))
            {
                foreach (ref readonly var point in metric.GetMetricPoints())
                    WritePoint(text, family.Key, metric, in point);
            }
        }

        return text.ToString();
    }

    private static string? TypeOf(Metric metric) => metric.MetricType switch
    {
        MetricType.LongSum or MetricType.DoubleSum => "counter",
        MetricType.LongGauge or MetricType.DoubleGauge or MetricType.LongSumNonMonotonic or MetricType.DoubleSumNonMonotonic => "gauge",
        MetricType.Histogram => "histogram",
        _ => null,
    };

    private static void WritePoint(StringBuilder text, string name, Metric metric, in MetricPoint point)
    {
        var labels = Labels(metric, point.Tags);
        if (metric.MetricType != MetricType.Histogram)
        {
            Line(text, name, labels, Value(metric, in point));
            return;
        }

        long count = 0;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            count += bucket.BucketCount;
            Line(text, $"{name}_bucket", $"{labels},le=\"{Number(bucket.ExplicitBound)}\"", Number(count));
        }

        Line(text, $"{name}_sum", labels, Number(point.GetHistogramSum()));
        Line(text, $"{name}_count", labels, Number(point.GetHistogramCount()));
    }

    private static string Value(Metric metric, in MetricPoint point)
    {
        var isLong = ((int)metric.MetricType & KindOfValue) == LongValue;
        return metric.MetricType is MetricType.LongGauge or MetricType.DoubleGauge
            ? isLong ? Number(point.GetGaugeLastValueLong()) : Number(point.GetGaugeLastValueDouble())
            : isLong ? Number(point.GetSumLong()) : Number(point.GetSumDouble());
    }

    private static void Line(StringBuilder text, string name, string labels, string value) => text.Append(name).Append('{').Append(labels).Append("} ").Append(value).Append('\n');

    private static string Labels(Metric metric, ReadOnlyTagCollection tags)
    {
        var labels = new StringBuilder().Append("otel_scope_name=\"").Append(Escape(metric.MeterName, quotes: true)).Append('"');
        if (!string.IsNullOrEmpty(metric.MeterVersion))
            labels.Append(",otel_scope_version=\"").Append(Escape(metric.MeterVersion, quotes: true)).Append('"');
        foreach (var (key, value) in tags)
        {
            var shown = value is bool flag ? (flag ? "true" : "false") : Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty;
            labels.Append(',').Append(PrometheusName.Label(key)).Append("=\"").Append(Escape(shown, quotes: true)).Append('"');
        }

        return labels.ToString();
    }

    private static string Escape(string value, bool quotes)
    {
        var escaped = value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return quotes ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Number(double value) => double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf" : value.ToString(CultureInfo.InvariantCulture);
}
