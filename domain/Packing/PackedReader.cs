using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace AccountTwins.Domain.Packing;

/// <summary>
/// Reads what <see cref="PackedWriter"/> wrote, in the same order. It trusts no length: whatever does not fit throws
/// <see cref="PackedFormatException"/> before anything is allocated for it.
/// </summary>
public ref struct PackedReader(ReadOnlySpan<byte> source)
{
    private readonly ReadOnlySpan<byte> source = source;
    private int position;

    public readonly int Position => position;

    public readonly int Remaining => source.Length - position;

    public readonly bool AtEnd => position == source.Length;

    public byte Byte()
    {
        if (AtEnd)
            throw new PackedFormatException("The packed form ends in the middle of a value.");
        return source[position++];
    }

    public bool Bool() => Byte() switch
    {
        0 => false,
        1 => true,
        var other => throw new PackedFormatException($"{other} is no packed truth value."),
    };

    public ulong Unsigned()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = Byte();
            if (shift == 63 && part > 1)
                break;
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return value;
        }

        throw new PackedFormatException("A packed number is wider than 64 bits.");
    }

    public long Signed()
    {
        var value = Unsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>An unsigned number that must be at most <paramref name="max"/>: counts, lengths, enum numbers.</summary>
    public int Count(int max)
    {
        var value = Unsigned();
        return value <= (ulong)max ? (int)value : throw new PackedFormatException($"{value} is above {max}, the most that can stand here.");
    }

    public ulong Fixed64() => BinaryPrimitives.ReadUInt64LittleEndian(Raw(8));

    public double Double() => BitConverter.UInt64BitsToDouble(Fixed64());

    /// <summary>Length, then the bytes; a view into the source.</summary>
    public ReadOnlySpan<byte> Bytes() => Raw(Unsigned());

    public ReadOnlySpan<byte> Raw(int count) => Raw((ulong)count);

    /// <summary>Text or null.</summary>
    public string? Text()
    {
        var head = Unsigned();
        return head == 0 ? null : Decode(Raw(head - 1));
    }

    /// <summary>Text where null cannot stand.</summary>
    public string RequiredText() => Text() ?? throw new PackedFormatException("A text is missing where one must stand.");

    /// <summary>The UTF-8 of a text, not checked; empty for null and for an empty text.</summary>
    public ReadOnlySpan<byte> TextUtf8()
    {
        var head = Unsigned();
        return head == 0 ? [] : Raw(head - 1);
    }

    public decimal Decimal()
    {
        var head = Byte();
        var scale = head & 0x1F;
        if (scale > 28 || (head & 0x20) != 0)
            throw new PackedFormatException($"{head} is no head of a packed decimal.");
        ulong low;
        var high = 0;
        if ((head & 0x40) == 0)
        {
            low = Unsigned();
        }
        else
        {
            low = Fixed64();
            high = BinaryPrimitives.ReadInt32LittleEndian(Raw(4));
        }

        return new decimal((int)low, (int)(low >> 32), high, (head & 0x80) != 0, (byte)scale);
    }

    private ReadOnlySpan<byte> Raw(ulong count)
    {
        if (count > (ulong)Remaining)
            throw new PackedFormatException($"{count} bytes are announced, {Remaining} are there.");
        var slice = source.Slice(position, (int)count);
        position += (int)count;
        return slice;
    }

    private static string Decode(ReadOnlySpan<byte> utf8) =>
        Utf8.IsValid(utf8) ? Encoding.UTF8.GetString(utf8) : throw new PackedFormatException("A packed text is not UTF-8.");
}
