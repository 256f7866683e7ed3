using AccountTwins.Domain.Accounts.Registers;
using AccountTwins.Domain.Packing;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Streams;

namespace AccountTwins.Domain.Accounts.Codec;

/// <summary>The stored forms of positions, timeline, identities and provenance.</summary>
internal static class Sequence
{
    private const int TypesMax = 1024;

    public static void WritePositions(ref TwinWriter writer, Positions positions)
    {
        writer.Raw.Unsigned((ulong)positions.Entries.Length);
        foreach (var (stream, offset) in positions.Entries)
        {
            writer.Raw.Signed(stream);
            writer.Raw.Signed(offset);
        }
    }

    public static Positions ReadPositions(ref TwinReader reader)
    {
        var entries = new StreamPosition[reader.Raw.Count(Positions.StreamsMax)];
        for (var index = 0; index < entries.Length; index++)
            entries[index] = new StreamPosition(checked((int)reader.Raw.Signed()), reader.Raw.Signed());
        return Positions.From([.. entries]);
    }

    public static void WriteTimeline(ref TwinWriter writer, Timeline timeline)
    {
        writer.Raw.Unsigned((ulong)timeline.Count);
        ReadOnlySpan<byte> source = default;
        var cursor = timeline.Open();
        while (cursor.Next())
        {
            var entry = Timeline.ContentOf(cursor.Content, ref source);
            writer.Stamp(cursor.Stamp);
            writer.Raw.Unsigned((ulong)entry.TypeNumber);
            writer.Text(entry.Text);
            writer.Text(source);
        }
    }

    public static Timeline ReadTimeline(ref TwinReader reader)
    {
        var entries = new PackedWriter(2048);
        ReadOnlySpan<byte> before = default;
        var count = reader.Raw.Count(Timeline.Limit);
        for (var index = 0; index < count; index++)
        {
            var (stamp, type) = (reader.Stamp(), reader.Raw.Count(int.MaxValue));
            var text = reader.RequiredTextUtf8();
            var source = reader.RequiredTextUtf8();
            Timeline.Write(ref entries, stamp, type, text, source, before);
            before = source;
        }

        var timeline = Timeline.Restore(count, entries.Written);
        entries.Dispose();
        return timeline;
    }

    public static void WriteIdentities(ref TwinWriter writer, RecentIdentities identities)
    {
        var hashes = identities.OldestFirst();
        writer.Raw.Unsigned((ulong)hashes.Length);
        foreach (var hash in hashes)
            writer.Raw.Fixed64(hash);
    }

    public static RecentIdentities ReadIdentities(ref TwinReader reader, int limit)
    {
        var hashes = new ulong[reader.Raw.Count(limit)];
        for (var index = 0; index < hashes.Length; index++)
            hashes[index] = reader.Raw.Fixed64();
        return RecentIdentities.Restore(hashes, limit);
    }

    public static void WriteProvenance(ref TwinWriter writer, Provenance provenance)
    {
        writer.Raw.Unsigned((ulong)provenance.Families.Count);
        foreach (var record in provenance.Families)
        {
            writer.Raw.Byte((byte)record.Family);
            writer.Raw.Unsigned((ulong)record.Count);
            writer.Raw.Unsigned((ulong)record.FirstTicks);
            writer.Stamp(record.Last);
            writer.Text(record.Source);
        }

        writer.Raw.Unsigned((ulong)provenance.Types.Count);
        foreach (var (type, count) in provenance.Types)
        {
            writer.Raw.Unsigned((ulong)type);
            writer.Raw.Unsigned((ulong)count);
        }
    }

    public static Provenance ReadProvenance(ref TwinReader reader)
    {
        var families = new FamilyRecord[reader.Raw.Count(byte.MaxValue)];
        for (var index = 0; index < families.Length; index++)
        {
            families[index] = new FamilyRecord(
                (Family)reader.Raw.Count(Health.FeedStates.FamilyMax), (long)reader.Raw.Unsigned(), (long)reader.Raw.Unsigned(), reader.Stamp(), SharedTexts.MakeSource(reader.RequiredTextUtf8()));
        }

        var types = new TypeCount[reader.Raw.Count(TypesMax)];
        for (var index = 0; index < types.Length; index++)
            types[index] = new TypeCount(reader.Raw.Count(int.MaxValue), (long)reader.Raw.Unsigned());
        return families.Length == 0 ? Provenance.Empty : new Provenance(families, types);
    }
}
