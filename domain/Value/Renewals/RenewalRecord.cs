namespace AccountTwins.Domain.Value.Renewals;

/// <summary>What is known of one contract's renewals, up to now.</summary>
/// <param name="Cohort">The segment and term length it belongs to.</param>
/// <param name="Survived">Renewal opportunities after which it still ran, counted from its first term.</param>
/// <param name="IsLost">It ended at the next opportunity; otherwise it still runs, and how long it will is not known (right-censored).</param>
/// <param name="SurvivedBefore">
/// How many of them passed before anybody was watching. A contract is seen at all only because it survived those, so they say nothing
/// about survival and are left out (left truncation); counting them would make every old customer base look loyal.
/// </param>
public readonly record struct RenewalRecord(Cohort Cohort, int Survived, bool IsLost, int SurvivedBefore = 0);
