namespace AccountTwins.Domain.Telemetry;

/// <summary>Weighted amounts of the newest epoch and of the one before it; older ones are gone. Saturating.</summary>
internal struct DecayedSum : IEquatable<DecayedSum>
{
    public ulong Newest;
    public ulong Before;

    /// <summary>Makes room for a newer day than any before.</summary>
    public void MoveTo(Decay decay, int fromDay, int toDay)
    {
        var epochs = toDay / decay.EpochDays - fromDay / decay.EpochDays;
        if (epochs == 0)
            return;
        Before = epochs == 1 ? Newest : 0;
        Newest = 0;
    }

    public void Add(Decay decay, int newestDay, int day, uint amount)
    {
        var epochs = newestDay / decay.EpochDays - day / decay.EpochDays;
        var weighted = (ulong)amount * decay.WeightOf(day);
        if (epochs == 0)
            Newest = Saturating.Add(Newest, weighted);
        else if (epochs == 1)
            Before = Saturating.Add(Before, weighted);
    }

    /// <summary>The sum as it weighs on <paramref name="atDay"/>, which is not before the newest day.</summary>
    public readonly double At(Decay decay, int newestDay, int atDay)
    {
        var sinceLandmark = atDay - newestDay / decay.EpochDays * decay.EpochDays;
        return (Newest * decay.AfterDays(sinceLandmark) + Before * decay.AfterDays(sinceLandmark + decay.EpochDays)) / Decay.WeightOne;
    }

    public readonly bool Equals(DecayedSum other) => Newest == other.Newest && Before == other.Before;

    public override readonly bool Equals(object? obj) => obj is DecayedSum other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(Newest, Before);
}

/// <summary>Addition that stops at the largest value: stays commutative and associative where wrapping or throwing would not.</summary>
internal static class Saturating
{
    public static ulong Add(ulong left, ulong right) => left > ulong.MaxValue - right ? ulong.MaxValue : left + right;

    public static uint Add(uint left, uint right) => left > uint.MaxValue - right ? uint.MaxValue : left + right;

    public static long Add(long left, long right) => right > 0 && left > long.MaxValue - right ? long.MaxValue : left + right;
}
