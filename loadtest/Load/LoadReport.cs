using System.Text.Json;
using System.Text.Json.Serialization;

namespace AccountTwins.LoadTest.Load;

/// <summary>The numbers of one load run, with what they were measured on and the curves behind them.</summary>
internal sealed record LoadReport
{
    /// <summary>What could not be measured is written as such.</summary>
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    public required DateTimeOffset At { get; init; }

    public required string Engine { get; init; }

    public required string Processor { get; init; }

    public required string Collector { get; init; }

    public required int Cores { get; init; }

    public required string Store { get; init; }

    public required string Commit { get; init; }

    public required int Seed { get; init; }

    public required double Seconds { get; init; }

    /// <summary>What other guests of the machine took of its time, 0 to 1; NaN: not known.</summary>
    public required double Stolen { get; init; }

    public required IReadOnlyList<ReportLine> Lines { get; init; }

    /// <summary>What audits found wrong; empty in a run that is worth something.</summary>
    public required IReadOnlyList<string> Faults { get; init; }

    public required IReadOnlyList<Timeline> Timelines { get; init; }

    public int Passed => Lines.Count(line => line.Passed == true);

    public int Failed => Lines.Count(line => line.Passed == false);

    public string Summary => $"{Passed} bars held, {Failed} missed; audits {(Faults.Count == 0 ? "clean" : "FAILED")}; {Seconds:0} s, {Numbers.AsRatio(Stolen)} of the processors stolen by other guests of the machine";

    /// <summary>One line; without the curves, which the page holds.</summary>
    public string ToJson() => JsonSerializer.Serialize(this with { Timelines = [] }, Json);
}
