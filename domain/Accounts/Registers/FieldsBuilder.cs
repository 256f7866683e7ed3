using System.Buffers.Binary;
using System.Numerics;
using AccountTwins.Domain.Packing;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Accounts.Registers;

/// <summary>Packs fields in the order of their numbers, in the form that <see cref="FieldCursor"/> reads. The same fields give the same bytes.</summary>
internal ref struct FieldsBuilder()
{
    /// <summary>Fields one thing may have: a stamp's place has six bits.</summary>
    public const int FieldsMax = 64;

    private PackedWriter _stamps = new(256);
    private PackedWriter _fields = new(256);
    private int _count;

    public void Text(byte number, Stamp stamp, string text)
    {
        Span<byte> utf8 = stackalloc byte[FieldChanges.ListTextLengthMax * 4];
        Raw(number, FieldKind.Text, stamp, utf8[..SharedTexts.Utf8Of(text, utf8)]);
    }

    public void Number(byte number, Stamp stamp, long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        var zigzag = (ulong)((value << 1) ^ (value >> 63));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, zigzag);
        Raw(number, FieldKind.Number, stamp, bytes[..((71 - BitOperations.LeadingZeroCount(zigzag)) / 8)]);
    }

    public void Decimal(byte number, Stamp stamp, decimal value)
    {
        var writer = new PackedWriter(16);
        writer.Decimal(value);
        Raw(number, FieldKind.Decimal, stamp, writer.Written);
        writer.Dispose();
    }

    public void Texts(byte number, Stamp stamp, string[] texts)
    {
        Span<byte> utf8 = stackalloc byte[FieldChanges.ListTextLengthMax * 4];
        var writer = new PackedWriter(256);
        writer.Unsigned((ulong)texts.Length);
        foreach (var text in texts)
            writer.Bytes(utf8[..SharedTexts.Utf8Of(text, utf8)]);
        Raw(number, FieldKind.Texts, stamp, writer.Written);
        writer.Dispose();
    }

    /// <summary>A value in its packed form.</summary>
    public void Raw(byte number, FieldKind kind, Stamp stamp, scoped ReadOnlySpan<byte> value)
    {
        _count++;
        _fields.Byte(number);
        _fields.Byte((byte)((int)kind | PlaceOf(stamp) << 2));
        _fields.Bytes(value);
    }

    /// <summary>Writes all of it, and gives back what was borrowed.</summary>
    public void FinishInto(ref PackedWriter writer, scoped ReadOnlySpan<byte> id)
    {
        if (_count > 0 || id.Length > 0)
        {
            writer.Bytes(id);
            writer.Byte((byte)(_stamps.Length / FieldCursor.StampLength));
            writer.Byte((byte)_count);
            writer.Raw(_stamps.Written);
            writer.Raw(_fields.Written);
        }

        _stamps.Dispose();
        _fields.Dispose();
    }

    private int PlaceOf(Stamp stamp)
    {
        var known = _stamps.Written;
        for (var place = 0; place * FieldCursor.StampLength < known.Length; place++)
        {
            if (FieldCursor.StampAt(known[(place * FieldCursor.StampLength)..]) == stamp)
                return place;
        }

        if (known.Length == FieldsMax * FieldCursor.StampLength)
            throw new PackedFormatException($"More than {FieldsMax} fields in one thing.");
        _stamps.Fixed64((ulong)stamp.Ticks);
        _stamps.Fixed64(stamp.Tie);
        return known.Length / FieldCursor.StampLength;
    }
}
