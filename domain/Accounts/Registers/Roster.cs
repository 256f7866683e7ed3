using System.Collections;
using System.Text;
using AccountTwins.Domain.Packing;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Accounts.Registers;

/// <summary>Something an account has several of, known by an id: the fields as one of its kind reads them.</summary>
public interface IRosterItem<TSelf>
    where TSelf : struct, IRosterItem<TSelf>
{
    /// <summary>How many are kept.</summary>
    static abstract int Limit { get; }

    /// <summary>How many of them may be over and done with.</summary>
    static abstract int ClosedLimit { get; }

    static abstract TSelf From(FieldSet fields);

    /// <summary>Number of the last day on which it matters, where it says so: of those that are not closed the one that ends first goes first.</summary>
    static virtual int LastDayOf(TSelf item) => int.MaxValue;

    FieldSet Fields { get; }

    /// <summary>True when it no longer matters now; such ones go first.</summary>
    bool IsClosed { get; }
}

/// <summary>
/// A bounded set of things by id, sorted by id; immutable. When full, the closed, then the one that ends first, then the one longest without a signal goes; it is
/// counted, and what is older than anything that went does not come back under a new id. As long as nothing was evicted, the content
/// does not depend on the order of signals. All of it is one array: how many, what was evicted, then each thing's length and fields.
/// </summary>
public readonly struct Roster<T> : IReadOnlyCollection<T>, IEquatable<Roster<T>>
    where T : struct, IRosterItem<T>
{
    /// <summary>Characters of an id that are kept: the catalogue allows no longer one.</summary>
    public const int IdLengthMax = 254;

    private const int IdUtf8Max = IdLengthMax * 3;

    private readonly byte[]? _bytes;

    private Roster(byte[] bytes) => _bytes = bytes;

    public static Roster<T> Empty => default;

    public int Count => _bytes is null ? 0 : _bytes[0];

    /// <summary>How many were dropped, or not taken up because they were older than what was dropped.</summary>
    public long Evicted => _bytes is null ? 0 : RosterForm.EvictedIn(_bytes);

    /// <summary>The newest stamp of anything evicted.</summary>
    internal Stamp Floor => _bytes is null ? Stamp.None : RosterForm.FloorIn(_bytes);

    public RosterItems<T> Items => new(_bytes);

    /// <summary>
    /// True when one that still matters may have gone: as many as are kept do, or so many that it was full not long ago. Who judges by what is kept
    /// must then take the worst for what is not.
    /// </summary>
    /// <param name="open">How many of those that are kept matter now.</param>
    public bool MayLackOpenOnes(int open) => open >= T.Limit || (Evicted > 0 && open > T.Limit * 3 / 4);

    public T? this[string id]
    {
        get
        {
            Span<byte> utf8 = stackalloc byte[IdUtf8Max];
            return id.Length <= IdLengthMax && Find(utf8[..Encoding.UTF8.GetBytes(id, utf8)], out var item) ? item.Current : null;
        }
    }

    /// <summary>Nothing was said about any of them since the other was the account's: not compared by value.</summary>
    public bool IsSame(Roster<T> other) => ReferenceEquals(_bytes, other._bytes);

    /// <summary>Takes what <see cref="RosterForm"/> wrote.</summary>
    internal static Roster<T> Restore(byte[] bytes) => bytes.Length == 0 ? Empty : new Roster<T>(bytes);

    /// <summary>The changes are used up.</summary>
    internal Roster<T> With(string id, FieldChanges changes) => With(id, changes, out _);

    /// <param name="gone">What had to go for it; null: nothing.</param>
    internal Roster<T> With(string id, FieldChanges changes, out T? gone)
    {
        gone = null;
        Span<byte> utf8 = stackalloc byte[IdUtf8Max];
        utf8 = utf8[..Encoding.UTF8.GetBytes(FieldChanges.Cut(id, IdLengthMax), utf8)];
        var isKnown = Find(utf8, out var place);
        if (!isKnown && changes.Stamp <= Floor)
            return new Roster<T>(RosterForm.Changed(_bytes, Count, Evicted + 1, Floor, place.Start, place.Start, default));
        var writer = new PackedWriter(512);
        try
        {
            FieldsMerge.Write(ref writer, utf8, isKnown ? place.Current.Fields : FieldSet.Empty, changes);
            var count = isKnown ? Count : Count + 1;
            return new Roster<T>(RosterForm.Changed(_bytes, count, Evicted, Floor, place.Start, isKnown ? place.End : place.Start, writer.Written)).WithinLimits(out gone);
        }
        finally
        {
            writer.Dispose();
        }
    }

    private Roster<T> WithinLimits(out T? gone)
    {
        gone = null;
        var closed = 0;
        foreach (var item in Items)
            closed += item.IsClosed ? 1 : 0;
        if (closed <= T.ClosedLimit && Count <= T.Limit)
            return this;
        var victim = OldestOf(closed > 0);
        gone = victim.Current;
        var last = victim.Current.Fields.Last;
        return new Roster<T>(RosterForm.Changed(_bytes, Count - 1, Evicted + 1, last > Floor ? last : Floor, victim.Start, victim.End, default));
    }

    private RosterItems<T>.Enumerator OldestOf(bool closed)
    {
        var oldest = default(RosterItems<T>.Enumerator);
        var (oldestEnd, oldestLast) = (0, Stamp.None);
        var items = Items.GetEnumerator();
        while (items.MoveNext())
        {
            var item = items.Current;
            if (closed && !item.IsClosed)
                continue;
            var (end, last) = (T.LastDayOf(item), item.Fields.Last);
            if (oldest.IsBefore || end < oldestEnd || (end == oldestEnd && last < oldestLast))
                (oldest, oldestEnd, oldestLast) = (items, end, last);
        }

        return oldest;
    }

    /// <summary>Where the id stands, or would stand: then everything from there on comes after it.</summary>
    private bool Find(ReadOnlySpan<byte> id, out RosterItems<T>.Enumerator place)
    {
        place = Items.GetEnumerator();
        while (place.MoveNext())
        {
            var order = RosterForm.CompareIds(place.Current.Fields.IdUtf8, id);
            if (order >= 0)
                return order == 0;
        }

        return false;
    }

    public RosterItems<T>.Enumerator GetEnumerator() => Items.GetEnumerator();

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(Roster<T> other) => _bytes.AsSpan().SequenceEqual(other._bytes);

    public override bool Equals(object? obj) => obj is Roster<T> other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Count, Evicted);
}
