using System.Buffers.Binary;

namespace AccountTwins.Domain.Telemetry;

/// <summary>The windows of one account, made when a measure is first seen, in the order of their numbers, all in one array. Immutable.</summary>
public readonly struct MeasureWindows : IEquatable<MeasureWindows>
{
    private readonly byte[]? _bytes;
    private readonly int _length;

    internal MeasureWindows(byte[] bytes, int length) => (_bytes, _length) = (bytes, length);

    public static MeasureWindows Empty => default;

    public IReadOnlyList<MeasureWindow> All
    {
        get
        {
            var all = new List<MeasureWindow>();
            foreach (var window in this)
                all.Add(window);
            return all;
        }
    }

    public MeasureWindow? this[Measure measure]
    {
        get
        {
            var at = WindowsBuffer.Find(Packed, measure);
            return at >= 0 ? new MeasureWindow(_bytes!, at) : null;
        }
    }

    public int Count
    {
        get
        {
            var count = 0;
            foreach (var window in this)
                count++;
            return count;
        }
    }

    internal ReadOnlySpan<byte> Packed => _bytes.AsSpan(0, _length);

    /// <summary>The sum of a measure over the last days; 0 where it was never seen.</summary>
    public ulong SumOver(Measure measure, int days, DateTimeOffset now) => this[measure]?.SumOver(days, now) ?? 0;

    /// <summary>The decayed average per day; 0 where the measure was never seen.</summary>
    public double PerDay(Measure measure, Decay decay, DateTimeOffset now) => this[measure]?.PerDay(decay, now) ?? 0;

    public Enumerator GetEnumerator() => new(_bytes, _length);

    public bool Equals(MeasureWindows other) => All.SequenceEqual(other.All);

    public override bool Equals(object? obj) => obj is MeasureWindows other && Equals(other);

    public override int GetHashCode() => Count;

    /// <summary>Goes through the windows.</summary>
    public struct Enumerator
    {
        private readonly byte[]? _bytes;
        private readonly int _length;
        private int _at;
        private int _next;

        internal Enumerator(byte[]? bytes, int length) => (_bytes, _length) = (bytes, length);

        public readonly MeasureWindow Current => new(_bytes!, _at);

        public bool MoveNext()
        {
            _at = _next;
            if (_at == _length)
                return false;
            _next += WindowLayout.LengthOf(BinaryPrimitives.ReadUInt64LittleEndian(_bytes.AsSpan(_at)));
            return true;
        }
    }
}

/// <summary>A working copy of the windows, made at the first addition, so that the twin keeps its own.</summary>
internal struct MeasureWindowsDraft(MeasureWindows before)
{
    private WindowsBuffer? _buffer;

    public void Add(Measure measure, int day, uint amount) => (_buffer ??= new WindowsBuffer(before.Packed)).Add(measure, day, amount);

    /// <summary>The windows as they are now, to look at only, and before anything more is added.</summary>
    public readonly MeasureWindows View() => _buffer is null ? before : _buffer.View();

    /// <summary>The windows as they are now. What is added afterwards goes to a copy again.</summary>
    public MeasureWindows Seal()
    {
        if (_buffer is null)
            return before;
        before = _buffer.Seal();
        _buffer = null;
        return before;
    }
}
