using System.Buffers.Binary;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Accounts.Registers;

/// <summary>
/// A roster in one array: how many things, whether any were evicted and then how many and the newest stamp of them, and each thing's length
/// and packed fields, sorted by id. Nothing at all where nothing ever was.
/// </summary>
internal static class RosterForm
{
    /// <summary>Bytes of a thing's length.</summary>
    public const int LengthLength = sizeof(int);

    private const int ShortHead = 2;
    private const int LongHead = ShortHead + sizeof(long) + FieldCursor.StampLength;

    public static int ItemsAt(byte[] bytes) => bytes[1] == 0 ? ShortHead : LongHead;

    public static long EvictedIn(byte[] bytes) => bytes[1] == 0 ? 0 : BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(ShortHead));

    public static Stamp FloorIn(byte[] bytes) => bytes[1] == 0 ? Stamp.None : FieldCursor.StampAt(bytes.AsSpan(ShortHead + sizeof(long)));

    /// <summary>A copy in which a piece of the old array, which begins and ends with a thing, is replaced by another thing or by none.</summary>
    public static byte[] Changed(byte[]? bytes, int count, long evicted, Stamp floor, int from, int to, ReadOnlySpan<byte> item)
    {
        if (count == 0 && evicted == 0)
            return [];
        var before = bytes is null ? default : bytes.AsSpan()[ItemsAt(bytes)..from];
        var after = bytes is null ? default : bytes.AsSpan()[to..];
        var head = Head(evicted, floor);
        var changed = new byte[head + before.Length + (item.IsEmpty ? 0 : LengthLength + item.Length) + after.Length];
        WriteHead(changed, count, evicted, floor);
        before.CopyTo(changed.AsSpan(head));
        var at = head + before.Length;
        if (!item.IsEmpty)
        {
            BinaryPrimitives.WriteInt32LittleEndian(changed.AsSpan(at), item.Length);
            item.CopyTo(changed.AsSpan(at + LengthLength));
            at += LengthLength + item.Length;
        }

        after.CopyTo(changed.AsSpan(at));
        return changed;
    }

    /// <summary>From things that are packed one behind the other, each with its length.</summary>
    public static byte[] Of(int count, long evicted, Stamp floor, ReadOnlySpan<byte> items)
    {
        if (count == 0 && evicted == 0)
            return [];
        var head = Head(evicted, floor);
        var bytes = new byte[head + items.Length];
        WriteHead(bytes, count, evicted, floor);
        items.CopyTo(bytes.AsSpan(head));
        return bytes;
    }

    /// <summary>
    /// The order of the ids' UTF-16 text, which stored rosters have: it is that of UTF-8 but where a character above U+FFFF meets one of
    /// U+E000 to U+FFFF.
    /// </summary>
    public static int CompareIds(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var same = left.CommonPrefixLength(right);
        if (same == left.Length || same == right.Length)
            return left.Length.CompareTo(right.Length);
        return Rank(left[same]).CompareTo(Rank(right[same]));
    }

    /// <summary>Lead bytes of four-byte forms stand for surrogates, which come before U+E000 (lead bytes 0xEE and 0xEF).</summary>
    private static int Rank(byte part) => part switch
    {
        >= 0xF0 => part - 2,
        0xEE or 0xEF => part + 0x10,
        _ => part,
    };

    private static int Head(long evicted, Stamp floor) => evicted == 0 && floor == Stamp.None ? ShortHead : LongHead;

    private static void WriteHead(Span<byte> bytes, int count, long evicted, Stamp floor)
    {
        bytes[0] = (byte)count;
        if (Head(evicted, floor) == ShortHead)
            return;
        bytes[1] = 1;
        BinaryPrimitives.WriteInt64LittleEndian(bytes[ShortHead..], evicted);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[(ShortHead + sizeof(long))..], floor.Ticks);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[(ShortHead + sizeof(long) + sizeof(long))..], floor.Tie);
    }
}
