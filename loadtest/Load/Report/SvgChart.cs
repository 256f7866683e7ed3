using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace AccountTwins.LoadTest.Load.Report;

/// <summary>Curves as an SVG picture: one a timeline, each with its name, over the seconds of its scenario.</summary>
internal sealed class SvgChart(string unit, IReadOnlyList<Timeline> timelines)
{
    private const int Width = 860;
    private const int PlotHeight = 260;
    private const int Left = 70;
    private const int Right = 10;
    private const int Top = 20;
    private const int LegendRow = 18;
    private const int Ticks = 4;

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private static readonly string[] Colours = ["#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e", "#17becf", "#8c564b", "#e377c2", "#7f7f7f", "#bcbd22"];

    private readonly double _seconds = Math.Max(1, timelines.SelectMany(timeline => timeline.Points).Select(point => point.Second).DefaultIfEmpty(1).Max());
    private readonly double _top = RoundUp(timelines.SelectMany(timeline => timeline.Points).Select(point => point.Value).DefaultIfEmpty(1).Max());

    public XElement ToXml()
    {
        var height = Top + PlotHeight + 40 + (timelines.Count * LegendRow);
        var svg = new XElement(Svg + "svg", new XAttribute("viewBox", $"0 0 {Width} {height}"), new XAttribute("role", "img"));
        svg.Add(Text(Left, Top - 6, unit), Axes());
        for (var index = 0; index < timelines.Count; index++)
            svg.Add(Curve(timelines[index], Colours[index % Colours.Length]), Legend(timelines[index], index));
        return svg;
    }

    /// <summary>The next of 1, 2, 2.5 and 5 times a power of ten: an axis that people can read.</summary>
    internal static double RoundUp(double value)
    {
        if (!(value > 0))
            return 1;
        var power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return power * new[] { 1, 2, 2.5, 5, 10 }.First(step => step * power >= value * 0.999999);
    }

    private IEnumerable<XElement> Axes()
    {
        for (var tick = 0; tick <= Ticks; tick++)
        {
            var (y, x) = (Y(_top * tick / Ticks), X(_seconds * tick / Ticks));
            yield return new XElement(Svg + "line", new XAttribute("class", "grid"), At("x1", Left), At("x2", Width - Right), At("y1", y), At("y2", y));
            yield return Text(Left - 6, y + 4, Numbers.Short(_top * tick / Ticks), "end");
            yield return Text(x, Top + PlotHeight + 16, $"{(_seconds * tick / Ticks).ToString("0.#", CultureInfo.InvariantCulture)} s", tick == Ticks ? "end" : "middle");
        }
    }

    private XElement Curve(Timeline timeline, string colour)
    {
        var points = new StringBuilder();
        foreach (var point in timeline.Points)
            points.Append(CultureInfo.InvariantCulture, $"{X(point.Second):0.#},{Y(point.Value):0.#} ");
        return new XElement(Svg + "polyline", new XAttribute("fill", "none"), new XAttribute("stroke", colour), new XAttribute("stroke-width", "1.5"),
            new XAttribute("points", points.ToString().TrimEnd()), new XElement(Svg + "title", timeline.Name));
    }

    private static IEnumerable<XElement> Legend(Timeline timeline, int index)
    {
        var y = Top + PlotHeight + 42 + (index * LegendRow);
        yield return new XElement(Svg + "rect", At("x", Left), At("y", y - 9), At("width", 12), At("height", 4), new XAttribute("fill", Colours[index % Colours.Length]));
        yield return Text(Left + 20, y - 3, timeline.Name);
    }

    private double X(double second) => Left + ((Width - Left - Right) * second / _seconds);

    private double Y(double value) => Top + PlotHeight - (PlotHeight * Math.Clamp(value / _top, 0, 1));

    private static XElement Text(double x, double y, string text, string anchor = "start") =>
        new(Svg + "text", At("x", x), At("y", y), new XAttribute("text-anchor", anchor), text);

    private static XAttribute At(string name, double value) => new(name, value.ToString("0.#", CultureInfo.InvariantCulture));
}
