using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Value.Renewals;

/// <summary>
/// The stored form of a tenant's renewals, named by its hash: the same history has the same text, so that what a value rests on can be told
/// and fitted again. Bounded: the largest cohorts.
/// </summary>
public static class RenewalText
{
    /// <summary>Cohorts in a text, those with the most renewals first; the fit of the others is the tenant's of their term length, or the playbook's.</summary>
    public const int CohortsMax = 400;

    public static byte[] Write(RenewalHistory history)
    {
        var cohorts = history.Cohorts
            .Where(one => one.Value.AtRisk > 0)
            .OrderByDescending(one => one.Value.AtRisk)
            .ThenBy(one => one.Key.Segment, StringComparer.Ordinal)
            .ThenBy(one => one.Key.TermMonths)
            .Take(CohortsMax)
            .OrderBy(one => one.Key.Segment, StringComparer.Ordinal)
            .ThenBy(one => one.Key.TermMonths)
            .Select(one => new CohortText(
                one.Key.Segment, one.Key.TermMonths,
                [.. one.Value.Opportunities.Select(opportunity => opportunity.AtRisk)], [.. one.Value.Opportunities.Select(opportunity => opportunity.Lost)]));
        return LedgerJson.Write(new HistoryText(1, [.. cohorts]));
    }

    /// <exception cref="JsonException">The bytes are not such a text.</exception>
    public static RenewalHistory Read(ReadOnlySpan<byte> text)
    {
        try
        {
            return RenewalHistory.Of(LedgerJson.Read<HistoryText>(text).Cohorts.Select(one => KeyValuePair.Create(
                Cohort.Of(one.Segment, one.TermMonths), LifeTable.OfCounts(one.AtRisk.Zip(one.Lost, static (came, went) => new Opportunity(came, went))))));
        }
        catch (ArgumentException exception)
        {
            throw new JsonException("The counts of a renewal history are out of range.", exception);
        }
    }

    /// <summary>SHA-256, lower-case hex.</summary>
    public static string HashOf(ReadOnlySpan<byte> text) => Convert.ToHexStringLower(SHA256.HashData(text));

    private sealed record HistoryText(int SchemaVersion, ValueList<CohortText> Cohorts);

    private sealed record CohortText(string Segment, int TermMonths, ValueList<long> AtRisk, ValueList<long> Lost);
}
