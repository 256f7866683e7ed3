using System.Buffers.Binary;
using System.Numerics;

namespace AccountTwins.Domain.Telemetry;

/// <summary>
/// A window in memory: its head (which buckets are not 0, by age in days; bytes a bucket takes; the measure), days, total and sums, then the
/// buckets that are not 0, the newest first. Most buckets are 0 and most amounts fit a byte, so a window takes some 70 bytes.
/// </summary>
internal static class WindowLayout
{
    public const int Head = 0;
    public const int NewestDay = 8;
    public const int FirstDay = 12;
    public const int Total = 16;
    public const int Fast = 24;
    public const int Slow = 40;
    public const int Buckets = 56;

    private const ulong PresentMask = (1UL << MeasureWindow.Days) - 1;
    private const int WidthShift = 40;
    private const int MeasureShift = 48;

    public static Measure MeasureOf(ulong head) => (Measure)(byte)(head >> MeasureShift);

    public static int WidthOf(ulong head) => (byte)(head >> WidthShift);

    public static ulong PresentIn(ulong head) => head & PresentMask;

    public static ulong HeadOf(Measure measure, int width, ulong present) => (ulong)measure << MeasureShift | (ulong)width << WidthShift | (present & PresentMask);

    public static int LengthOf(ulong head) => Buckets + BitOperations.PopCount(PresentIn(head)) * WidthOf(head);

    public static int WidthFor(uint amount) => amount <= byte.MaxValue ? 1 : amount <= ushort.MaxValue ? 2 : 4;

    public static uint Bucket(ReadOnlySpan<byte> window, int age)
    {
        var head = BinaryPrimitives.ReadUInt64LittleEndian(window);
        if ((head >> age & 1) == 0)
            return 0;
        var width = WidthOf(head);
        return Read(window[(Buckets + Place(head, age) * width)..], width);
    }

    /// <summary>How many buckets stand before the one of an age.</summary>
    public static int Place(ulong head, int age) => BitOperations.PopCount(head & ((1UL << age) - 1));

    public static uint Read(ReadOnlySpan<byte> at, int width) => width switch
    {
        1 => at[0],
        2 => BinaryPrimitives.ReadUInt16LittleEndian(at),
        _ => BinaryPrimitives.ReadUInt32LittleEndian(at),
    };

    public static void Write(Span<byte> at, int width, uint amount)
    {
        if (width == 1)
            at[0] = (byte)amount;
        else if (width == 2)
            BinaryPrimitives.WriteUInt16LittleEndian(at, (ushort)amount);
        else
            BinaryPrimitives.WriteUInt32LittleEndian(at, amount);
    }

    /// <summary>Goes through the buckets that are not 0, the newest first.</summary>
    internal ref struct Cursor(ReadOnlySpan<byte> window)
    {
        private readonly ReadOnlySpan<byte> _window = window;
        private readonly int _width = WidthOf(BinaryPrimitives.ReadUInt64LittleEndian(window));
        private ulong _left = PresentIn(BinaryPrimitives.ReadUInt64LittleEndian(window));
        private int _at = Buckets;

        public (int Age, uint Amount) Current { get; private set; }

        public readonly Cursor GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_left == 0)
                return false;
            Current = (BitOperations.TrailingZeroCount(_left), Read(_window[_at..], _width));
            _left &= _left - 1;
            _at += _width;
            return true;
        }
    }
}
