using System.Collections;

namespace AccountTwins.Domain.Decisions.Book;

/// <summary>
/// The newest keys, at most <see cref="Max"/>, newest last. A value: it never changes and equals another with the same keys. The next key is put behind the
/// last one in the same array, where older values do not look: a decision copies no keys but its own.
/// </summary>
public sealed class KnownKeys : IReadOnlyList<KnownKey>, IEquatable<KnownKeys>
{
    public const int Max = 64;

    public static readonly KnownKeys None = new(new Room([]), 0, 0);

    /// <summary>Free places of a new array, so that a busy account moves its keys every so many decisions.</summary>
    private const int FreeMax = 32;

    private readonly Room _room;
    private readonly int _first;

    private KnownKeys(Room room, int first, int count) => (_room, _first, Count) = (room, first, count);

    public int Count { get; }

    /// <param name="index">0: the oldest.</param>
    public KnownKey this[int index] => Keys[index];

    private ReadOnlySpan<KnownKey> Keys => _room.Places.AsSpan(_first, Count);

    /// <summary>Of more than <see cref="Max"/> the last ones.</summary>
    public static KnownKeys Of(ReadOnlySpan<KnownKey> keys)
    {
        var kept = keys[Math.Max(0, keys.Length - Max)..];
        return kept.IsEmpty ? None : new KnownKeys(new Room(kept.ToArray()), 0, kept.Length);
    }

    /// <summary>The newest use of a key: an older one may be past its days.</summary>
    public KnownKey? Find(ulong key)
    {
        for (var keys = Keys; !keys.IsEmpty; keys = keys[..^1])
        {
            if (keys[^1].Key == key)
                return keys[^1];
        }

        return null;
    }

    /// <summary>With one more; the oldest goes where there are too many.</summary>
    public KnownKeys Then(KnownKey key)
    {
        var first = Count < Max ? _first : _first + 1;
        var end = _first + Count;
        if (!_room.TryTake(end))
            return Moved(Keys[(first - _first)..], key);
        _room.Places[end] = key;
        return new KnownKeys(_room, first, end + 1 - first);
    }

    public bool Equals(KnownKeys? other) => other is not null && Keys.SequenceEqual(other.Keys);

    public override bool Equals(object? obj) => Equals(obj as KnownKeys);

    public override int GetHashCode() => Count == 0 ? 0 : HashCode.Combine(Count, Keys[^1]);

    public IEnumerator<KnownKey> GetEnumerator()
    {
        for (var index = 0; index < Count; index++)
            yield return this[index];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static KnownKeys Moved(ReadOnlySpan<KnownKey> keys, KnownKey key)
    {
        var places = new KnownKey[keys.Length + Math.Clamp(keys.Length / 2, 2, FreeMax)];
        keys.CopyTo(places);
        places[keys.Length] = key;
        return new KnownKeys(new Room(places, keys.Length + 1), 0, keys.Length + 1);
    }

    /// <summary>Places of one array, taken from the front by whoever comes first.</summary>
    private sealed class Room(KnownKey[] places, int taken)
    {
        private int _taken = taken;

        public Room(KnownKey[] places)
            : this(places, places.Length)
        {
        }

        public KnownKey[] Places => places;

        /// <summary>False when the place is another value's, or there is none.</summary>
        public bool TryTake(int place) => place < places.Length && Interlocked.CompareExchange(ref _taken, place + 1, place) == place;
    }
}
