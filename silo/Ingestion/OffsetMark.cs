namespace AccountTwins.Silo.Ingestion;

/// <summary>
/// The offsets read from one partition since its committed position, ascending, each with its message's hash and whether it is settled
/// (answered by a twin, or acknowledged as a dead letter). The mark is the highest offset below which everything is settled.
/// </summary>
internal sealed class OffsetMark
{
    private Entry[] _entries = new Entry[1024];
    private int _head;
    private int _settled;

    /// <summary>Offsets held: read and not yet committed.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of the messages held.</summary>
    public long Bytes { get; private set; }

    /// <summary>The highest offset read, or -1.</summary>
    public long Last => Count == 0 ? -1 : At(Count - 1).Offset;

    /// <summary>The highest offset at or below which everything is settled, with its message's hash; null when there is none.</summary>
    public MarkedOffset? Mark
    {
        get
        {
            while (_settled < Count && At(_settled).IsSettled)
                _settled++;
            return _settled == 0 ? null : new MarkedOffset(At(_settled - 1).Offset, At(_settled - 1).Hash);
        }
    }

    /// <summary>Takes the next offset of the partition. Offsets may have gaps (compaction, transactions) but never go back.</summary>
    public void Add(long offset, ulong hash, int bytes)
    {
        if (Count > 0 && offset <= Last)
            throw new ArgumentOutOfRangeException(nameof(offset), offset, $"Offsets ascend; the last was {Last}.");
        if (Count == _entries.Length)
            Grow();
        At(Count++) = new Entry { Offset = offset, Hash = hash, Bytes = bytes };
        Bytes += bytes;
    }

    /// <summary>Settles an offset; one that is settled or forgotten already is left alone.</summary>
    public void Settle(long offset)
    {
        var index = Find(offset);
        if (index >= 0)
            At(index).IsSettled = true;
    }

    /// <summary>Forgets what is committed.</summary>
    public void Forget(long committed)
    {
        while (Count > 0 && At(0).Offset <= committed)
        {
            Bytes -= At(0).Bytes;
            _head = (_head + 1) & (_entries.Length - 1);
            Count--;
            _settled = Math.Max(0, _settled - 1);
        }
    }

    public void Clear() => (_head, Count, _settled, Bytes) = (0, 0, 0, 0);

    private ref Entry At(int index) => ref _entries[(_head + index) & (_entries.Length - 1)];

    private int Find(long offset)
    {
        int low = 0, high = Count - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var at = At(middle).Offset;
            if (at == offset)
                return middle;
            if (at < offset)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return -1;
    }

    private void Grow()
    {
        var larger = new Entry[_entries.Length * 2];
        for (var index = 0; index < Count; index++)
            larger[index] = At(index);
        (_entries, _head) = (larger, 0);
    }

    private struct Entry
    {
        public long Offset;
        public ulong Hash;
        public int Bytes;
        public bool IsSettled;
    }
}

/// <summary>An offset and the hash of the message that stands there.</summary>
internal readonly record struct MarkedOffset(long Offset, ulong Hash);
