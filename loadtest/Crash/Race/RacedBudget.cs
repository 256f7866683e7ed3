using AccountTwins.LoadTest.Crash.Asking;

namespace AccountTwins.LoadTest.Crash.Race;

/// <summary>The one budget that all race for: some forty credits at a time. Day and month have the same, so that no midnight gives it twice.</summary>
internal static class RacedBudget
{
    public static readonly CreditLimits Limits = new(1_000, 500, 1_000_000);

    /// <summary>EUR cents; below what one conversation may have alone.</summary>
    public const int AmountMin = 500, AmountMax = 4_500;

    private static readonly (string Starter, string Raced)[] Changes =
    [
        ("{ window: day, amount: 100, count: 3 }", $"{{ window: day, amount: {Limits.Amount}, count: {Limits.Count} }}"),
        ("{ window: month, amount: 200, count: 6 }", $"{{ window: month, amount: {Limits.Amount}, count: {Limits.Count} }}"),
        ("release_amount_per_hour: 2000", $"release_amount_per_hour: {Limits.ReleaseAmount}"),
        ("release_count_per_hour: 100", "release_count_per_hour: 1000000"),
    ];

    public static string Playbook => Changes.Aggregate(AskedAccount.Playbook, (text, change) => text.Contains(change.Starter, StringComparison.Ordinal)
        ? text.Replace(change.Starter, change.Raced, StringComparison.Ordinal)
        : throw new InvalidOperationException($"The starter playbook no longer says '{change.Starter}'."));
}
