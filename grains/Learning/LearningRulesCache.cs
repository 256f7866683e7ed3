using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Learning;
using AccountTwins.Domain.Health;
using AccountTwins.Domain.Value.Tiers;
using AccountTwins.Grains.Mapping;
using AccountTwins.Grains.Policies;

namespace AccountTwins.Grains.Learning;

/// <summary>The rules that a scenario learns by, solved for again only when the tenant's volume or parameters change. Not thread-safe.</summary>
internal sealed class LearningRulesCache
{
    private LearningRules? _rules;
    private (double Reviews, double Outcomes) _volume;

    public LearningRules For(TenantPolicy policy, string scenario)
    {
        var volume = (policy.ReviewsPerQuarter, policy.OutcomesPerQuarter);
        if (_rules is not { } known || known.Parameters != policy.Playbook.Learning || _volume != volume)
            known = _rules = LearningRules.For(policy.Playbook.Learning, Latitude.Full, volume.ReviewsPerQuarter, volume.OutcomesPerQuarter);
        _volume = volume;
        return known with { Ceiling = policy.Playbook.Matrix[TierOf(scenario), HealthBand.Healthy] };
    }

    /// <summary>type~category~tier.</summary>
    private static ValueTier TierOf(string scenario) => WireWords<ValueTier>.Read(scenario[(scenario.LastIndexOf('~') + 1)..]) ?? ValueTier.Unspecified;
}
