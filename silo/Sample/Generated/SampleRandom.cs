namespace AccountTwins.Silo.Sample.Generated;

/// <summary>
/// A random sequence that is the same on every machine and every version of .NET (SplitMix64). Normal values are sums of uniform ones,
/// so that no last bit of a transcendental function decides what happens.
/// </summary>
internal sealed class SampleRandom(ulong seed)
{
    private ulong state = seed;

    /// <summary>An independent sequence for one account.</summary>
    public static SampleRandom For(int seed, int account) => new(new SampleRandom((ulong)(uint)seed << 32 | (uint)account).Next());

    public ulong Next()
    {
        state += 0x9E3779B97F4A7C15;
        var mixed = state;
        mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EB;
        return mixed ^ mixed >> 31;
    }

    /// <summary>0 up to, not including, 1.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1L << 53));

    public bool Chance(double probability) => Unit() < probability;

    /// <summary>Both bounds included.</summary>
    public int Between(int from, int to) => from + (int)(Unit() * (to - from + 1));

    /// <summary>Mean 0, deviation 1, within ±6.</summary>
    public double Normal()
    {
        var sum = -6.0;
        for (var index = 0; index < 12; index++)
            sum += Unit();
        return sum;
    }

    /// <summary>How often something happens that happens <paramref name="mean"/> times on average; for small means, at most 3.</summary>
    public int Occurrences(double mean)
    {
        var count = 0;
        while (count < 3 && Chance(mean / (count + 1)))
            count++;
        return count;
    }

    public T Pick<T>(IReadOnlyList<T> from) => from[Between(0, from.Count - 1)];
}
