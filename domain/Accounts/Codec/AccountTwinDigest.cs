using System.Security.Cryptography;
using AccountTwins.Domain.Accounts.Registers;

namespace AccountTwins.Domain.Accounts.Codec;

/// <summary>
/// Compares twins by what does not depend on the order of their signals: everything but flags, timeline, remembered identities,
/// positions, revision, clock and the rosters that had to evict something.
/// </summary>
public static class AccountTwinDigest
{
    /// <summary>A hash of the order-free part, as hexadecimal text.</summary>
    public static string OrderFree(AccountTwin twin)
    {
        var writer = new TwinWriter(2048);
        try
        {
            AccountTwinCodec.WriteFacts(ref writer, twin, withEvicted: false);
            return Convert.ToHexStringLower(SHA256.HashData(writer.Raw.Written));
        }
        finally
        {
            writer.Raw.Dispose();
        }
    }

    /// <summary>Names what differs in the order-free part; empty when nothing does. A roster in which either twin evicted is not compared.</summary>
    public static IReadOnlyList<string> OrderFreeDifferences(AccountTwin left, AccountTwin right)
    {
        var names = new List<string>();
        Fields(names, "profile", left.Profile.Fields, right.Profile.Fields);
        Roster(names, "contracts", left.Contracts, right.Contracts);
        Roster(names, "stakeholders", left.Stakeholders, right.Stakeholders);
        Roster(names, "tickets", left.Tickets, right.Tickets);
        Roster(names, "invoices", left.Invoices, right.Invoices);
        Roster(names, "disputes", left.Disputes, right.Disputes);
        Roster(names, "credits", left.Credits, right.Credits);
        Roster(names, "commitments", left.Commitments, right.Commitments);
        Roster(names, "integrations", left.Integrations, right.Integrations);
        Roster(names, "milestones", left.Milestones, right.Milestones);
        Measured(names, left, right);
        Provenances(names, left.Provenance, right.Provenance);
        return names;
    }

    /// <summary>Names everything that differs, what depends on order included.</summary>
    public static IReadOnlyList<string> Differences(AccountTwin left, AccountTwin right)
    {
        var names = new List<string>(OrderFreeDifferences(left, right));
        Add(names, "key", left.Key == right.Key);
        Add(names, "revision", left.Revision == right.Revision);
        Add(names, "positions", left.Positions == right.Positions);
        Add(names, "clock", left.Clock == right.Clock);
        Add(names, "timeline", left.Timeline.Equals(right.Timeline));
        Add(names, "risk", left.Risk == right.Risk);
        Add(names, "identities.stream", left.StreamIdentities.Equals(right.StreamIdentities));
        Add(names, "identities.http", left.HttpIdentities.Equals(right.HttpIdentities));
        if (names.Count == 0)
            Add(names, "evicted", left == right);
        return names;
    }

    private static void Add(List<string> names, string name, bool same)
    {
        if (!same)
            names.Add(name);
    }

    private static void Fields(List<string> names, string name, FieldSet left, FieldSet right)
    {
        for (var number = 1; number <= byte.MaxValue; number++)
            Add(names, $"{name}.{number}", left.SameAt(right, (byte)number));
    }

    private static void Roster<T>(List<string> names, string name, Roster<T> left, Roster<T> right)
        where T : struct, IRosterItem<T>
    {
        if (left.Evicted > 0 || right.Evicted > 0)
            return;
        foreach (var id in left.Select(item => item.Fields.Id).Union(right.Select(item => item.Fields.Id)))
            Fields(names, $"{name}[{id}]", left[id]?.Fields ?? FieldSet.Empty, right[id]?.Fields ?? FieldSet.Empty);
    }

    private static void Measured(List<string> names, AccountTwin left, AccountTwin right)
    {
        foreach (var measure in left.Measures.All.Concat(right.Measures.All).Select(window => window.Measure).Distinct())
        {
            var (one, other) = (left.Measures[measure], right.Measures[measure]);
            Add(names, $"measures.{measure} ({one?.Total} / {other?.Total})", Equals(one, other));
        }
    }

    private static void Provenances(List<string> names, Provenance left, Provenance right)
    {
        foreach (var family in left.Families.Concat(right.Families).Select(record => record.Family).Distinct())
            Add(names, $"provenance.{family} ({left[family]?.Count} / {right[family]?.Count})", left[family] == right[family]);
        foreach (var type in left.Types.Concat(right.Types).Select(count => count.TypeNumber).Distinct())
            Add(names, $"counts.{type} ({left.CountOf(type)} / {right.CountOf(type)})", left.CountOf(type) == right.CountOf(type));
    }
}
