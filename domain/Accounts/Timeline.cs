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
            var entries = new List<TimelineEntry>(StampedEntries.CountIn(_entries));
            var cursor = Open();
            while (cursor.Next())
            {
                var content = ContentOf(cursor.Content);
                entries.Add(new TimelineEntry(cursor.Stamp, content.TypeNumber, SharedTexts.Make(content.Text), SharedTexts.Make(content.Source)));
            }

            return entries;
        }
    }

    internal int Count => StampedEntries.CountIn(_entries);

    internal StampedEntries.Cursor Open() => StampedEntries.Open(_entries);

    internal static Content ContentOf(ReadOnlySpan<byte> content)
    {
        var reader = new PackedReader(content);
        return new Content { TypeNumber = reader.Count(int.MaxValue), Text = reader.Bytes(), Source = reader.Bytes() };
    }

    internal static void Write(ref PackedWriter writer, Stamp stamp, int typeNumber, scoped ReadOnlySpan<byte> text, scoped ReadOnlySpan<byte> source)
    {
        var content = new PackedWriter(256);
        content.Unsigned((ulong)typeNumber);
        content.Bytes(text);
        content.Bytes(source);
        StampedEntries.Write(ref writer, stamp, content.Written);
        content.Dispose();
    }

    /// <summary>From entries that are packed one behind the other.</summary>
    internal static Timeline Restore(int count, ReadOnlySpan<byte> entries) => count == 0 ? Empty : new Timeline([(byte)count, .. entries]);

    /// <summary>Takes the entries in, one after the other, each at its own time; the oldest goes when there is no room.</summary>
    internal Timeline With(List<TimelineEntry> noted)
    {
        Span<Place> places = stackalloc Place[Limit];
        var count = 0;
        for (var cursor = Open(); cursor.Next();)
            places[count++] = new Place(cursor.Stamp, cursor.Start, cursor.Whole.Length);
        for (var next = 0; next < noted.Count; next++)
            Insert(places, ref count, new Place(noted[next].Stamp, ~next, 0));
        var writer = new PackedWriter(2048);
        foreach (var place in places[..count])
        {
            if (place.At >= 0)
                writer.Raw(_entries.AsSpan(place.At, place.Length));
            else
                Write(ref writer, noted[~place.At]);
        }

        var timeline = Restore(count, writer.Written);
        writer.Dispose();
        return timeline;
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

    private static void Write(ref PackedWriter writer, TimelineEntry entry)
    {
        var texts = new PackedWriter(512);
        texts.Utf8(entry.Text);
        var length = texts.Length;
        texts.Utf8(entry.Source);
        Write(ref writer, entry.Stamp, entry.TypeNumber, texts.Written[..length], texts.Written[length..]);
        texts.Dispose();
    }

    public bool Equals(Timeline other) => _entries.AsSpan().SequenceEqual(other._entries);

    public override bool Equals(object? obj) => obj is Timeline other && Equals(other);

    public override int GetHashCode() => Count;

    /// <summary>Where an entry stands: in the array, or, as the complement, among the new ones.</summary>
    private readonly record struct Place(Stamp Stamp, int At, int Length);

    /// <summary>An entry but for its stamp; texts in UTF-8.</summary>
    internal ref struct Content
    {
        public int TypeNumber { get; init; }

        public ReadOnlySpan<byte> Text { get; init; }

        public ReadOnlySpan<byte> Source { get; init; }
    }
}
