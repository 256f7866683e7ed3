namespace AccountTwins.LoadTest.Load;

/// <summary>Latencies of one question in milliseconds, from the intended start.</summary>
/// <param name="Late">p99 of how late the pacer itself was: so much of the p99 may be the measuring program's own.</param>
internal sealed record Latencies(int Count, double P50, double P99, double Max, double Late)
{
    public static Latencies Of(IReadOnlyList<double> milliseconds, IReadOnlyList<double> lateness) => new(
        milliseconds.Count,
        Percentile(milliseconds, 0.5),
        Percentile(milliseconds, 0.99),
        Percentile(milliseconds, 1),
        Percentile(lateness, 0.99));

    /// <summary>
    /// The smallest value that at least this share of all values does not exceed (nearest rank): always one that was measured.
    /// NaN of nothing.
    /// </summary>
    public static double Percentile(IEnumerable<double> values, double share)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        return sorted.Length == 0 ? double.NaN : sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
    }
}
