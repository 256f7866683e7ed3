using Spectre.Console;

namespace AccountTwins.LoadTest.Load.Report;

/// <summary>The one table of a load run for a terminal.</summary>
internal static class ReportTable
{
    /// <summary>Wide enough for a row a line: in a file nothing is gained by breaking it.</summary>
    private const int WidthMin = 150;

    public static void Write(LoadReport report, TextWriter output)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = Math.Max(WidthMin, console.Profile.Width);
        console.Write(Of(report));
    }

    private static Table Of(LoadReport report)
    {
        var table = new Table().Border(TableBorder.Simple)
            .AddColumn("what").AddColumn(new TableColumn("measured").RightAligned()).AddColumn("beside").AddColumn("bar").AddColumn("");
        var scenario = "";
        foreach (var line in report.Lines)
        {
            if (line.Scenario != scenario)
                table.AddRow(new Markup($"[bold]{Markup.Escape(line.Scenario)}[/]"));
            scenario = line.Scenario;
            table.AddRow(Cell("  " + line.What), Cell(line.Measured), Cell(line.Beside), Cell(line.BarText), Cell(line.Verdict));
        }

        return table;
    }

    private static Text Cell(string text) => new(text);
}
