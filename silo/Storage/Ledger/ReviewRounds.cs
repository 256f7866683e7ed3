using System.Globalization;
using AccountTwins.Grains.State;

namespace AccountTwins.Silo.Storage.Ledger;

/// <summary>
/// Review changes of a batch in rounds that each touch an item at most once: one statement may then hold a round, and several changes
/// of one item still come in their order.
/// </summary>
internal static class ReviewRounds
{
    public static IEnumerable<ReviewEdit[]> Of(LedgerAppend[] appends)
    {
        var counts = new Dictionary<(string Tenant, string Id), int>();
        return appends
            .SelectMany(append => append.Reviews.Select(change => new ReviewEdit(append, change)))
            .Select(edit => (Edit: edit, Round: counts[(edit.Tenant, edit.Id)] = counts.GetValueOrDefault((edit.Tenant, edit.Id), -1) + 1))
            .ToArray()
            .GroupBy(one => one.Round, one => one.Edit)
            .OrderBy(round => round.Key)
            .Select(round => round.ToArray());
    }
}

/// <summary>A change with the append it belongs to.</summary>
internal sealed record ReviewEdit(LedgerAppend Append, ReviewChange Change)
{
    public string Tenant => Append.Subject.Tenant;

    public string Id => Change switch
    {
        ReviewChange.Add(var item) => item.Id,
        ReviewChange.Decided(var id, _, _) => id,
        ReviewChange.End(var id, _) => id,
        _ => throw new InvalidOperationException($"{Change.GetType().Name} is no change of the queue."),
    };

    /// <summary>The item to add, or null for a change of one that is there.</summary>
    public ReviewItem? Item => (Change as ReviewChange.Add)?.Item;

    /// <summary>Who decided it, or null where nobody did.</summary>
    public string? By => (Change as ReviewChange.Decided)?.By;

    /// <summary>The review's entry as it is kept, or null where there is none.</summary>
    public string? Reviewed => (Change as ReviewChange.Decided)?.Entry is > 0 and var entry ? entry.ToString(CultureInfo.InvariantCulture) : null;

    public ReviewState State => Change switch
    {
        ReviewChange.Decided(_, _, var state) => state,
        ReviewChange.End(_, var state) => state,
        _ => ReviewState.Open,
    };
}
