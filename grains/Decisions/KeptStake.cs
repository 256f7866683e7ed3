using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Accounts.Parts;
using AccountTwins.Domain.Accounts.Registers;
using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Signals.Facts;
using AccountTwins.Domain.Value.Survival;
using AccountTwins.Domain.Value.Tiers;
using AccountTwins.Grains.Policies;

namespace AccountTwins.Grains.Decisions;

/// <summary>The account's stake, found again only when what it follows from has changed: a survival model costs more than the whole verdict.</summary>
internal sealed class KeptStake
{
    private (Roster<Contract> Contracts, long Renewals, string? Segment, string Playbook, SurvivalModels Models, ValueTier Previous, int Day) _of;
    private Stake _stake = Stake.Unknown;

    public Stake Of(AccountTwin twin, TenantPolicy policy, ValueTier previous, DateTimeOffset now)
    {
        var of = (twin.Contracts, (long)twin.Provenance.CountOf(ContractRenewed.Type.Number), twin.Profile.Segment, policy.Playbook.Hash, policy.Survival, previous, DateOnly.FromDateTime(now.UtcDateTime).DayNumber);
        if (!of.Equals(_of))
            (_of, _stake) = (of, Stakes.Of(twin, policy.Playbook, policy.Survival, previous, now));
        return _stake;
    }
}
