using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Health;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Value;
using AccountTwins.Domain.Value.Survival;
using AccountTwins.Domain.Value.Tiers;
using AccountTwins.Grains.Interfaces.Contracts;
using Latitude = AccountTwins.Domain.Latitudes.Latitude;

namespace AccountTwins.Grains.Mapping;

/// <summary>What a shown value and latitude follow from besides the twin, its feeds and the minute. Another one makes another view.</summary>
/// <param name="Entry">Number of the last entry of the account's book: overrides and the last tier stand there.</param>
public readonly record struct StandingKey(string? Playbook, string? Renewals, bool IsStale, bool HasIncident, string? KillSwitch, bool IsParked, long Entry);

/// <summary>Gives what a view's value and latitude follow from; asked only when a view is made.</summary>
public interface IStandingSource
{
    StandingKey Standing();

    /// <summary>Null: not known, so not shown.</summary>
    StandingBasis? Basis(StandingKey known, DateTimeOffset at);
}

/// <summary>The tenant's settings and the account's book as they are when a view is made.</summary>
public sealed record StandingBasis(Playbook Playbook, TenantFacts Tenant, string? KillSwitch, Stake Stake, DecisionBook Book, bool IsParked)
{
    /// <summary>The value with its intervals and methods, and beside it what the account's own health makes of it.</summary>
    public AccountValueView Value(HealthScore health)
    {
        var odds = ScoringRules.Current.ChurnOddsFactor(health.Tenths);
        ContractValueView[] contracts = [.. Stake.Values.Select(value => Contract(value, odds))];
        return new AccountValueView
        {
            Tier = Stake.Tier == ValueTier.Unspecified ? "unknown" : WireWords<ValueTier>.Of(Stake.Tier),
            Expected = Stake.InBase is { } sum ? Math.Round(sum, 2) : null,
            Currency = Playbook.Money.Base,
            Contracts = contracts,
            ExpectedUnderHealth = Stake.InBase is null ? null : UnderHealth(contracts),
        };
    }

    /// <summary>Of the account's last decisions, the newest first.</summary>
    public string[] Scenarios() => [.. Book.Scenarios];

    public AccountAutonomyView Latitude(AccountTwin twin, HealthScore health, FeedStates feeds, DateTimeOffset now)
    {
        var facts = FactsOf.Twin(twin, health, feeds, Stake, Book, IsParked, now);
        var ceiling = AccountCeiling.Of(facts, Tenant, Book.OverrideAt(now), KillSwitch, Playbook, now);
        return new AccountAutonomyView
        {
            Effective = (Interfaces.Contracts.Latitude)ceiling.Effective,
            SetBy =
            [
                .. ceiling.Layers.Where(layer => !layer.IsShadow && layer.AtMost == ceiling.Effective).Select(layer => new LatitudeLayerView
                {
                    Layer = WireWords<LayerKind>.Of(layer.Layer), Rule = layer.Rule, AtMost = (Interfaces.Contracts.Latitude)layer.AtMost,
                }),
            ],
            Playbook = new PlaybookRefView { Version = Playbook.Version, Hash = Playbook.Hash },
            Enforced = Playbook.IsEnforced(twin.Profile.Segment, ""),
        };
    }

    private static ContractValueView Contract(ValueAssessment value, decimal? odds)
    {
        var fact = ValueFact.Of(value);
        return new ContractValueView
        {
            Currency = fact.Currency,
            Low = fact.Low,
            Expected = fact.Expected,
            High = fact.High,
            Method = fact.Method is { } method ? WireWords<SurvivalMethod>.Of(method) : null,
            Unknown = fact.Unknown is { } why ? WireWords<UnknownValueReason>.Of(why) : null,
            ExpectedUnderHealth = value is AccountValue known && odds is { } factor ? ValueUnderHealth.Of(known, factor).Expected : null,
        };
    }

    /// <summary>Of all contracts, in base currency; null where one of them is not known.</summary>
    private decimal? UnderHealth(ContractValueView[] contracts)
    {
        decimal sum = 0;
        foreach (var contract in contracts)
        {
            if (contract.ExpectedUnderHealth is not { } moved || Playbook.Money.ToBase(moved, contract.Currency) is not { } amount)
                return null;
            sum += amount;
        }

        return Math.Round(sum, 2);
    }
}
