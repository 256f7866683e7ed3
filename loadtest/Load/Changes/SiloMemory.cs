using System.Globalization;
using AccountTwins.LoadTest.Running;

namespace AccountTwins.LoadTest.Load.Changes;

/// <summary>What a silo holds at one moment: bytes that live after a full collection, and memory of the process, in megabytes.</summary>
internal readonly record struct SiloMemory(double Minute, double Managed, double Resident)
{
    /// <param name="silo">Run by <see cref="ChaosSiloCommand"/>.</param>
    /// <param name="folder">Where the answer may be left.</param>
    /// <param name="since">Begin of the measurement.</param>
    public static async Task<SiloMemory> OfAsync(SiloProcess silo, string folder, TimeSpan since)
    {
        var file = Path.Combine(folder, "heap.txt");
        await silo.TellAsync(ChaosSiloCommand.HeapCommand(file));
        var managed = double.Parse(await File.ReadAllTextAsync(file), CultureInfo.InvariantCulture) / 1024 / 1024;
        return new SiloMemory(since.TotalMinutes, managed, ResidentMegabytes(silo.Id));
    }

    /// <summary>Growth a minute of a straight line through the values, by least squares.</summary>
    public static double Slope(IReadOnlyList<SiloMemory> samples, Func<SiloMemory, double> value)
    {
        var (x, y) = (samples.Average(sample => sample.Minute), samples.Average(value));
        return samples.Sum(sample => (sample.Minute - x) * (value(sample) - y)) / samples.Sum(sample => (sample.Minute - x) * (sample.Minute - x));
    }

    /// <summary>VmRSS:    123456 kB</summary>
    private static double ResidentMegabytes(int process) => File.ReadLines($"/proc/{process}/status")
        .Where(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
        .Select(line => double.Parse(line.AsSpan(6).Trim(" \tkB"), CultureInfo.InvariantCulture) / 1024).First();
}
