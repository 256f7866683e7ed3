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

    private readonly Tables _tables = Tables.Cleared();
    private long _ticks;

    /// <summary>0: absent. 1: a new text follows. n + 2: the n-th text of the table.</summary>
    public void Text(string? text)
    {
        if (text is null)
        {
            Raw.Byte(0);
            return;
        }

        if (_tables.Texts.TryGetValue(text, out var known))
        {
            Raw.Unsigned((ulong)known + 2);
            return;
        }

        Raw.Byte(1);
        Raw.Text(text);
        if (_tables.Texts.Count < TextsMax)
            _tables.Texts.Add(text, _tables.Texts.Count);
    }

    /// <summary>0: none. 1: whole milliseconds follow. 2: ticks follow. n + 3: the n-th stamp of the table.</summary>
    public void Stamp(Stamp stamp)
    {
        if (stamp == Signals.Stamp.None)
        {
            Raw.Byte(0);
            return;
        }

        if (_tables.Stamps.TryGetValue(stamp, out var known))
        {
            Raw.Unsigned((ulong)known + 3);
            return;
        }

        var whole = (stamp.Ticks - _ticks) % Millisecond == 0;
        Raw.Byte(whole ? (byte)1 : (byte)2);
        Raw.Signed(whole ? (stamp.Ticks - _ticks) / Millisecond : stamp.Ticks - _ticks);
        Raw.Fixed64(stamp.Tie);
        _ticks = stamp.Ticks;
        if (_tables.Stamps.Count < StampsMax)
            _tables.Stamps.Add(stamp, _tables.Stamps.Count);
    }

    /// <summary>Ticks, or 0 for absent.</summary>
    public void Time(DateTimeOffset? time) => Raw.Unsigned((ulong)(time?.UtcTicks ?? 0));

    public void Fields(FieldSet fields)
    {
        Raw.Unsigned((ulong)fields.Fields.Length);
        foreach (var known in fields.Fields)
            One(known);
    }

    public void Roster<T>(Roster<T> roster)
        where T : struct, IRosterItem<T>
    {
        Raw.Unsigned((ulong)roster.Count);
        foreach (var item in roster.Items)
        {
            Text(item.Id);
            Fields(item.Fields);
        }

        Raw.Unsigned((ulong)roster.Evicted);
        Stamp(roster.Floor);
    }

    private void One(Field known)
    {
        var kind = known.Value switch { string => 0, long => 1, decimal => 2, _ => 3 };
        Raw.Unsigned(((ulong)known.Number << 2) | (uint)kind);
        Stamp(known.Stamp);
        switch (known.Value)
        {
            case string text:
                Text(text);
                break;
            case long number:
                Raw.Signed(number);
                break;
            case decimal number:
                Raw.Decimal(number);
                break;
            case string[] texts:
                Raw.Unsigned((ulong)texts.Length);
                foreach (var text in texts)
                    Text(text);
                break;
            default:
                throw new InvalidOperationException($"A field holds a {known.Value.GetType().Name}, which has no packed form.");
        }
    }

    /// <summary>One pair of tables a thread, used again for every twin: packing never waits in the middle.</summary>
    private sealed class Tables
    {
        [ThreadStatic]
        private static Tables? mine;

        public Dictionary<string, int> Texts { get; } = new(StringComparer.Ordinal);

        public Dictionary<Stamp, int> Stamps { get; } = [];

        public static Tables Cleared()
        {
            var tables = mine ??= new Tables();
            tables.Texts.Clear();
            tables.Stamps.Clear();
            return tables;
        }
    }
}
