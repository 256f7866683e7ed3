namespace AccountTwins.Domain.Signals;

/// <summary>
/// The order of facts about one thing: when it happened, then a tie-break made from the signal's source and id, so that the last
/// writer is the same whatever the order of arrival. <see cref="Ticks"/> are UTC ticks (100 ns).
/// </summary>
public readonly record struct Stamp(long Ticks, ulong Tie) : IComparable<Stamp>
{
    /// <summary>Older than every signal.</summary>
    public static readonly Stamp None = default;

    public DateTimeOffset Time => new(Ticks, TimeSpan.Zero);

    public int CompareTo(Stamp other)
    {
        var byTime = Ticks.CompareTo(other.Ticks);
        return byTime != 0 ? byTime : Tie.CompareTo(other.Tie);
    }

    public static bool operator >(Stamp left, Stamp right) => left.CompareTo(right) > 0;
    public static bool operator <(Stamp left, Stamp right) => left.CompareTo(right) < 0;
    public static bool operator >=(Stamp left, Stamp right) => left.CompareTo(right) >= 0;
    public static bool operator <=(Stamp left, Stamp right) => left.CompareTo(right) <= 0;
}
