using System.Buffers.Binary;
using AccountTwins.Domain.Packing;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Accounts.Registers;

/// <summary>What a field holds. Numbers are stored.</summary>
internal enum FieldKind : byte
{
    Text = 0,
    Number = 1,
    Decimal = 2,
    Texts = 3,
}

/// <summary>
/// Walks through packed fields: length and UTF-8 of the id, how many stamps and fields, each stamp once, then for each field its number,
/// kind and place of its stamp, length and value. Only memory has this form, so it trusts what it reads.
/// </summary>
internal ref struct FieldCursor
{
    public const int StampLength = 16;

    private ReadOnlySpan<byte> _rest;

    public FieldCursor(ReadOnlySpan<byte> packed)
    {
        if (packed.IsEmpty)
            return;
        var body = packed[PackedLength.Read(packed, out var id)..][id..];
        Left = body[1];
        Stamps = body.Slice(2, body[0] * StampLength);
        _rest = body[(2 + Stamps.Length)..];
    }

    /// <summary>All stamps, newest anywhere among them.</summary>
    public ReadOnlySpan<byte> Stamps { get; }

    /// <summary>Fields that were not met yet.</summary>
    public int Left { get; private set; }

    public byte Number { get; private set; }

    public FieldKind Kind { get; private set; }

    public ReadOnlySpan<byte> Value { get; private set; }

    private int StampPlace { get; set; }

    public readonly Stamp Stamp => StampAt(Stamps[(StampPlace * StampLength)..]);

    public bool Next()
    {
        if (Left == 0)
            return false;
        Left--;
        Number = _rest[0];
        Kind = (FieldKind)(_rest[1] & 3);
        StampPlace = _rest[1] >> 2;
        var start = 2 + PackedLength.Read(_rest[2..], out var length);
        Value = _rest.Slice(start, length);
        _rest = _rest[(start + length)..];
        return true;
    }

    public static ReadOnlySpan<byte> IdOf(ReadOnlySpan<byte> packed) =>
        packed.IsEmpty ? default : packed.Slice(PackedLength.Read(packed, out var length), length);

    public static Stamp StampAt(ReadOnlySpan<byte> at) =>
        new(BinaryPrimitives.ReadInt64LittleEndian(at), BinaryPrimitives.ReadUInt64LittleEndian(at[8..]));

    /// <summary>Zigzag, the low bytes first, no more of them than the number needs.</summary>
    public static long NumberIn(ReadOnlySpan<byte> value)
    {
        ulong zigzag = 0;
        for (var index = value.Length - 1; index >= 0; index--)
            zigzag = zigzag << 8 | value[index];
        return (long)(zigzag >> 1) ^ -(long)(zigzag & 1);
    }

    public static decimal DecimalIn(ReadOnlySpan<byte> value) => new PackedReader(value).Decimal();

    public static string[] TextsIn(ReadOnlySpan<byte> value)
    {
        var reader = new PackedReader(value);
        var texts = new string[reader.Count(FieldChanges.TextsMax)];
        for (var index = 0; index < texts.Length; index++)
            texts[index] = SharedTexts.Make(reader.Bytes());
        return texts;
    }
}

/// <summary>A length in seven bits a byte, low ones first: one byte for nearly all.</summary>
internal static class PackedLength
{
    /// <summary>How many bytes it takes.</summary>
    public static int Read(ReadOnlySpan<byte> at, out int length)
    {
        length = at[0];
        if (length < 0x80)
            return 1;
        length &= 0x7F;
        var used = 1;
        for (var shift = 7; ; shift += 7)
        {
            var part = at[used++];
            length |= (part & 0x7F) << shift;
            if (part < 0x80)
                return used;
        }
    }
}
