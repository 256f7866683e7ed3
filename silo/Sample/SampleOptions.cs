using System.ComponentModel.DataAnnotations;

namespace AccountTwins.Silo.Sample;

/// <summary>What a new installation tries itself out on. Section <c>Sample</c>.</summary>
public sealed class SampleOptions
{
    public const string Section = "Sample";

    /// <summary>Whether a sample is played into an empty store. Default true; <c>--no-sample</c> turns it off.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Folder of CSV files to play; without one the sample is generated.</summary>
    public string? Directory { get; set; }

    /// <summary>Seed of the generated sample. Default 17.</summary>
    [Range(0, int.MaxValue)]
    public int Seed { get; set; } = 17;

    /// <summary>Accounts of the generated sample. Default 500.</summary>
    [Range(1, 100_000)]
    public int Accounts { get; set; } = 500;

    /// <summary>Days of the generated sample, ending today. Default 730: two years show every renewal at least once.</summary>
    [Range(1, 3660)]
    public int Days { get; set; } = 730;

    /// <summary>Signals that may be under way at a time. Default 20,000: an embedded partition keeps several times as many.</summary>
    [Range(100, 1_000_000)]
    public int WaitingMax { get; set; } = 20_000;

    /// <summary>Seconds without any signal applied after which playing is given up. Default 120.</summary>
    [Range(1, 3600)]
    public int StallSecondsMax { get; set; } = 120;

    /// <summary>The sample that these options name. Throws <see cref="SampleException"/> for a folder that cannot be used.</summary>
    public ISample Open(DateTimeOffset now, string tenant = "default") => Directory is { } folder
        ? Csv.CsvSample.Open(folder, now, tenant)
        : new Generated.GeneratedSample(new Generated.SampleSize(Seed, Accounts, Days), now, tenant);
}
