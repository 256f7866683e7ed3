using System.Buffers.Binary;
using System.Text.Unicode;
using AccountTwins.Domain.Accounts.Registers;
using AccountTwins.Domain.Packing;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Accounts.Codec;

/// <summary>Reads what <see cref="TwinWriter"/> wrote. Damage throws <see cref="PackedFormatException"/>.</summary>
internal ref struct TwinReader
{
    public PackedReader Raw;

    private readonly ReadOnlySpan<byte> _packed;
    private readonly Tables _tables = Tables.Mine();
    private int _texts;
    private int _stamps;
    private long _ticks;

    public TwinReader(ReadOnlySpan<byte> packed)
    {
        _packed = packed;
        Raw = new PackedReader(packed);
    }

    /// <summary>A text where it lies, or none.</summary>
    public bool TextUtf8(out ReadOnlySpan<byte> text)
    {
        text = default;
        var head = Raw.Count(TwinWriter.TextsMax + 1);
        if (head == 0)
            return false;
        if (head > 1)
        {
            if (head - 2 >= _texts)
                throw new PackedFormatException($"Text {head - 2} is referred to before it stands.");
            var (at, length) = _tables.Texts[head - 2];
            text = _packed.Slice(at, length);
            return true;
        }

        var announced = Raw.Unsigned();
        if (announced == 0)
            throw new PackedFormatException("A text is missing where one must stand.");
        if (announced - 1 > (ulong)Raw.Remaining)
            throw new PackedFormatException($"{announced - 1} bytes are announced, {Raw.Remaining} are there.");
        var start = Raw.Position;
        text = Raw.Raw((int)announced - 1);
        if (!Utf8.IsValid(text))
            throw new PackedFormatException("A packed text is not UTF-8.");
        if (_texts < TwinWriter.TextsMax)
            _tables.Texts[_texts++] = (start, text.Length);
        return true;
    }

    public ReadOnlySpan<byte> RequiredTextUtf8() => TextUtf8(out var text) ? text : throw new PackedFormatException("A text is missing where one must stand.");

    public string RequiredText() => SharedTexts.Make(RequiredTextUtf8());

    public Stamp Stamp()
    {
        var head = Raw.Count(TwinWriter.StampsMax + 2);
        if (head == 0)
            return Signals.Stamp.None;
        if (head > 2)
            return head - 3 < _stamps ? _tables.Stamps[head - 3] : throw new PackedFormatException($"Stamp {head - 3} is referred to before it stands.");
        _ticks = checked(_ticks + Raw.Signed() * (head == 1 ? TwinWriter.Millisecond : 1));
        var stamp = new Stamp(_ticks, Raw.Fixed64());
        if (_stamps < TwinWriter.StampsMax)
            _tables.Stamps[_stamps++] = stamp;
        return stamp;
    }

    public DateTimeOffset? Time()
    {
        var ticks = (long)Raw.Unsigned();
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks)
            throw new PackedFormatException($"{ticks} is no time.");
        return ticks == 0 ? null : new DateTimeOffset(ticks, TimeSpan.Zero);
    }

    public FieldSet Fields()
    {
        var writer = new PackedWriter(1024);
        try
        {
            Fields(ref writer, default);
            return new FieldSet(writer.ToArray(), 0, writer.Length);
        }
        finally
        {
            writer.Dispose();
        }
    }

    public Roster<T> Roster<T>()
        where T : struct, IRosterItem<T>
    {
        var count = Raw.Count(T.Limit);
        var items = new PackedWriter(2048);
        try
        {
            for (var index = 0; index < count; index++)
            {
                var id = RequiredTextUtf8();
                var start = items.Length;
                items.Int32(0);
                Fields(ref items, id);
                items.SetInt32(start, items.Length - start - RosterForm.LengthLength);
            }

            var evicted = (long)Raw.Unsigned();
            return Registers.Roster<T>.Restore(RosterForm.Of(count, evicted, Stamp(), items.Written));
        }
        finally
        {
            items.Dispose();
        }
    }

    private void Fields(ref PackedWriter into, ReadOnlySpan<byte> id)
    {
        var builder = new FieldsBuilder();
        var count = Raw.Count(FieldsBuilder.FieldsMax);
        for (var index = 0; index < count; index++)
        {
            var head = Raw.Count(1023);
            var (number, kind, stamp) = ((byte)(head >> 2), (FieldKind)(head & 3), Stamp());
            switch (kind)
            {
                case FieldKind.Text:
                    builder.Raw(number, kind, stamp, RequiredTextUtf8());
                    break;
                case FieldKind.Number:
                    builder.Number(number, stamp, Raw.Signed());
                    break;
                case FieldKind.Decimal:
                    builder.Decimal(number, stamp, Raw.Decimal());
                    break;
                default:
                    Texts(ref builder, number, stamp);
                    break;
            }
        }

        builder.FinishInto(ref into, id);
    }

    private void Texts(ref FieldsBuilder builder, byte number, Stamp stamp)
    {
        var count = Raw.Count(FieldChanges.TextsMax);
        var writer = new PackedWriter(256);
        writer.Unsigned((ulong)count);
        for (var index = 0; index < count; index++)
            writer.Bytes(RequiredTextUtf8());
        builder.Raw(number, FieldKind.Texts, stamp, writer.Written);
        writer.Dispose();
    }

    /// <summary>One pair of tables a thread, used again for every twin: reading never waits in the middle.</summary>
    private sealed class Tables
    {
        [ThreadStatic]
        private static Tables? mine;

        public (int At, int Length)[] Texts { get; } = new (int, int)[TwinWriter.TextsMax];

        public Stamp[] Stamps { get; } = new Stamp[TwinWriter.StampsMax];

        public static Tables Mine() => mine ??= new Tables();
    }
}
