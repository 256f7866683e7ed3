using System.Text.Json;
using System.Xml.Linq;
using AccountTwins.LoadTest.Load;
using AccountTwins.LoadTest.Load.Report;

namespace AccountTwins.Tests.LoadTest;

public sealed class HtmlReportTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static readonly LoadReport Report = new()
    {
        At = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero),
        Engine = "an engine",
        Processor = "a <processor> & more",
        Collector = "server collector",
        Cores = 2,
        Store = "sqlite",
        Commit = "abc",
        Seed = 4,
        Seconds = 12,
        Stolen = 0.031,
        Lines =
        [
            new("ingest", "applied", 30_000, "/s") { Bar = Bar.AtLeast(40_000) },
            new("memory", "a twin", 3_000, "bytes") { Bar = Bar.AtMost(4_096) },
            new("memory", "its own", 2_000, "bytes"),
            new("memory", "not measured", double.NaN, "bytes"),
        ],
        Faults = [],
        Timelines =
        [
            .. from chart in Enum.GetValues<Chart>()
               where chart != Chart.Unspecified
               from name in new[] { "first", "second" }
               select new Timeline(chart, $"{chart} {name}", [new(0, 1), new(1, 20), new(2.5, 15)]),
        ],
    };

    [Fact]
    public void The_page_is_well_formed_and_needs_nothing_else()
    {
        var text = HtmlReport.Of(Report);
        var page = Parse(text);

        Assert.DoesNotContain(page.Descendants(), element => element.Name.LocalName is "script" or "link" or "img" or "iframe");
        Assert.DoesNotContain(page.Descendants().Attributes(), attribute => attribute.Name.LocalName is "src" or "href");
        Assert.DoesNotContain("url(", text, StringComparison.Ordinal);
        Assert.Contains("Engine an engine; 2 cores, a <processor> & more; server collector; store sqlite; commit abc; seed 4.", page.Value, StringComparison.Ordinal);
        Assert.Contains("12 s, 3.1 % of the processors stolen by other guests", page.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_draws_every_curve_with_its_name_and_all_its_points()
    {
        var curves = Parse(HtmlReport.Of(Report)).Descendants(Svg + "polyline").ToDictionary(curve => curve.Element(Svg + "title")!.Value);

        Assert.Equal(Report.Timelines.Select(timeline => timeline.Name).Order(), curves.Keys.Order());
        Assert.All(curves.Values, curve => Assert.Equal(3, curve.Attribute("points")!.Value.Split(' ').Length));
    }

    [Fact]
    public void The_page_holds_every_number_with_its_bar()
    {
        var rows = Parse(HtmlReport.Of(Report)).Descendants("tr").Select(row => string.Join('|', row.Elements().Select(cell => cell.Value))).ToList();

        Assert.Contains("applied|30,000/s||≥ 40,000/s|FAIL", rows);
        Assert.Contains("a twin|3,000 bytes||≤ 4,096 bytes|pass", rows);
        Assert.Contains("its own|2,000 bytes|||", rows);
    }

    [Fact]
    public void The_line_of_the_history_is_one_line_that_names_what_it_was_measured_on()
    {
        var json = Report.ToJson();

        Assert.DoesNotContain('\n', json);
        var line = JsonDocument.Parse(json).RootElement;
        Assert.Equal(("an engine", "sqlite", "abc", 2), (Text("engine"), Text("store"), Text("commit"), line.GetProperty("cores").GetInt32()));
        Assert.Equal((1, 1), (line.GetProperty("passed").GetInt32(), line.GetProperty("failed").GetInt32()));
        Assert.Equal([false, true, null, null], line.GetProperty("lines").EnumerateArray().Select(each => each.GetProperty("passed").Deserialize<bool?>()));

        string? Text(string name) => line.GetProperty(name).GetString();
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(11, 20)]
    [InlineData(24_000, 25_000)]
    [InlineData(0.03, 0.05)]
    public void Axes_end_at_round_numbers(double value, double end)
    {
        Assert.Equal(end, SvgChart.RoundUp(value), 9);
    }

    private static XElement Parse(string page) => XDocument.Parse(page).Root!;
}
