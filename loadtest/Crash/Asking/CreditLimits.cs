namespace AccountTwins.LoadTest.Crash.Asking;

/// <summary>What a playbook lets agents grant alone.</summary>
/// <param name="Amount">To one account, EUR, over all of a run: no run lasts longer than the windows of its budgets.</param>
/// <param name="Count">Of grants to one account.</param>
/// <param name="ReleaseAmount">By one agent release in an hour, over all accounts; a longer run is given as many hours as it touched.</param>
internal sealed record CreditLimits(decimal Amount, int Count, decimal ReleaseAmount)
{
    /// <summary>The starter playbook's, by day.</summary>
    public static readonly CreditLimits Starter = new(100, 3, 2000);
}
