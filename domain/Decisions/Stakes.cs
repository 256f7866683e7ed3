using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Signals.Facts;
using AccountTwins.Domain.Value;
using AccountTwins.Domain.Value.Survival;
using AccountTwins.Domain.Value.Tiers;

namespace AccountTwins.Domain.Decisions;

/// <summary>What is at stake in an account, and the tier that follows; never moved by the account's own health.</summary>
public static class Stakes
{
    /// <param name="previous">The tier that the account's last decision found; tiers come down with hysteresis.</param>
    public static Stake Of(AccountTwin twin, Playbook playbook, SurvivalModels models, ValueTier previous)
    {
        if (twin.Contract is not { } contract)
            return Stake.Unknown;
        var renewals = (int)Math.Min(twin.Provenance.CountOf(ContractRenewed.Type.Number), 1_000);
        var value = Valuation.Assess(ContractStake.Of(contract, twin.Profile.Segment, renewals), models, playbook.Value.Assumptions);
        var assessed = playbook.Value.Tiers.Assess(
            value, twin.Profile.Segment, previous == ValueTier.Unspecified ? null : previous, playbook.Money.RateOf);
        return new Stake(value, assessed.Tier ?? ValueTier.Unspecified, value is AccountValue known ? playbook.Money.ToBase(known.Expected, known.Currency) : null);
    }
}

/// <summary>An account's value, its tier (unspecified: unknown, which counts as the highest) and its expectation in base currency.</summary>
public sealed record Stake(ValueAssessment Value, ValueTier Tier, decimal? InBase)
{
    public static readonly Stake Unknown = new(new UnknownValue(UnknownValueReason.ArrUnknown), ValueTier.Unspecified, null);
}
