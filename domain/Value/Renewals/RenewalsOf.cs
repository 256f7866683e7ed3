using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Accounts.Parts;

namespace AccountTwins.Domain.Value.Renewals;

/// <summary>What a twin's contracts tell about renewals. Follows from the twin and the day alone, so a history can be gathered again and again.</summary>
public static class RenewalsOf
{
    /// <summary>Days after which a contract that does not renew by itself, and of which nothing more was heard, counts as lost.</summary>
    private const int SilentDays = 90;

    /// <summary>One record for each contract whose term is known. Contracts stored before terms were kept say nothing until they are signed or renewed again.</summary>
    public static IEnumerable<RenewalRecord> Twin(AccountTwin twin, DateTimeOffset now)
    {
        foreach (var contract in twin.Contracts)
        {
            if (contract is not { StatedTermMonths: { } months, Renewals: { } renewals })
                continue;
            // First heard of when it was renewed: it had to survive that renewal to be seen at all.
            var before = contract.FirstStartsOn is null ? Math.Min(1, renewals) : 0;
            yield return new RenewalRecord(Cohort.Of(twin.Profile.Segment, months), renewals, IsLost(contract, twin.Profile, now), before);
        }
    }

    /// <summary>It has ended: it was said to be lost, notice ran out, or it was not to renew by itself and nobody renewed it. Notice that still runs is no loss yet.</summary>
    private static bool IsLost(Contract contract, Profile profile, DateTimeOffset now)
    {
        if (profile.Churned is { } churned && (churned.Value.Length == 0 || churned.Value == contract.Id) && churned.Stamp.Time > contract.StateSince)
            return true;
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        return contract.IsCancelled
            ? contract.LastDay is not { } last || last < today
            : contract is { AutoRenew: false, EndsOn: { } end } && end.DayNumber + SilentDays < today.DayNumber;
    }
}
