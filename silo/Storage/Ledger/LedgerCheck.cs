using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Decisions;
using AccountTwins.Grains.State;

namespace AccountTwins.Silo.Storage.Ledger;

/// <summary>Finds what no database would take, or none may, before it can spoil a batch. What it misses is found by halving.</summary>
internal sealed class LedgerCheck(int bytesMax)
{
    public const int EntriesMax = 1000;
    public const int ReviewsMax = 1000;
    public const int SubjectLengthMax = 320;
    public const int KindLengthMax = 64;
    public const int DecidedByLengthMax = 4096;

    /// <summary>What is wrong with the append, or null.</summary>
    public string? Fault(LedgerAppend append)
    {
        if (!AccountKey.IsPart(append.Subject.Tenant) || !TwinRowCheck.IsText(append.Subject.Tenant) || !IsSubject(append.Subject.Name))
            return "the chain's name is malformed";
        if (append.Entries.Length is 0 or > EntriesMax)
            return $"{append.Entries.Length} entries are not 1 to {EntriesMax}";
        if (append.Reviews.Length > ReviewsMax)
            return $"more than {ReviewsMax} review changes";
        for (var i = 0; i < append.Entries.Length; i++)
        {
            var entry = append.Entries[i];
            if (entry.Number < 1 || entry.Number != append.Entries[0].Number + i)
                return "the numbers do not ascend without gaps";
            if (entry.Kind.Length == 0 || !TwinRowCheck.IsText(entry.Kind, KindLengthMax) || entry.Hash.Length != LedgerChain.HashLength)
                return $"entry {entry.Number} is malformed";
        }

        if (Bytes(append) > bytesMax)
            return $"bodies and snapshots have {Bytes(append)} bytes, more than {bytesMax}";
        return append.Reviews.Select(change => Fault(change, append.Subject.Tenant)).FirstOrDefault(fault => fault is not null);
    }

    /// <summary>Bytes of bodies and snapshots.</summary>
    public static long Bytes(LedgerAppend append) => append.Entries.Sum(entry => (long)entry.Body.Length + (entry.Snapshot?.Length ?? 0));

    private static bool IsSubject(string name) =>
        name.StartsWith('/') ? TwinRowCheck.IsText(name, SubjectLengthMax) : AccountKey.IsPart(name) && TwinRowCheck.IsText(name);

    private static string? Fault(ReviewChange change, string tenant) => change switch
    {
        ReviewChange.Add(var item) => Fault(item, tenant),
        ReviewChange.Decided(var id, var by, _) when !IsId(id) || !IsPerson(by) => "a review change is malformed",
        ReviewChange.End(var id, _) when !IsId(id) => "a review change is malformed",
        _ => null,
    };

    private static string? Fault(ReviewItem item, string tenant) =>
        item.Tenant != tenant ? "a review item is of another tenant"
        : !IsId(item.Id) || !AccountKey.IsPart(item.Account) || !TwinRowCheck.IsText(item.Account) ? "a review item is named malformed"
        : !TwinRowCheck.IsText(item.Scenario, SubjectLengthMax) || !TwinRowCheck.IsText(item.AgentRelease, SubjectLengthMax)
            || !TwinRowCheck.IsText(item.Segment) || !TwinRowCheck.IsText(item.ValueTier) || !TwinRowCheck.IsText(item.Role)
            || !TwinRowCheck.IsText(item.RequestedBy, SubjectLengthMax) || !TwinRowCheck.IsText(item.ClaimedBy, SubjectLengthMax)
            || !TwinRowCheck.IsText(item.DecidedBy, DecidedByLengthMax) ? "a text of a review item is malformed"
        : null;

    private static bool IsId(string id) => id.Length > 0 && TwinRowCheck.IsText(id, SubjectLengthMax);

    /// <summary>Deciders are kept a line each.</summary>
    public static bool IsPerson(string person) =>
        person.Length > 0 && TwinRowCheck.IsText(person, SubjectLengthMax) && !person.Contains('\n', StringComparison.Ordinal);
}
