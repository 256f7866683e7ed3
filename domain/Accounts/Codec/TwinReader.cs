using AccountTwins.Domain.Accounts.Registers;
using AccountTwins.Domain.Packing;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Accounts.Codec;

/// <summary>Reads what <see cref="TwinWriter"/> wrote. Damage throws <see cref="PackedFormatException"/>.</summary>
internal ref struct TwinReader(ReadOnlySpan<byte> packed)
{
    public PackedReader Raw = new(packed);

    private readonly List<string> _texts = [];
    private readonly List<Stamp> _stamps = [];
    private long _ticks;

    public string? Text()
    {
        var head = Raw.Count(TwinWriter.TextsMax + 1);
        if (head == 0)
            return null;
        if (head > 1)
            return head - 2 < _texts.Count ? _texts[head - 2] : throw new PackedFormatException($"Text {head - 2} is referred to before it stands.");
        var text = Raw.RequiredText();
        if (_texts.Count < TwinWriter.TextsMax)
            _texts.Add(text);
        return text;
    }

    public string RequiredText() => Text() ?? throw new PackedFormatException("A text is missing where one must stand.");

    public Stamp Stamp()
    {
        var head = Raw.Count(TwinWriter.StampsMax + 2);
        if (head == 0)
            return Signals.Stamp.None;
        if (head > 2)
            return head - 3 < _stamps.Count ? _stamps[head - 3] : throw new PackedFormatException($"Stamp {head - 3} is referred to before it stands.");
        _ticks = checked(_ticks + Raw.Signed() * (head == 1 ? TwinWriter.Millisecond : 1));
        var stamp = new Stamp(_ticks, Raw.Fixed64());
        if (_stamps.Count < TwinWriter.StampsMax)
            _stamps.Add(stamp);
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
        var fields = new Field[Raw.Count(64)];
        for (var index = 0; index < fields.Length; index++)
            fields[index] = One();
        return FieldSet.Restore(fields);
    }

    public Roster<T> Roster<T>()
        where T : struct, IRosterItem<T>
    {
        var items = new T[Raw.Count(T.Limit)];
        for (var index = 0; index < items.Length; index++)
        {
            var id = RequiredText();
            items[index] = T.From(id, Fields());
        }

        var evicted = (long)Raw.Unsigned();
        return Registers.Roster<T>.Restore(items, evicted, Stamp());
    }

    private Field One()
    {
        var head = Raw.Count(1023);
        var stamp = Stamp();
        return new Field((byte)(head >> 2), stamp, (head & 3) switch
        {
            0 => RequiredText(),
            1 => SmallNumbers.Box(Raw.Signed()),
            2 => Raw.Decimal(),
            _ => Texts(),
        });
    }

    private string[] Texts()
    {
        var texts = new string[Raw.Count(FieldChanges.TextsMax)];
        for (var index = 0; index < texts.Length; index++)
            texts[index] = RequiredText();
        return texts;
    }
}
