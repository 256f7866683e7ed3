using System.Collections.Immutable;
using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Accounts.Parts;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;
using AccountTwins.Domain.Value;
using AccountTwins.Domain.Value.Survival;
using AccountTwins.Domain.Value.Tiers;

namespace AccountTwins.Domain.Decisions;

/// <summary>What is at stake in an account, and the tier that follows; never moved by the account's own health.</summary>
public static class Stakes
{
    private const int RenewalsMax = 1_000;

    /// <summary>Sums up all contracts in force; where none is, the one that counted last.</summary>
    /// <param name="previous">The tier that the account's last decision found; tiers come down with hysteresis.</param>
    public static Stake Of(AccountTwin twin, Playbook playbook, SurvivalModels models, ValueTier previous, DateTimeOffset now)
    {
        var values = new List<ValueAssessment>();
        // Contracts stored before renewals were counted by contract: what the account renewed in all.
        var renewals = (int)Math.Min(twin.Provenance.CountOf(ContractRenewed.Type.Number), RenewalsMax);
        foreach (var contract in twin.Contracts.Items)
        {
            if (contract.IsInForce(now))
                values.Add(Value(contract));
        }

        if (values.Count == 0 && twin.Contract is { } last)
            values.Add(Value(last));
        if (values.Count == 0)
            return Stake.Unknown;
        // What may be missing could be worth anything: the tier is not known, and counts as the highest.
        if (twin.Contracts.MayLackOpenOnes(values.Count))
            return Stake.Unknown with { Values = new(values.ToImmutableArray()) };
        var assessed = playbook.Value.Tiers.Assess(values, twin.Profile.Segment, previous == ValueTier.Unspecified ? null : previous, playbook.Money.RateOf);
        return new Stake(new(values.ToImmutableArray()), assessed.Tier ?? ValueTier.Unspecified, InBase(values, playbook.Money));

        ValueAssessment Value(Contract contract) => Valuation.Assess(ContractStake.Of(contract, twin.Profile.Segment, contract.Renewals ?? renewals), models, playbook.Value.Assumptions);
    }

    private static decimal? InBase(List<ValueAssessment> values, CurrencyRates money)
    {
        decimal sum = 0;
        foreach (var value in values)
        {
            if (value is not AccountValue known || money.ToBase(known.Expected, known.Currency) is not { } amount)
                return null;
            sum += amount;
        }

        return sum;
    }
}

/// <summary>An account's values, one a contract; its tier (unspecified: unknown, which counts as the highest); and what is expected in all, in base currency.</summary>
public sealed record Stake(ValueList<ValueAssessment> Values, ValueTier Tier, decimal? InBase)
{
    public static readonly Stake Unknown = new([], ValueTier.Unspecified, null);
}
