using System.Collections.Frozen;
using AccountTwins.Domain.Tenants;
using AccountTwins.Grains.Policies;

namespace AccountTwins.Silo.Policies;

/// <summary>A tenant's policy from its settings and its playbook.</summary>
internal static class PolicyOf
{
    public static TenantPolicy Settings(TenantSettings settings, ParsedPlaybook playbook, DateTimeOffset now)
    {
        return new TenantPolicy
        {
            Playbook = playbook.Playbook,
            Survival = playbook.Survival,
            IsStale = false,
            Incidents = settings.Incidents,
            EndedIncidents = settings.EndedIncidents,
            KillSwitches = [.. settings.Switches.Select(one => new KillSwitch(one.Name, one.Segment, one.Action))],
            Breakers = settings.Breakers.ToFrozenDictionary(one => one.Release, one => one.Cause, StringComparer.Ordinal),
            Scenarios = settings.Scenarios.ToFrozenDictionary(
                one => new ScenarioRelease(one.Scenario, one.Release), one => new ScenarioStanding(one.AtMost, one.Decisions, one.AuditProbability)),
            NewReleases = settings.Scenarios.GroupBy(one => one.Scenario, StringComparer.Ordinal).ToFrozenDictionary(
                earlier => earlier.Key, earlier => new ScenarioStanding(ScenarioSetting.ForNewRelease([.. earlier]), 0, 1), StringComparer.Ordinal),
            SamplingKey = settings.SamplingKey,
            ReviewsPerQuarter = settings.Volume.ReviewsPerQuarter(now),
            OutcomesPerQuarter = settings.Volume.OutcomesPerQuarter(now),
        };
    }
}
