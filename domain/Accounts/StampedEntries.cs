using System.Numerics;
using AccountTwins.Domain.Accounts.Registers;
using AccountTwins.Domain.Packing;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Accounts;

/// <summary>A short list of events in one array: how many, then for each its length, stamp and packed content.</summary>
internal static class StampedEntries
{
    /// <summary>Length of a stamp.</summary>
    public const int StampLength = sizeof(long) + sizeof(ulong);

    public static int CountIn(byte[]? entries) => entries is null ? 0 : entries[0];

    public static Cursor Open(byte[]? entries) => new(entries);

    /// <summary>Writes all but the content, which must have the length that is announced.</summary>
    public static void Begin(ref PackedWriter writer, Stamp stamp, int contentLength)
    {
        writer.Unsigned((ulong)(StampLength + contentLength));
        writer.Fixed64((ulong)stamp.Ticks);
        writer.Fixed64(stamp.Tie);
    }

    public static void Write(ref PackedWriter writer, Stamp stamp, scoped ReadOnlySpan<byte> content)
    {
        Begin(ref writer, stamp, content.Length);
        writer.Raw(content);
    }

    /// <summary>Bytes of a packed number that is not negative.</summary>
    public static int LengthOf(int number) => (38 - BitOperations.LeadingZeroCount((uint)number | 1)) / 7;

    /// <summary>Where a piece of the array stands in it.</summary>
    public static Range PartOf(ReadOnlySpan<byte> entries, ReadOnlySpan<byte> part)
    {
        entries.Overlaps(part, out var start);
        return start..(start + part.Length);
    }

    /// <summary>Stands on one entry.</summary>
    internal ref struct Cursor
    {
        private readonly ReadOnlySpan<byte> _entries;
        private int _next;

        public Cursor(byte[]? entries)
        {
            _entries = entries;
            _next = 1;
        }

        /// <summary>Where the entry begins, its length included.</summary>
        public int Start { get; private set; }

        /// <summary>The whole entry, its length included.</summary>
        public readonly ReadOnlySpan<byte> Whole => _entries[Start.._next];

        public Stamp Stamp { get; private set; }

        public ReadOnlySpan<byte> Content { get; private set; }

        public bool Next()
        {
            if (_next >= _entries.Length)
                return false;
            Start = _next;
            var at = Start + PackedLength.Read(_entries[Start..], out var length);
            _next = at + length;
            Stamp = FieldCursor.StampAt(_entries[at..]);
            Content = _entries[(at + StampLength).._next];
            return true;
        }
    }
}
