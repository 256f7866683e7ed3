namespace AccountTwins.LoadTest.Ledger;

/// <summary>One measurement.</summary>
/// <param name="Callers">Accounts that decide at once; each waits for its append before the next.</param>
/// <param name="BodyBytes">Of one entry.</param>
/// <param name="Duration">Measured time; a fifth of it runs before, unmeasured.</param>
internal sealed record LedgerLoadOptions(int Callers, int BodyBytes, TimeSpan Duration);
