using System.Text;
using AccountTwins.Domain.Accounts.Registers;
using AccountTwins.Domain.Packing;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Accounts.Codec;

/// <summary>
/// Packs the parts of a twin. Texts and stamps repeat a lot there, so a text seen before is a number, and so is a stamp among the last
/// few hundred. The tables are rebuilt while reading and never stored.
/// </summary>
internal ref struct TwinWriter(int capacity)
{
    /// <summary>Texts that can be referred back to.</summary>
    public const int TextsMax = 500;

    /// <summary>Stamps that can be referred back to.</summary>
    public const int StampsMax = 500;

    /// <summary>Ticks of a millisecond: most times are whole ones.</summary>
    public const long Millisecond = TimeSpan.TicksPerMillisecond;

    public PackedWriter Raw = new(capacity);

    private readonly WrittenBefore _before = WrittenBefore.Cleared();
    private long _ticks;

    public void Text(string text)
    {
        var utf8 = new PackedWriter(Encoding.UTF8.GetMaxByteCount(text.Length));
        utf8.Utf8(text);
        Text(utf8.Written);
        utf8.Dispose();
    }

    /// <summary>1: a new text follows. n + 2: the n-th text of the table. (0 would be no text.)</summary>
    public void Text(scoped ReadOnlySpan<byte> utf8)
    {
        if (_before.Find(Raw.Written, utf8, out var hash) is var known and >= 0)
        {
            Raw.Unsigned((ulong)known + 2);
            return;
        }

        Raw.Byte(1);
        Raw.TextUtf8(utf8);
        _before.Add(hash, Raw.Length - utf8.Length, utf8.Length);
    }

    /// <summary>0: none. 1: whole milliseconds follow. 2: ticks follow. n + 3: the n-th stamp of the table.</summary>
    public void Stamp(Stamp stamp)
    {
        if (stamp == Signals.Stamp.None)
        {
            Raw.Byte(0);
            return;
        }

        if (_before.FindOrAdd(stamp) is var known and >= 0)
        {
            Raw.Unsigned((ulong)known + 3);
            return;
        }

        var whole = (stamp.Ticks - _ticks) % Millisecond == 0;
        Raw.Byte(whole ? (byte)1 : (byte)2);
        Raw.Signed(whole ? (stamp.Ticks - _ticks) / Millisecond : stamp.Ticks - _ticks);
        Raw.Fixed64(stamp.Tie);
        _ticks = stamp.Ticks;
    }

    /// <summary>Ticks, or 0 for absent.</summary>
    public void Time(DateTimeOffset? time) => Raw.Unsigned((ulong)(time?.UtcTicks ?? 0));

    public void Fields(FieldSet fields)
    {
        var cursor = fields.Open();
        Raw.Unsigned((ulong)cursor.Left);
        while (cursor.Next())
            One(cursor);
    }

    public void Roster<T>(Roster<T> roster)
        where T : struct, IRosterItem<T>
    {
        Raw.Unsigned((ulong)roster.Count);
        foreach (var item in roster)
        {
            Text(item.Fields.IdUtf8);
            Fields(item.Fields);
        }

        Raw.Unsigned((ulong)roster.Evicted);
        Stamp(roster.Floor);
    }

    private void One(FieldCursor known)
    {
        Raw.Unsigned(((ulong)known.Number << 2) | (uint)known.Kind);
        Stamp(known.Stamp);
        switch (known.Kind)
        {
            case FieldKind.Text:
                Text(known.Value);
                break;
            case FieldKind.Number:
                Raw.Signed(FieldCursor.NumberIn(known.Value));
                break;
            case FieldKind.Decimal:
                Raw.Raw(known.Value);
                break;
            default:
                var texts = new PackedReader(known.Value);
                var count = texts.Unsigned();
                Raw.Unsigned(count);
                for (; count > 0; count--)
                    Text(texts.Bytes());
                break;
        }
    }
}
