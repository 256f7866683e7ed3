using System.Text.Json;
using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Learning;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Tenants;

/// <summary>One thing that changed a tenant's settings. Stored: kinds and fields are only ever added.</summary>
public abstract record TenantEntry
{
    public const string ScenarioSetKind = "scenario_set";

    public int SchemaVersion { get; init; } = 1;

    /// <summary>The first entry of every chain.</summary>
    public sealed record Created(ulong SamplingKey) : TenantEntry;

    public sealed record PlaybookApplied(string Hash, string Version, string By) : TenantEntry;

    public sealed record SwitchThrown(string? Segment, string? Action, string By, string Reason) : TenantEntry;

    public sealed record SwitchTakenBack(string Name, string By, string Reason) : TenantEntry;

    /// <summary>One person wants a switch that stops everything taken back; it holds until a second one does.</summary>
    public sealed record SwitchLiftProposed(string Name, string By, string Reason) : TenantEntry;

    public sealed record BreakerOpened(string Release, string Cause) : TenantEntry;

    public sealed record BreakerReset(string Release, string By, string Reason) : TenantEntry;

    public sealed record IncidentDeclared(string Name, string By, string Reason, string? Topic = null, IncidentEvidence? Evidence = null) : TenantEntry;

    public sealed record IncidentEnded(string Name, string By, string? Reason = null) : TenantEntry;

    /// <summary>A scenario's chain said how it stands, and what happened to it: the entry's number is where that stands among all changes of the tenant.</summary>
    public sealed record ScenarioSet(string Scenario, string Release, Latitude? AtMost, string Cause, long Change, double AuditProbability, LatitudeChange? Happened = null) : TenantEntry;

    /// <summary>Decisions and reviews since the last such entry.</summary>
    public sealed record Counted(ValueList<ScenarioCount> Decisions, int Reviews, int Outcomes) : TenantEntry;

    /// <summary>The renewals that survival is fitted to from now on; their text is kept by its hash.</summary>
    public sealed record RenewalsGathered(string Hash, long AtRisk, long Losses, int Cohorts) : TenantEntry;

    /// <summary>The entry's kind in the chain.</summary>
    public static string KindOf(TenantEntry entry) => entry switch
    {
        Created => "created",
        PlaybookApplied => "playbook_applied",
        SwitchThrown => "switch_thrown",
        SwitchTakenBack => "switch_taken_back",
        SwitchLiftProposed => "switch_lift_proposed",
        BreakerOpened => "breaker_opened",
        BreakerReset => "breaker_reset",
        IncidentDeclared => "incident_declared",
        IncidentEnded => "incident_ended",
        ScenarioSet => ScenarioSetKind,
        Counted => "counted",
        RenewalsGathered => "renewals_gathered",
        _ => throw new ArgumentOutOfRangeException(nameof(entry), entry.GetType().Name, "No kind of entry."),
    };

    /// <summary>Reads a stored body. Throws <see cref="JsonException"/> for a kind or a form that this release does not know.</summary>
    public static TenantEntry Read(string kind, ReadOnlySpan<byte> body) => kind switch
    {
        "created" => LedgerJson.Read<Created>(body),
        "playbook_applied" => LedgerJson.Read<PlaybookApplied>(body),
        "switch_thrown" => LedgerJson.Read<SwitchThrown>(body),
        "switch_taken_back" => LedgerJson.Read<SwitchTakenBack>(body),
        "switch_lift_proposed" => LedgerJson.Read<SwitchLiftProposed>(body),
        "breaker_opened" => LedgerJson.Read<BreakerOpened>(body),
        "breaker_reset" => LedgerJson.Read<BreakerReset>(body),
        "incident_declared" => LedgerJson.Read<IncidentDeclared>(body),
        "incident_ended" => LedgerJson.Read<IncidentEnded>(body),
        ScenarioSetKind => LedgerJson.Read<ScenarioSet>(body),
        "counted" => LedgerJson.Read<Counted>(body),
        "renewals_gathered" => LedgerJson.Read<RenewalsGathered>(body),
        _ => throw new JsonException($"An entry is of a kind that this release does not know: {kind}."),
    };

    /// <summary>The body to store.</summary>
    public static byte[] Write(TenantEntry entry) => LedgerJson.Write<object>(entry);
}

/// <summary>Decisions of one scenario by one release.</summary>
public sealed record ScenarioCount(string Scenario, string Release, long Decisions);
