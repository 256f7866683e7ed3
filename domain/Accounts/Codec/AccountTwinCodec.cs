using AccountTwins.Domain.Accounts.Parts;
using AccountTwins.Domain.Accounts.Registers;
using AccountTwins.Domain.Packing;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Streams;
using AccountTwins.Domain.Telemetry;

namespace AccountTwins.Domain.Accounts.Codec;

/// <summary>
/// The stored form of a twin. The first byte is the schema version; the key is not in it, because the row has it. A version once released
/// is read for ever; a change of form is a new version.
/// </summary>
public static class AccountTwinCodec
{
    public const byte SchemaVersion = 1;

    public static byte[] Pack(AccountTwin twin)
    {
        var writer = new TwinWriter(2048);
        try
        {
            writer.Raw.Byte(SchemaVersion);
            writer.Raw.Unsigned((ulong)twin.Revision);
            writer.Time(twin.Clock);
            Sequence.WritePositions(ref writer, twin.Positions);
            WriteFacts(ref writer, twin);
            Sequence.WriteTimeline(ref writer, twin.Timeline);
            Sequence.WriteIdentities(ref writer, twin.StreamIdentities);
            Sequence.WriteIdentities(ref writer, twin.HttpIdentities);
            RiskForm.Write(ref writer, twin.Risk);
            return writer.Raw.ToArray();
        }
        finally
        {
            writer.Raw.Dispose();
        }
    }

    /// <summary>Throws <see cref="PackedFormatException"/> when the bytes are damaged or of a newer version.</summary>
    public static AccountTwin Unpack(AccountKey key, ReadOnlySpan<byte> packed)
    {
        var reader = new TwinReader(packed);
        var version = reader.Raw.Byte();
        if (version != SchemaVersion)
            throw new PackedFormatException($"The twin of {key} is stored in version {version}; this program reads up to {SchemaVersion}.");
        try
        {
            var twin = AccountTwin.Empty(key) with
            {
                Revision = (long)reader.Raw.Unsigned(),
                Clock = reader.Time() ?? default,
                Positions = Sequence.ReadPositions(ref reader),
            };
            twin = ReadFacts(ref reader, twin);
            twin = twin with
            {
                Timeline = Sequence.ReadTimeline(ref reader),
                StreamIdentities = Sequence.ReadIdentities(ref reader, RecentIdentities.StreamLimit),
                HttpIdentities = Sequence.ReadIdentities(ref reader, RecentIdentities.HttpLimit),
                Risk = RiskForm.Read(ref reader),
            };
            return reader.Raw.AtEnd ? twin : throw new PackedFormatException($"{reader.Raw.Remaining} bytes are left over after the twin.");
        }
        catch (Exception exception) when (exception is ArgumentException or OverflowException)
        {
            throw new PackedFormatException($"The stored twin of {key} is damaged.", exception);
        }
    }

    /// <summary>The part that does not depend on the order of signals; rosters that evicted something do, and may be left out.</summary>
    internal static void WriteFacts(ref TwinWriter writer, AccountTwin twin, bool withEvicted = true)
    {
        writer.Fields(twin.Profile.Fields);
        Roster(ref writer, twin.Contracts, withEvicted);
        Roster(ref writer, twin.Stakeholders, withEvicted);
        Roster(ref writer, twin.Tickets, withEvicted);
        Roster(ref writer, twin.Invoices, withEvicted);
        Roster(ref writer, twin.Disputes, withEvicted);
        Roster(ref writer, twin.Credits, withEvicted);
        Roster(ref writer, twin.Commitments, withEvicted);
        Roster(ref writer, twin.Integrations, withEvicted);
        Roster(ref writer, twin.Milestones, withEvicted);
        writer.Raw.Unsigned((ulong)twin.Measures.Count);
        foreach (var window in twin.Measures)
            WindowForm.Write(ref writer.Raw, window);
        Sequence.WriteProvenance(ref writer, twin.Provenance);
    }

    private static AccountTwin ReadFacts(ref TwinReader reader, AccountTwin twin)
    {
        twin = twin with
        {
            Profile = new Profile(reader.Fields()),
            Contracts = reader.Roster<Contract>(),
            Stakeholders = reader.Roster<Stakeholder>(),
            Tickets = reader.Roster<Ticket>(),
            Invoices = reader.Roster<Invoice>(),
            Disputes = reader.Roster<Dispute>(),
            Credits = reader.Roster<CreditTotal>(),
            Commitments = reader.Roster<Commitment>(),
            Integrations = reader.Roster<Integration>(),
            Milestones = reader.Roster<Milestone>(),
        };
        var windows = new WindowsBuffer([]);
        for (var count = reader.Raw.Count(Measures.NumberMax); count > 0; count--)
            WindowForm.Read(ref reader.Raw, windows);
        return twin with
        {
            Measures = windows.Seal(),
            Provenance = Sequence.ReadProvenance(ref reader),
        };
    }

    private static void Roster<T>(ref TwinWriter writer, Roster<T> roster, bool withEvicted)
        where T : struct, IRosterItem<T>
    {
        if (withEvicted || roster.Evicted == 0)
            writer.Roster(roster);
    }
}
