using System.Text.Json.Serialization;

namespace AccountTwins.LoadTest.Load;

/// <summary>One number of a load run.</summary>
internal sealed record ReportLine(string Scenario, string What, double Value, string Unit)
{
    /// <summary>What it is set beside.</summary>
    public string? Baseline { get; init; }

    /// <summary>The number as a multiple of its baseline's.</summary>
    public double? Ratio { get; init; }

    public Bar? Bar { get; init; }

    /// <summary>A bar for the ratio instead of the number.</summary>
    public Bar? RatioBar { get; init; }

    /// <summary>Null where there is no bar.</summary>
    public bool? Passed => Bar is null && RatioBar is null ? null : (Bar?.Holds(Value) ?? true) && (RatioBar?.Holds(Ratio ?? double.NaN) ?? true);

    [JsonIgnore]
    public string Measured => $"{Numbers.Short(Value)} {Unit}".Replace(" /", "/", StringComparison.Ordinal);

    [JsonIgnore]
    public string Beside => Ratio is { } ratio ? $"{Numbers.AsRatio(ratio)} {Baseline}" : Baseline ?? "";

    [JsonIgnore]
    public string BarText => (Bar, RatioBar) switch
    {
        ({ } bar, _) => $"{Sign(bar)} {Numbers.Short(bar.Limit)} {Unit}".Replace(" /", "/", StringComparison.Ordinal),
        (_, { } bar) => $"{Sign(bar)} {Numbers.AsRatio(bar.Limit)}",
        _ => "",
    };

    [JsonIgnore]
    public string Verdict => Passed switch
    {
        true => "pass",
        false => "FAIL",
        null => "",
    };

    /// <summary>The same number set beside another one of the same unit.</summary>
    public ReportLine Against(string baseline, double value) => this with { Baseline = baseline, Ratio = Value / value };

    private static string Sign(Bar bar) => bar.IsCeiling ? "≤" : "≥";
}
