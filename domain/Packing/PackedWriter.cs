using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace AccountTwins.Domain.Packing;

/// <summary>
/// Writes values one after the other into a pooled buffer: small numbers small, text as UTF-8, decimals exact. The form has no tags;
/// whoever reads it back must know the order. Pass it by <c>ref</c> and dispose it once.
/// </summary>
public ref struct PackedWriter
{
    private byte[] buffer;
    private int length;

    public PackedWriter(int capacity) => buffer = ArrayPool<byte>.Shared.Rent(Math.Max(capacity, 64));

    public readonly int Length => length;

    public readonly ReadOnlySpan<byte> Written => buffer.AsSpan(0, length);

    public void Byte(byte value)
    {
        Reserve(1);
        buffer[length++] = value;
    }

    public void Bool(bool value) => Byte(value ? (byte)1 : (byte)0);

    /// <summary>Seven bits a byte, low ones first; at most ten bytes.</summary>
    public void Unsigned(ulong value)
    {
        Reserve(10);
        while (value >= 0x80)
        {
            buffer[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        buffer[length++] = (byte)value;
    }

    /// <summary>Zigzag, so that numbers near zero are short on either side.</summary>
    public void Signed(long value) => Unsigned((ulong)((value << 1) ^ (value >> 63)));

    /// <summary>Eight bytes, little endian: for hashes and for anything that is no small number.</summary>
    public void Fixed64(ulong value)
    {
        Reserve(8);
        BinaryPrimitives.WriteUInt64LittleEndian(buffer.AsSpan(length), value);
        length += 8;
    }

    /// <summary>Four bytes, little endian: for a length that is set when it is known.</summary>
    public void Int32(int value)
    {
        Reserve(4);
        BinaryPrimitives.WriteInt32LittleEndian(buffer.AsSpan(length), value);
        length += 4;
    }

    /// <summary>Writes over what <see cref="Int32"/> wrote at a place.</summary>
    public readonly void SetInt32(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(buffer.AsSpan(0, length)[at..], value);

    /// <summary>The bits of the number, so that it comes back the same to the last one.</summary>
    public void Double(double value) => Fixed64(BitConverter.DoubleToUInt64Bits(value));

    /// <summary>Length, then the bytes.</summary>
    public void Bytes(scoped ReadOnlySpan<byte> value)
    {
        Unsigned((ulong)value.Length);
        Raw(value);
    }

    /// <summary>The bytes alone.</summary>
    public void Raw(scoped ReadOnlySpan<byte> value)
    {
        Reserve(value.Length);
        value.CopyTo(buffer.AsSpan(length));
        length += value.Length;
    }

    /// <summary>Length + 1, then UTF-8; 0 stands for null.</summary>
    public void Text(string? value)
    {
        if (value is null)
        {
            Byte(0);
            return;
        }

        var count = Encoding.UTF8.GetByteCount(value);
        Unsigned((ulong)count + 1);
        Reserve(count);
        length += Encoding.UTF8.GetBytes(value, buffer.AsSpan(length));
    }

    /// <summary>The UTF-8 alone.</summary>
    public void Utf8(string value)
    {
        Reserve(Encoding.UTF8.GetMaxByteCount(value.Length));
        length += Encoding.UTF8.GetBytes(value, buffer.AsSpan(length));
    }

    /// <summary>The same form as <see cref="Text"/>, from bytes that are UTF-8 already.</summary>
    public void TextUtf8(scoped ReadOnlySpan<byte> value)
    {
        Unsigned((ulong)value.Length + 1);
        Raw(value);
    }

    /// <summary>
    /// Scale (bits 0–4), wide (bit 6), sign (bit 7), then the digits: a varint where they fit 64 bits, else twelve bytes. Keeps the
    /// scale: 1.50 comes back as 1.50.
    /// </summary>
    public void Decimal(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var head = (byte)(((bits[3] >> 16) & 0x1F) | (bits[3] < 0 ? 0x80 : 0));
        var low = (uint)bits[0] | ((ulong)(uint)bits[1] << 32);
        if (bits[2] == 0)
        {
            Byte(head);
            Unsigned(low);
            return;
        }

        Byte((byte)(head | 0x40));
        Fixed64(low);
        Reserve(4);
        BinaryPrimitives.WriteInt32LittleEndian(buffer.AsSpan(length), bits[2]);
        length += 4;
    }

    public readonly byte[] ToArray() => Written.ToArray();

    public void Dispose()
    {
        var rented = buffer;
        buffer = [];
        length = 0;
        if (rented is { Length: > 0 })
            ArrayPool<byte>.Shared.Return(rented);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Reserve(int count)
    {
        if (buffer.Length - length < count)
            Grow(count);
    }

    private void Grow(int count)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(buffer.Length * 2, length + count));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }
}
