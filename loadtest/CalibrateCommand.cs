using AccountTwins.LoadTest.Calibration;
using AccountTwins.Silo.Sample;

namespace AccountTwins.LoadTest;

/// <summary>Replays a sample through the rules alone and prints what health and flags were worth; options in help.txt.</summary>
internal static class CalibrateCommand
{
    /// <summary>Fixed, so that two runs can be compared.</summary>
    private static readonly DateTimeOffset End = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    public static int Run(Arguments arguments)
    {
        var options = new SampleOptions
        {
            Directory = arguments.Text("sample"),
            Seed = arguments.Number("seed", 17),
            Accounts = arguments.Number("accounts", 500),
            Days = arguments.Number("days", 730),
        };
        var tail = TimeSpan.FromDays(arguments.Number("tail", 0));
        arguments.RequireAllRead();
        var sample = options.Open(End);
        Console.WriteLine(sample.Title);
        Console.Write(new CalibrationReport(PortfolioPast.Replay(sample, End, tail)));
        return 0;
    }
}
