using AccountTwins.Domain.Accounts.Registers;
using AccountTwins.Domain.Packing;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Accounts;

/// <summary>A notable event, short enough to read: no raw usage.</summary>
/// <param name="Stamp">When it happened.</param>
/// <param name="TypeNumber">The signal type's stored number.</param>
/// <param name="Text">At most 80 characters, outside text unchanged: whoever shows it must treat it as quoted data.</param>
/// <param name="Source">Where it was reported.</param>
public readonly record struct TimelineEntry(Stamp Stamp, int TypeNumber, string Text, string Source);

/// <summary>
/// The newest notable events of an account by their own time, oldest first; at most <see cref="Limit"/>. Immutable. Packed, because it is
/// read by people now and then and never by a rule.
/// </summary>
public readonly struct Timeline : IEquatable<Timeline>
{
    public const int Limit = 32;

    public const int TextLengthMax = 80;

    private readonly byte[]? _entries;

    private Timeline(byte[] entries) => _entries = entries;

    public static Timeline Empty => default;

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<TimelineEntry> Entries
    {
        get
        {
            var entries = new List<TimelineEntry>(Count);
            ReadOnlySpan<byte> source = default;
            var cursor = Open();
            while (cursor.Next())
            {
                var content = ContentOf(cursor.Content, ref source);
                entries.Add(new TimelineEntry(cursor.Stamp, content.TypeNumber, SharedTexts.Make(content.Text), SharedTexts.MakeSource(source)));
            }

            return entries;
        }
    }

    internal int Count => StampedEntries.CountIn(_entries);

    internal StampedEntries.Cursor Open() => StampedEntries.Open(_entries);

    /// <param name="content">Of one entry.</param>
    /// <param name="source">That of the entry before; most come from where that one came from, and then say nothing of it.</param>
    internal static Content ContentOf(ReadOnlySpan<byte> content, scoped ref ReadOnlySpan<byte> source)
    {
        var reader = new PackedReader(content);
        var entry = new Content { TypeNumber = reader.Count(int.MaxValue), Text = reader.Bytes() };
        if (!reader.AtEnd)
            source = reader.Raw(reader.Remaining);
        return entry;
    }

    internal static void Write(
        ref PackedWriter writer, Stamp stamp, int typeNumber, scoped ReadOnlySpan<byte> text, scoped ReadOnlySpan<byte> source, scoped ReadOnlySpan<byte> sourceBefore)
    {
        var said = source.SequenceEqual(sourceBefore) ? default : source;
        var length = StampedEntries.LengthOf(typeNumber) + StampedEntries.LengthOf(text.Length) + text.Length + said.Length;
        StampedEntries.Begin(ref writer, stamp, length);
        writer.Unsigned((ulong)typeNumber);
        writer.Bytes(text);
        writer.Raw(said);
    }

    /// <summary>From entries that are packed one behind the other.</summary>
    internal static Timeline Restore(int count, ReadOnlySpan<byte> entries) => count == 0 ? Empty : new Timeline([(byte)count, .. entries]);

    /// <summary>Takes the entries in, one after the other, each at its own time; the oldest goes when there is no room.</summary>
    internal Timeline With(List<TimelineEntry> noted)
    {
        Span<Place> places = stackalloc Place[Limit];
        var count = 0;
        ReadOnlySpan<byte> all = _entries;
        var source = all;
        for (var cursor = Open(); cursor.Next();)
        {
            var entry = ContentOf(cursor.Content, ref source);
            places[count++] = new Place(cursor.Stamp, entry.TypeNumber, StampedEntries.PartOf(all, entry.Text), StampedEntries.PartOf(all, source), IsNew: false);
        }

        var said = new PackedWriter(1024);
        foreach (var entry in noted)
            Insert(places, ref count, new Place(entry.Stamp, entry.TypeNumber, Added(ref said, entry.Text), Added(ref said, entry.Source), IsNew: true));
        var writer = new PackedWriter(2048);
        source = default;
        foreach (var place in places[..count])
        {
            var from = place.IsNew ? said.Written : all;
            var its = from[place.Source];
            Write(ref writer, place.Stamp, place.TypeNumber, from[place.Text], its, source);
            source = its;
        }

        var timeline = Restore(count, writer.Written);
        writer.Dispose();
        said.Dispose();
        return timeline;
    }

    private static Range Added(ref PackedWriter texts, string text)
    {
        var start = texts.Length;
        texts.Utf8(text);
        return start..texts.Length;
    }

    private static void Insert(Span<Place> places, ref int count, Place entry)
    {
        var index = count;
        while (index > 0 && places[index - 1].Stamp > entry.Stamp)
            index--;
        if (count < Limit)
        {
            places[index..count].CopyTo(places[(index + 1)..]);
            count++;
        }
        else if (index == 0)
        {
            return;
        }
        else
        {
            places[1..index].CopyTo(places);
            index--;
        }

        places[index] = entry;
    }

    public bool Equals(Timeline other) => _entries.AsSpan().SequenceEqual(other._entries);

    public override bool Equals(object? obj) => obj is Timeline other && Equals(other);

    public override int GetHashCode() => Count;

    /// <summary>An entry and where its texts stand: in the array, or among what is new.</summary>
    private readonly record struct Place(Stamp Stamp, int TypeNumber, Range Text, Range Source, bool IsNew);

    /// <summary>An entry but for its stamp and its source; the text in UTF-8.</summary>
    internal ref struct Content
    {
        public int TypeNumber { get; init; }

        public ReadOnlySpan<byte> Text { get; init; }
    }
}
