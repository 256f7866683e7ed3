using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Tenants;

/// <summary>How entries change the settings.</summary>
public sealed partial record TenantSettings
{
    private const int NameMax = 256;
    private const int ReasonMax = 1000;

    /// <summary>The settings after an entry; this very object when it changes nothing. Total: what <see cref="Refusal"/> lets pass and what was stored.</summary>
    public TenantSettings With(TenantEntry entry, DateTimeOffset at) => entry switch
    {
        TenantEntry.Created created => SamplingKey == 0 ? this with { SamplingKey = created.SamplingKey } : this,
        TenantEntry.PlaybookApplied applied => Playbook?.Hash == applied.Hash ? this : this with { Playbook = new(applied.Hash, applied.Version, applied.By, at) },
        TenantEntry.SwitchThrown thrown => Thrown(thrown, at),
        TenantEntry.SwitchTakenBack back => Switches.Any(one => one.Name == back.Name) ? this with { Switches = [.. Switches.Where(one => one.Name != back.Name)] } : this,
        TenantEntry.SwitchLiftProposed proposed => Proposed(proposed, at),
        TenantEntry.BreakerOpened opened => Breakers.Any(one => one.Release == opened.Release) || Breakers.Count >= BreakersMax
            ? this : this with { Breakers = [.. Breakers, new(opened.Release, opened.Cause, at)] },
        TenantEntry.BreakerReset reset => Breakers.Any(one => one.Release == reset.Release) ? this with { Breakers = [.. Breakers.Where(one => one.Release != reset.Release)] } : this,
        TenantEntry.IncidentDeclared declared => Incidents.Any(one => one.Name == declared.Name) || Incidents.Count >= IncidentsMax
            ? this : this with { Incidents = [.. Incidents, new(declared.Name, declared.By, declared.Reason, at, declared.Topic, declared.Evidence)] },
        TenantEntry.IncidentEnded ended => Ended(ended, at),
        TenantEntry.ScenarioSet set => Set(set, at),
        TenantEntry.Counted counted => CountedWith(counted, at),
        TenantEntry.RenewalsGathered renewals => Renewals?.Hash == renewals.Hash ? this
            : this with { Renewals = new(renewals.Hash, renewals.AtRisk, renewals.Losses, renewals.Cohorts, at) },
        _ => throw new ArgumentOutOfRangeException(nameof(entry), entry.GetType().Name, "No kind of entry."),
    };

    /// <summary>What a person's wish to take a switch back comes to: of the one that stops everything it takes two people.</summary>
    public TenantEntry TakingBack(string name, string by, string reason, DateTimeOffset now) =>
        name == ThrownSwitch.Everything && Switches.FirstOrDefault(one => one.Name == name) is { } thrown && !thrown.IsSecondedBy(by, now)
            ? new TenantEntry.SwitchLiftProposed(name, by, reason)
            : new TenantEntry.SwitchTakenBack(name, by, reason);

    /// <summary>Why an entry may not be added, as a stable code; null where it may.</summary>
    public string? Refusal(TenantEntry entry) => entry switch
    {
        TenantEntry.SwitchThrown thrown when !IsSaid(thrown.By, thrown.Reason) || !IsNameOrNull(thrown.Segment) || !IsNameOrNull(thrown.Action) => "bad_switch",
        TenantEntry.SwitchThrown thrown when Switches.Count >= SwitchesMax && Switches.All(one => one.Name != ThrownSwitch.NameOf(thrown.Segment, thrown.Action)) => "too_many_switches",
        TenantEntry.SwitchTakenBack back when !IsSaid(back.By, back.Reason) => "bad_switch",
        TenantEntry.SwitchTakenBack back when Switches.All(one => one.Name != back.Name) => "unknown_switch",
        TenantEntry.SwitchLiftProposed proposed when !IsSaid(proposed.By, proposed.Reason) => "bad_switch",
        TenantEntry.SwitchLiftProposed proposed when Switches.All(one => one.Name != proposed.Name) => "unknown_switch",
        TenantEntry.BreakerOpened opened when !IsName(opened.Release) || !IsName(opened.Cause) => "bad_breaker",
        TenantEntry.BreakerOpened opened when Breakers.Count >= BreakersMax && Breakers.All(one => one.Release != opened.Release) => "too_many_breakers",
        TenantEntry.BreakerReset reset when !IsSaid(reset.By, reset.Reason) => "bad_breaker",
        TenantEntry.BreakerReset reset when Breakers.All(one => one.Release != reset.Release) => "unknown_breaker",
        TenantEntry.IncidentDeclared declared when !IsSaid(declared.By, declared.Reason) || !IsName(declared.Name) || !IsNameOrNull(declared.Topic) => "bad_incident",
        TenantEntry.IncidentDeclared declared when Incidents.Count >= IncidentsMax && Incidents.All(one => one.Name != declared.Name) => "too_many_incidents",
        TenantEntry.IncidentEnded ended when !IsName(ended.By) || ended.Reason?.Length > ReasonMax => "bad_incident",
        TenantEntry.IncidentEnded ended when Incidents.All(one => one.Name != ended.Name) => "unknown_incident",
        TenantEntry.PlaybookApplied applied when !IsName(applied.Hash) || !IsName(applied.Version) || !IsName(applied.By) => "bad_playbook",
        TenantEntry.ScenarioSet set when !IsName(set.Scenario) || !IsName(set.Release) || set.AuditProbability is not (>= 0 and <= 1) => "bad_scenario",
        TenantEntry.RenewalsGathered renewals when !IsName(renewals.Hash) || renewals.Losses < 0 || renewals.AtRisk < renewals.Losses => "bad_renewals",
        _ => null,
    };

