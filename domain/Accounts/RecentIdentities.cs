namespace AccountTwins.Domain.Accounts;

/// <summary>
/// The identities of the last signals from one origin, so that a producer's own repetition counts once. Immutable; at most
/// <see cref="Limit"/>, the oldest arrival goes first. An identity is a 64-bit hash.
/// </summary>
public sealed class RecentIdentities : IEquatable<RecentIdentities>
{
    /// <summary>Remembered from Kafka streams, per twin.</summary>
    public const int StreamLimit = 128;

    /// <summary>Remembered from HTTP, per twin: four large requests, or as many single signals.</summary>
    public const int HttpLimit = 256;

    /// <summary>
    /// Signals of one request that are remembered by themselves, the last ones; with the request's own identity they fill a quarter of
    /// <see cref="HttpLimit"/>. The request as a whole is known however long it is.
    /// </summary>
    public const int PerRequestLimit = HttpLimit / 4 - 1;

    /// <summary>Free places when there must be another: of what a twin holds in memory, this is the part that says nothing.</summary>
    private const int RoomForMore = 16;

    private static readonly RecentIdentities NoneOfStream = new([], 0, 0, StreamLimit);
    private static readonly RecentIdentities NoneOfHttp = new([], 0, 0, HttpLimit);

    private readonly ulong[] _hashes;

    private RecentIdentities(ulong[] hashes, int count, int next, int limit) => (_hashes, Count, Next, Limit) = (hashes, count, next, limit);

    public int Limit { get; }

    public int Count { get; }

    private int Next { get; }

    public static RecentIdentities Empty(int limit) => limit switch
    {
        StreamLimit => NoneOfStream,
        HttpLimit => NoneOfHttp,
        _ => new([], 0, 0, limit),
    };

    public bool Contains(ulong identity) => _hashes.AsSpan(0, Count).Contains(identity);

    /// <summary>Restores identities in the order of their arrival.</summary>
    internal static RecentIdentities Restore(ulong[] oldestFirst, int limit) =>
        oldestFirst.Length == 0 ? Empty(limit) : new(oldestFirst, oldestFirst.Length, oldestFirst.Length % limit, limit);

    internal ulong[] OldestFirst() =>
        Count < Limit ? _hashes[..Count] : [.. _hashes[Next..], .. _hashes[..Next]];

    public bool Equals(RecentIdentities? other) => other is not null && Limit == other.Limit && OldestFirst().AsSpan().SequenceEqual(other.OldestFirst());

    public override bool Equals(object? obj) => Equals(obj as RecentIdentities);

    public override int GetHashCode() => HashCode.Combine(Count, Limit);

    /// <summary>A working copy, made at the first addition.</summary>
    internal struct Draft(RecentIdentities before)
    {
        private ulong[]? _hashes;
        private int _count = before.Count;
        private int _next = before.Next;

        public readonly bool Contains(ulong identity) => (_hashes ?? before._hashes).AsSpan(0, _count).Contains(identity);

        public void Add(ulong identity)
        {
            if (_hashes is null)
                _hashes = Grown(before._hashes, _count, before.Limit, always: true);
            else if (_count == _hashes.Length && _count < before.Limit)
                _hashes = Grown(_hashes, _count, before.Limit, always: false);
            _hashes[_next] = identity;
            _next = (_next + 1) % before.Limit;
            _count = Math.Min(_count + 1, before.Limit);
        }

        public RecentIdentities Seal()
        {
            if (_hashes is null)
                return before;
            before = new RecentIdentities(_hashes, _count, _next, before.Limit);
            _hashes = null;
            return before;
        }

        /// <summary>A copy with room for at least one more, unless the limit is reached.</summary>
        private static ulong[] Grown(ulong[] hashes, int count, int limit, bool always)
        {
            var length = count < hashes.Length ? hashes.Length : Math.Min(limit, count + RoomForMore);
            if (!always && length == hashes.Length)
                return hashes;
            var grown = new ulong[length];
            hashes.AsSpan(0, count).CopyTo(grown);
            return grown;
        }
    }
}
