using AccountTwins.Domain.Packing;

namespace AccountTwins.Domain.Signals;

/// <summary>
/// The head of a packed signal: version, type number, UTC ticks, lengths of source and id, then <c>source NUL id</c> in one piece (the
/// text whose hash is the identity); the fields follow. Stored form: a change needs a new version.
/// </summary>
internal static class SignalBody
{
    public const byte Version = 1;

    public const int SourceMax = EventAttributes.NameBytesMax;
    public const int IdMax = EventAttributes.NameBytesMax;

    public static void WriteHead(
        ref PackedWriter writer, SignalType type, long ticks, ReadOnlySpan<byte> source, ReadOnlySpan<byte> id, out ulong identity)
    {
        writer.Byte(Version);
        writer.Unsigned((ulong)type.Number);
        writer.Fixed64((ulong)ticks);
        writer.Unsigned((ulong)source.Length);
        writer.Unsigned((ulong)id.Length);
        var start = writer.Length;
        writer.Raw(source);
        writer.Byte(0);
        writer.Raw(id);
        identity = Hash64.Of(writer.Written[start..]);
    }

    public static Head ReadHead(ReadOnlySpan<byte> body)
    {
        var reader = new PackedReader(body);
        var version = reader.Byte();
        if (version != Version)
            throw new PackedFormatException($"Packed signal of version {version}; this program reads version {Version}.");
        var number = reader.Count(int.MaxValue);
        var type = SignalCatalogue.Find(number) ?? throw new PackedFormatException($"No signal type has number {number}.");
        var ticks = (long)reader.Fixed64();
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks)
            throw new PackedFormatException($"{ticks} is no time.");
        var source = reader.Count(SourceMax);
        var id = reader.Count(IdMax);
        return new Head(type, ticks, reader.Raw(source + 1 + id), source, reader);
    }

    internal readonly ref struct Head(SignalType type, long ticks, ReadOnlySpan<byte> sourceAndId, int sourceLength, PackedReader fields)
    {
        public SignalType Type { get; } = type;

        public long Ticks { get; } = ticks;

        public ReadOnlySpan<byte> SourceAndId { get; } = sourceAndId;

        public ReadOnlySpan<byte> Source => SourceAndId[..sourceLength];

        public ReadOnlySpan<byte> Id => SourceAndId[(sourceLength + 1)..];

        /// <summary>Stands at the presence bits.</summary>
        public PackedReader Fields { get; } = fields;
    }
}