    private static bool IsName(string text) => !string.IsNullOrWhiteSpace(text) && text.Length <= NameMax;

    private static bool IsNameOrNull(string? text) => text is null || IsName(text);

    private static bool IsSaid(string by, string reason) => IsName(by) && !string.IsNullOrWhiteSpace(reason) && reason.Length <= ReasonMax;

    private TenantSettings Thrown(TenantEntry.SwitchThrown thrown, DateTimeOffset at)
    {
        var name = ThrownSwitch.NameOf(thrown.Segment, thrown.Action);
        return Switches.Count >= SwitchesMax || Switches.Any(one => one.Name == name)
            ? this
            : this with { Switches = [.. Switches, new(name, thrown.Segment, thrown.Action, thrown.By, thrown.Reason, at)] };
    }

    /// <summary>The same person again changes nothing while the first word stands.</summary>
    private TenantSettings Proposed(TenantEntry.SwitchLiftProposed proposed, DateTimeOffset at)
    {
        var thrown = Switches.FirstOrDefault(one => one.Name == proposed.Name);
        if (thrown is null || (at < thrown.LiftUntil && string.Equals(thrown.LiftBy, proposed.By, StringComparison.OrdinalIgnoreCase)))
            return this;
        return this with { Switches = [.. Switches.Select(one => ReferenceEquals(one, thrown) ? thrown with { LiftBy = proposed.By, LiftAt = at } : one)] };
    }

    private TenantSettings Ended(TenantEntry.IncidentEnded ended, DateTimeOffset at)
    {
        if (Incidents.FirstOrDefault(one => one.Name == ended.Name) is not { } open)
            return this;
        return this with
        {
            Incidents = [.. Incidents.Where(one => one.Name != ended.Name)],
            EndedIncidents = [.. EndedIncidents.Skip(Math.Max(0, EndedIncidents.Count - EndedIncidentsMax + 1)), new(open.Name, open.Topic, open.At, at, ended.By, ended.Reason)],
        };
    }

    private TenantSettings Set(TenantEntry.ScenarioSet set, DateTimeOffset at)
    {
        var known = Find(set.Scenario, set.Release);
        if (known is not null && known.Change >= set.Change)
            return this;
        var next = new ScenarioSetting(set.Scenario, set.Release, set.AtMost, set.Cause, set.Change, set.AuditProbability, known?.Decisions ?? 0, at);
        return known is null
            ? this with { Scenarios = Bounded([.. Scenarios, next]) }
            : this with { Scenarios = [.. Scenarios.Select(one => ReferenceEquals(one, known) ? next : one)] };
    }

    private TenantSettings CountedWith(TenantEntry.Counted counted, DateTimeOffset at)
    {
        var scenarios = Scenarios.ToList();
        var places = new Dictionary<(string, string), int>();
        for (var place = 0; place < scenarios.Count; place++)
            places[(scenarios[place].Scenario, scenarios[place].Release)] = place;
        foreach (var count in counted.Decisions)
        {
            if (places.TryGetValue((count.Scenario, count.Release), out var place))
            {
                scenarios[place] = scenarios[place] with { Decisions = scenarios[place].Decisions + count.Decisions, UsedAt = at };
            }
            else
            {
                // Until its own reviews speak.
                var earlier = scenarios.FindAll(one => one.Scenario == count.Scenario);
                places[(count.Scenario, count.Release)] = scenarios.Count;
                scenarios.Add(new ScenarioSetting(count.Scenario, count.Release, ScenarioSetting.ForNewRelease(earlier), earlier.Count == 0 ? "start" : "new_release", 0, 1, count.Decisions, at));
            }
        }

        return this with { Scenarios = Bounded([.. scenarios]), Volume = Volume.With(at, counted.Decisions.Sum(one => one.Decisions), counted.Reviews, counted.Outcomes) };
    }

    /// <summary>What was used longest ago goes first; those from which something was taken go last, because forgetting them would give it back.</summary>
    private static ValueList<ScenarioSetting> Bounded(ValueList<ScenarioSetting> scenarios)
    {
        if (scenarios.Count <= ScenariosMax)
            return scenarios;
        var gone = scenarios.OrderBy(one => one.AtMost is not null).ThenBy(one => one.UsedAt).Take(scenarios.Count - ScenariosMax).ToHashSet(ReferenceEqualityComparer.Instance);
        return [.. scenarios.Where(one => !gone.Contains(one))];
    }
}
