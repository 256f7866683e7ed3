namespace AccountTwins.Domain.Telemetry;

/// <summary>
/// Forward exponential decay in whole days with landmark epochs, after Cormode, Shkapenyuk, Srivastava and Xu, "Forward Decay: A
/// Practical Time Decay Model for Streaming Systems" (ICDE 2009): an amount is weighted once by how far its day lies after a fixed
/// landmark, and only reading divides by the weight of now. So a sum of weighted integers does not depend on the order of arrival.
/// Landmarks are the multiples of 16 half-lives; what lies before the previous landmark weighs less than 2^-16 and is dropped.
/// </summary>
public sealed class Decay
{
    /// <summary>Fixed-point one.</summary>
    public const int WeightOne = 256;

    private const int HalfLivesPerEpoch = 16;

    /// <summary>Half-life 7 days: how things are now.</summary>
    public static readonly Decay Fast = new(7);

    /// <summary>Half-life 28 days: what is normal for this account.</summary>
    public static readonly Decay Slow = new(28);

    private readonly uint[] _weights;
    private readonly double[] _ageWeights;

    private Decay(int halfLifeDays)
    {
        HalfLifeDays = halfLifeDays;
        EpochDays = halfLifeDays * HalfLivesPerEpoch;
        _weights = new uint[EpochDays];
        _ageWeights = new double[EpochDays * 2];
        for (var day = 0; day < EpochDays; day++)
            _weights[day] = (uint)Math.Round(Math.Pow(2, (double)day / halfLifeDays) * WeightOne);
        for (var age = 0; age < _ageWeights.Length; age++)
            _ageWeights[age] = Math.Pow(2, -(double)age / halfLifeDays);
    }

    public int HalfLifeDays { get; }

    public int EpochDays { get; }

    /// <summary>The integer weight of a day relative to the landmark of its epoch; 256 at the landmark, below 2^24.</summary>
    public uint WeightOf(int day) => _weights[day % EpochDays];

    /// <summary>The weight left after so many days: 2^(-age / half-life).</summary>
    public double AfterDays(int age) => age < _ageWeights.Length ? _ageWeights[age] : Math.Pow(2, -(double)age / HalfLifeDays);

    /// <summary>The weight of all full days from <paramref name="fullDays"/> days ago until yesterday.</summary>
    public double OfFullDays(int fullDays)
    {
        var ratio = _ageWeights[1];
        return ratio * (1 - AfterDays(fullDays)) / (1 - ratio);
    }
}
