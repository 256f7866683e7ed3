using System.Xml.Linq;

namespace AccountTwins.LoadTest.Load.Report;

/// <summary>A load run as one page that needs nothing else: a table and inline pictures. Well-formed XML, so that a test can read it.</summary>
internal static class HtmlReport
{
    private const string Style = """
        body { font: 14px/1.45 system-ui, sans-serif; max-width: 1000px; margin: 2em auto; padding: 0 1em; color: #222; background: #fff }
        table { border-collapse: collapse; width: 100% } td, th { padding: 2px 8px; text-align: left; border-bottom: 1px solid #ddd }
        td.number { text-align: right; white-space: nowrap } tr.scenario td { font-weight: bold; padding-top: 1em }
        .pass { color: #15702f } .fail { color: #b3141d; font-weight: bold }
        svg { width: 100%; height: auto } svg text { font: 12px system-ui, sans-serif; fill: #444 } svg .grid { stroke: #e4e4e4 }
        """;

    private static readonly (Chart Chart, string Title, string Unit)[] Charts =
    [
        (Chart.Throughput, "Throughput", "signals applied per second"),
        (Chart.Median, "Latency from the intended start, median", "ms, by second"),
        (Chart.Tail, "Latency from the intended start, 99th percentile", "ms, by second"),
        (Chart.Lag, "Lag", "signals not answered yet"),
        (Chart.Memory, "Memory", "MB of the process"),
        (Chart.Checkpoints, "Checkpoints", "s, mean of those that ended in the second"),
    ];

    public static string Of(LoadReport report)
    {
        var title = $"AccountTwins load run, {report.At:yyyy-MM-dd HH:mm} UTC";
        var body = new XElement("body",
            new XElement("h1", title),
            new XElement("p", $"Engine {report.Engine}; {report.Cores} cores, {report.Processor}; {report.Collector}; store {report.Store}; commit {report.Commit}; seed {report.Seed}."),
            new XElement("p", report.Summary),
            report.Faults.Select(fault => new XElement("p", new XAttribute("class", "fail"), fault)),
            TableOf(report),
            Charts.Select(chart => Section(report, chart.Chart, chart.Title, chart.Unit)));
        var page = new XElement("html", new XAttribute("lang", "en"),
            new XElement("head", new XElement("meta", new XAttribute("charset", "utf-8")), new XElement("title", title), new XElement("style", Style)),
            body);
        return "<!DOCTYPE html>\n" + page.ToString(SaveOptions.DisableFormatting) + "\n";
    }

    private static XElement TableOf(LoadReport report)
    {
        var table = new XElement("table", Row("th", "what", "measured", "beside", "bar", ""));
        foreach (var scenario in report.Lines.GroupBy(line => line.Scenario))
        {
            table.Add(new XElement("tr", new XAttribute("class", "scenario"), new XElement("td", new XAttribute("colspan", 5), scenario.Key)));
            table.Add(scenario.Select(line => new XElement("tr",
                new XElement("td", line.What),
                new XElement("td", new XAttribute("class", "number"), line.Measured),
                new XElement("td", line.Beside),
                new XElement("td", line.BarText),
                new XElement("td", new XAttribute("class", line.Verdict.ToLowerInvariant()), line.Verdict))));
        }

        return table;
    }

    private static XElement? Section(LoadReport report, Chart chart, string title, string unit)
    {
        var timelines = report.Timelines.Where(timeline => timeline.Chart == chart).ToList();
        return timelines.Count == 0 ? null : new XElement("section", new XElement("h2", title), new SvgChart(unit, timelines).ToXml());
    }

    private static XElement Row(string kind, params IEnumerable<string> cells) => new("tr", cells.Select(cell => new XElement(kind, cell)));
}
