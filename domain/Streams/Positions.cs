using System.Collections.Immutable;

namespace AccountTwins.Domain.Streams;

/// <summary>
/// The last applied offset of every stream that ever touched one account, sorted by stream. Signals at or below it are skipped,
/// which is what makes replay harmless.
/// </summary>
public sealed record Positions
{
    /// <summary>Offset of a stream that never touched the account: below every real offset.</summary>
    public const long Nothing = -1;

    /// <summary>Streams one account may be fed by; more means that a producer's keys scatter an account over partitions.</summary>
    public const int StreamsMax = 256;

    public static readonly Positions Empty = new([]);

    private Positions(ImmutableArray<StreamPosition> entries) => Entries = entries;

    public ImmutableArray<StreamPosition> Entries { get; }

    /// <summary>Restores what <see cref="Entries"/> held. Streams must be ascending and unique.</summary>
    public static Positions From(ImmutableArray<StreamPosition> entries) => entries.IsEmpty ? Empty : new(entries);

    public long this[int stream]
    {
        get
        {
            var index = Find(stream);
            return index >= 0 ? Entries[index].Offset : Nothing;
        }
    }

    /// <summary>True when the stream is new and there is no room for it.</summary>
    public bool IsFullFor(int stream) => Entries.Length >= StreamsMax && Find(stream) < 0;

    /// <summary>Moves one stream forward; an offset at or below the present one changes nothing.</summary>
    public Positions Advance(int stream, long offset)
    {
        var index = Find(stream);
        if (index < 0)
            return new(Entries.Insert(~index, new StreamPosition(stream, offset)));
        return offset > Entries[index].Offset ? new(Entries.SetItem(index, new StreamPosition(stream, offset))) : this;
    }

    /// <summary>Drops the streams that no longer exist.</summary>
    public Positions Without(Func<int, bool> retired) => From([.. Entries.Where(entry => !retired(entry.Stream))]);

    private int Find(int stream)
    {
        var entries = Entries.AsSpan();
        int low = 0, high = entries.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            if (entries[middle].Stream == stream)
                return middle;
            if (entries[middle].Stream < stream)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return ~low;
    }

    public bool Equals(Positions? other) => other is not null && Entries.AsSpan().SequenceEqual(other.Entries.AsSpan());

    public override int GetHashCode() => Entries.Length == 0 ? 0 : HashCode.Combine(Entries.Length, Entries[^1]);
}

/// <summary>Stream number and the last offset applied from it.</summary>
public readonly record struct StreamPosition(int Stream, long Offset);
