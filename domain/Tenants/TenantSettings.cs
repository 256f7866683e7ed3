using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Learning;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Tenants;

/// <summary>
/// What people and learning have set for a tenant: the playbook in force, switches, breakers, incidents, and what reviews have left of each
/// scenario. Follows from the entries of the tenant's chain and nothing else; every list is bounded. Immutable.
/// </summary>
public sealed partial record TenantSettings
{
    public const int SwitchesMax = 64;
    public const int BreakersMax = 256;
    public const int IncidentsMax = 32;
    public const int EndedIncidentsMax = 100;
    public const int ScenariosMax = 2048;

    /// <summary>Who opens and ends incidents that nobody declared.</summary>
    public const string Detection = "detection";

    public static readonly TenantSettings Empty = new();

    public int SchemaVersion { get; init; } = 1;

    /// <summary>The secret that audits are drawn with; made once, kept for ever. 0: the chain has no entry yet.</summary>
    public ulong SamplingKey { get; init; }

    /// <summary>Null: the default playbook.</summary>
    public PlaybookInForce? Playbook { get; init; }

    public ValueList<ThrownSwitch> Switches { get; init; } = [];

    public ValueList<OpenBreaker> Breakers { get; init; } = [];

    public ValueList<DeclaredIncident> Incidents { get; init; } = [];

    /// <summary>By the order in which they ended; the last of them.</summary>
    public ValueList<EndedIncident> EndedIncidents { get; init; } = [];

    /// <summary>By the order in which they were first heard of.</summary>
    public ValueList<ScenarioSetting> Scenarios { get; init; } = [];

    public TenantVolume Volume { get; init; } = TenantVolume.None;

    /// <summary>What survival is fitted to; null: nothing was gathered yet.</summary>
    public GatheredRenewals? Renewals { get; init; }

    /// <summary>When the incident of this name or topic was over last, or null.</summary>
    public EndedIncident? LastEnded(string topic)
    {
        for (var index = EndedIncidents.Count - 1; index >= 0; index--)
        {
            if (EndedIncidents[index].Name == topic || EndedIncidents[index].Topic == topic)
                return EndedIncidents[index];
        }

        return null;
    }

    /// <summary>The setting of a scenario for a release, or null.</summary>
    public ScenarioSetting? Find(string scenario, string release)
    {
        foreach (var setting in Scenarios)
        {
            if (setting.Scenario == scenario && setting.Release == release)
                return setting;
        }

        return null;
    }
}

public sealed record PlaybookInForce(string Hash, string Version, string By, DateTimeOffset At);

/// <summary>A renewal history by its hash, and how much it holds.</summary>
public sealed record GatheredRenewals(string Hash, long AtRisk, long Losses, int Cohorts, DateTimeOffset At)
{
    private const int GrowthPart = 10;
    private static readonly TimeSpan StandsFor = TimeSpan.FromDays(1);

    /// <summary>Another history takes its place when there is a tenth more of it, or a day later: values must not move with every renewal.</summary>
    public bool GivesWayTo(string hash, long atRisk, long losses, DateTimeOffset now) =>
        hash != Hash && (atRisk >= AtRisk + 1 + (AtRisk / GrowthPart) || losses >= Losses + 1 + (Losses / GrowthPart) || now - At >= StandsFor);
}

/// <summary>A switch that stops actions at once. Null: all segments, all actions.</summary>
/// <param name="LiftBy">Who wants it taken back; it holds until a second person does, see <see cref="LiftUntil"/>.</param>
public sealed record ThrownSwitch(string Name, string? Segment, string? Action, string By, string Reason, DateTimeOffset At, string? LiftBy = null, DateTimeOffset? LiftAt = null)
{
    /// <summary>A proposal to take it back waits so long for a second person.</summary>
    public const int LiftDays = 7;

    /// <summary>The switch that stops everything: one person throws it, two take it back.</summary>
    public const string Everything = "tenant";

    /// <summary>Until when a second person may take it back; null: nobody has proposed it.</summary>
    public DateTimeOffset? LiftUntil => LiftAt?.AddDays(LiftDays);

    public bool IsSecondedBy(string by, DateTimeOffset now) => LiftBy is { } first && now < LiftUntil && !string.Equals(first, by, StringComparison.OrdinalIgnoreCase);

    /// <summary>One name for one reach, so that throwing the same again changes nothing.</summary>
    public static string NameOf(string? segment, string? action) => (segment, action) switch
    {
        (null, null) => Everything,
        (null, _) => $"action:{action}",
        (_, null) => $"segment:{segment}",
        _ => $"segment:{segment} action:{action}",
    };
}

/// <summary>An agent release that is held at diagnostic until a person resets it.</summary>
public sealed record OpenBreaker(string Release, string Cause, DateTimeOffset At);

/// <summary>An incident that spans accounts.</summary>
/// <param name="Topic">What it is about, see <see cref="Incidents.IncidentTopic"/>; null: everything, and so every account.</param>
/// <param name="Evidence">What it was detected by; null: a person declared it.</param>
public sealed record DeclaredIncident(string Name, string By, string Reason, DateTimeOffset At, string? Topic = null, IncidentEvidence? Evidence = null);

/// <summary>Why an incident was opened by itself.</summary>
/// <param name="Accounts">Distinct accounts that reported it within the window.</param>
/// <param name="Usual">Accounts that usually do.</param>
/// <param name="First">The first of them, at most <see cref="Incidents.IncidentWatch.EvidenceMax"/>.</param>
public sealed record IncidentEvidence(int Accounts, decimal Usual, int WindowMinutes, ValueList<string> First);

/// <summary>An incident that is over.</summary>
public sealed record EndedIncident(string Name, string? Topic, DateTimeOffset Since, DateTimeOffset At, string By, string? Reason);

/// <summary>How a scenario stands for a release.</summary>
/// <param name="AtMost">What its reviews have left; null: nothing was taken.</param>
/// <param name="Cause">Code of what set it.</param>
/// <param name="Change">Rises with each word of the scenario's chain; an older one changes nothing.</param>
/// <param name="AuditProbability">Of its decisions, 0 to 1.</param>
/// <param name="Decisions">Made so far, as last written down.</param>
/// <param name="UsedAt">Of the last entry that names it.</param>
public sealed record ScenarioSetting(
    string Scenario, string Release, Latitude? AtMost, string Cause, long Change, double AuditProbability, long Decisions, DateTimeOffset UsedAt)
{
    /// <summary>What a release that was never seen in a scenario starts with: the lowest step of those used lately. Null: all.</summary>
    public static Latitude? ForNewRelease(IReadOnlyCollection<ScenarioSetting> earlier) => EarlierReleases.UsedLately(earlier, one => one.UsedAt).Min(one => one.AtMost);
}
