using System.Collections;
using System.Runtime.CompilerServices;
using System.Text;
using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Accounts.Registers;
using AccountTwins.Domain.Packing;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Risk;

/// <summary>A few signals, packed: they are kept for as long as an account speaks of risk, and read when a flag opens or is shown.</summary>
[CollectionBuilder(typeof(RiskSignals), nameof(Create))]
public readonly struct RiskSignals : IReadOnlyList<RiskSignal>, IEquatable<RiskSignals>
{
    private readonly byte[]? _entries;

    private RiskSignals(byte[] entries) => _entries = entries;

    public int Count => StampedEntries.CountIn(_entries);

    public RiskSignal this[int index] => this.ElementAt(index);

    public static RiskSignals Create(ReadOnlySpan<RiskSignal> signals)
    {
        var writer = new PackedWriter(1024);
        foreach (var signal in signals)
            Write(ref writer, signal);
        return Finish(ref writer, signals.Length);
    }

    internal StampedEntries.Cursor Open() => StampedEntries.Open(_entries);

    /// <summary>Newest first, of at most so many.</summary>
    internal RiskSignals With(RiskSignal signal, int atMost)
    {
        var writer = new PackedWriter(2048);
        var count = 0;
        var isIn = false;
        var cursor = Open();
        while (count < atMost && cursor.Next())
        {
            if (!isIn && !(cursor.Stamp > signal.Stamp))
            {
                isIn = true;
                Write(ref writer, signal);
                if (++count == atMost)
                    break;
            }

            writer.Raw(cursor.Whole);
            count++;
        }

        if (!isIn && count < atMost)
        {
            Write(ref writer, signal);
            count++;
        }

        return Finish(ref writer, count);
    }

    internal static RiskSignals Finish(ref PackedWriter writer, int count)
    {
        var signals = count == 0 ? default : new RiskSignals([(byte)count, .. writer.Written]);
        writer.Dispose();
        return signals;
    }

    internal static Content ContentOf(ReadOnlySpan<byte> content)
    {
        var reader = new PackedReader(content);
        return new Content
        {
            Family = (Family)reader.Byte(),
            TypeNumber = reader.Count(int.MaxValue),
            Source = reader.Bytes(),
            Id = reader.Bytes(),
            Text = reader.Bytes(),
        };
    }

    internal static void Write(
        ref PackedWriter writer, Stamp stamp, Family family, int typeNumber, scoped ReadOnlySpan<byte> source, scoped ReadOnlySpan<byte> id, scoped ReadOnlySpan<byte> text)
    {
        var content = new PackedWriter(512);
        content.Byte((byte)family);
        content.Unsigned((ulong)typeNumber);
        content.Bytes(source);
        content.Bytes(id);
        content.Bytes(text);
        StampedEntries.Write(ref writer, stamp, content.Written);
        content.Dispose();
    }

    private static void Write(ref PackedWriter writer, RiskSignal signal) => Write(
        ref writer, signal.Stamp, signal.Family, signal.TypeNumber,
        Encoding.UTF8.GetBytes(signal.Source), Encoding.UTF8.GetBytes(signal.Id), Encoding.UTF8.GetBytes(signal.Text));

    public IEnumerator<RiskSignal> GetEnumerator()
    {
        var signals = new List<RiskSignal>(Count);
        var cursor = Open();
        while (cursor.Next())
        {
            var content = ContentOf(cursor.Content);
            signals.Add(new RiskSignal(
                cursor.Stamp, content.Family, content.TypeNumber, SharedTexts.Make(content.Source), SharedTexts.Make(content.Id), SharedTexts.Make(content.Text)));
        }

        return signals.GetEnumerator();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(RiskSignals other) => _entries.AsSpan().SequenceEqual(other._entries);

    public override bool Equals(object? obj) => obj is RiskSignals other && Equals(other);

    public override int GetHashCode() => Count;

    public override string ToString() => $"[{string.Join(", ", this)}]";

    /// <summary>A signal but for its stamp; texts in UTF-8.</summary>
    internal ref struct Content
    {
        public Family Family { get; init; }

        public int TypeNumber { get; init; }

        public ReadOnlySpan<byte> Source { get; init; }

        public ReadOnlySpan<byte> Id { get; init; }

        public ReadOnlySpan<byte> Text { get; init; }
    }
}
