using System.Collections;
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

    static abstract TSelf From(string id, FieldSet fields);

    string Id { get; }

    FieldSet Fields { get; }

    /// <summary>True when it no longer matters now; such ones go first.</summary>
    bool IsClosed { get; }
}

/// <summary>
/// A bounded set of things by id, sorted by id; immutable. When full, the closed and then the one longest without a signal goes; it is
/// counted, and what is older than anything that went does not come back under a new id. As long as nothing was evicted, the content
/// does not depend on the order of signals.
/// </summary>
public sealed class Roster<T> : IReadOnlyCollection<T>, IEquatable<Roster<T>>
    where T : struct, IRosterItem<T>
{
    public static readonly Roster<T> Empty = new([], 0, Stamp.None);

    /// <summary>Characters of an id that are kept: the catalogue allows no longer one.</summary>
    public const int IdLengthMax = 254;

    private readonly T[] _items;

    private Roster(T[] items, long evicted, Stamp floor) => (_items, Evicted, Floor) = (items, evicted, floor);

    public int Count => _items.Length;

    /// <summary>How many were dropped, or not taken up because they were older than what was dropped.</summary>
    public long Evicted { get; }

    /// <summary>The newest stamp of anything evicted.</summary>
    internal Stamp Floor { get; }

    public ReadOnlySpan<T> Items => _items;

    public T? this[string id]
    {
        get
        {
            var index = Find(id);
            return index >= 0 ? _items[index] : null;
        }
    }

    internal static Roster<T> Restore(T[] items, long evicted, Stamp floor) =>
        items.Length == 0 && evicted == 0 ? Empty : new Roster<T>(items, evicted, floor);

    internal Roster<T> With(string id, FieldChanges changes)
    {
        id = FieldChanges.Cut(id, IdLengthMax);
        var index = Find(id);
        if (index >= 0)
        {
            var changed = (T[])_items.Clone();
            changed[index] = T.From(id, _items[index].Fields.With(changes));
            return new Roster<T>(changed, Evicted, Floor).WithinLimits();
        }

        if (changes.Stamp <= Floor)
            return new Roster<T>(_items, Evicted + 1, Floor);
        T[] added = [.. _items[..~index], T.From(id, FieldSet.Empty.With(changes)), .. _items[~index..]];
        return new Roster<T>(added, Evicted, Floor).WithinLimits();
    }

    private Roster<T> WithinLimits()
    {
        var closed = 0;
        foreach (var item in _items)
            closed += item.IsClosed ? 1 : 0;
        if (closed <= T.ClosedLimit && _items.Length <= T.Limit)
            return this;
        var victim = OldestOf(closed > 0);
        var last = _items[victim].Fields.Last;
        return new Roster<T>([.. _items[..victim], .. _items[(victim + 1)..]], Evicted + 1, last > Floor ? last : Floor);
    }

    private int OldestOf(bool closed)
    {
        var oldest = -1;
        for (var index = 0; index < _items.Length; index++)
        {
            if ((!closed || _items[index].IsClosed) && (oldest < 0 || _items[index].Fields.Last < _items[oldest].Fields.Last))
                oldest = index;
        }

        return oldest;
    }

    private int Find(string id)
    {
        int low = 0, high = _items.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = string.CompareOrdinal(_items[middle].Id, id);
            if (order == 0)
                return middle;
            if (order < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return ~low;
    }

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(Roster<T>? other)
    {
        if (other is null || Evicted != other.Evicted || Floor != other.Floor || _items.Length != other._items.Length)
            return false;
        for (var index = 0; index < _items.Length; index++)
        {
            if (_items[index].Id != other._items[index].Id || !_items[index].Fields.Equals(other._items[index].Fields))
                return false;
        }

        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as Roster<T>);

    public override int GetHashCode() => HashCode.Combine(_items.Length, Evicted);
}
