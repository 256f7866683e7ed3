namespace AccountTwins.Domain.Learning;

/// <summary>
/// Those from which a new agent release takes over how a scenario stands. Not the one seen last: beside the release that erred there may be a
/// later canary of which nothing is known, and what comes after both mends the first.
/// </summary>
public static class EarlierReleases
{
    /// <summary>A release was used lately when its last use lies at most so long before the last use of any release in the scenario.</summary>
    public static readonly TimeSpan Lately = TimeSpan.FromDays(30);

    /// <summary>In their order; at least one where there are any.</summary>
    public static IEnumerable<T> UsedLately<T>(IReadOnlyCollection<T> earlier, Func<T, DateTimeOffset> usedAt)
    {
        if (earlier.Count == 0)
            return [];
        var last = earlier.Max(usedAt);
        return earlier.Where(one => last - usedAt(one) <= Lately);
    }
}
