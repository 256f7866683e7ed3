using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Value.Tiers;

namespace AccountTwins.Domain.Playbooks.Simulation;

/// <summary>
/// The tier that a stored account has by another playbook. Values stay as they were assessed then: other assumptions about margins and survival show on
/// the accounts of today, not on stored decisions.
/// </summary>
internal static class StoredTier
{
    /// <summary>By the playbook's own thresholds, rates and hysteresis; as it was stored where the entry does not say what it followed from.</summary>
    public static ValueTier Of(AccountFacts account, Playbook playbook)
    {
        // It was not known: contracts may have been missing, or a rate.
        if (account.Tier == ValueTier.Unspecified || account.Values is not { Count: > 0 } values)
            return account.Tier;
        decimal value = 0, arr = 0;
        foreach (var contract in values)
        {
            if (contract is not { High: { } high, Arr: { } revenue, Currency: { } currency })
                return account.Tier;
            if (playbook.Money.RateOf(currency) is not { } rate)
                return ValueTier.Unspecified;
            (value, arr) = (value + (high * rate), arr + (revenue * rate));
        }

        return playbook.Value.Tiers.Assess(value, arr, account.Segment, account.Tier).Tier ?? ValueTier.Unspecified;
    }
}
