using System.Globalization;

namespace AccountTwins.LoadTest.Load;

/// <summary>
/// Processor time that the machine beneath gave to its other guests since this was made: a tail measured meanwhile is not the silo's alone. Linux tells it
/// as <c>steal</c> in the first line of /proc/stat; elsewhere it is not known.
/// </summary>
internal sealed class StolenTime
{
    private const string Stat = "/proc/stat";

    private readonly string? _from = Read();

    /// <summary>Of all processors' time, 0 to 1; NaN when it is not known.</summary>
    public double Share => _from is not null && Read() is { } to ? Between(_from, to) : double.NaN;

    /// <param name="from">First line of /proc/stat: "cpu", then ticks since the start as user, nice, system, idle, iowait, irq, softirq, steal; guests are in user and nice already.</param>
    /// <param name="to">The same line, later.</param>
    public static double Between(string from, string to)
    {
        const int Steal = 7, Kinds = 8;
        var spent = Ticks(to).Zip(Ticks(from), (later, earlier) => later - earlier).Take(Kinds).ToArray();
        return spent.Length == Kinds && spent.Sum() > 0 ? (double)spent[Steal] / spent.Sum() : double.NaN;
    }

    private static string? Read() => File.Exists(Stat) ? File.ReadLines(Stat).First() : null;

    private static IEnumerable<long> Ticks(string line) =>
        line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(ticks => long.Parse(ticks, CultureInfo.InvariantCulture));
}
