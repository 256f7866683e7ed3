using System.Collections.Frozen;
using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Tenants;
using AccountTwins.Domain.Value.Survival;

namespace AccountTwins.Grains.Policies;

/// <summary>
/// What this silo knows of the tenants' settings: playbook, switches, breakers, scenario latitudes. Reading it is a look at memory; it is
/// fetched every 250 ms, and its age counts from the moment it was asked for.
/// </summary>
public interface IPolicyBoard
{
    /// <summary>The tenant's settings as last fetched; null before the first fetch.</summary>
    TenantPolicy? For(string tenant);

    /// <summary>Waits for the first fetch of a tenant, at most a second. Null when it did not come.</summary>
    ValueTask<TenantPolicy?> EnsureAsync(string tenant, CancellationToken cancellationToken);

    /// <summary>A decision of a scenario and release was made here; counted so that the first ones are all audited.</summary>
    void Decided(string tenant, string scenario, string release);

    /// <summary>An approval was put into the review queue here; counted until the queue is counted again.</summary>
    void ApprovalQueued(string tenant);

    /// <summary>A conversation was put into the review queue here; counted until the queue is counted again.</summary>
    void HandoverQueued(string tenant);

    /// <summary>Learning took reviews and outcomes in; what its thresholds are set by.</summary>
    void Learned(string tenant, int reviews, int outcomes);

    /// <summary>
    /// Has the slices of what this release may do in an hour at hand for these steps, fetching some where they are short; at most 200 ms. After it
    /// <see cref="TryTake"/> answers at once.
    /// </summary>
    ValueTask EnsureSlicesAsync(string tenant, string release, IReadOnlyList<SliceAsk> steps, CancellationToken cancellationToken);

    /// <summary>Takes all steps from this silo's slices, or none.</summary>
    bool TryTake(string tenant, string release, IReadOnlyList<SliceAsk> steps);

    /// <summary>What is known here, without a lease, of whether <see cref="TryTake"/> would succeed.</summary>
    SliceStanding Look(string tenant, string release, IReadOnlyList<SliceAsk> steps);
}

/// <summary>What a silo knows of an hourly limit without asking for more of it.</summary>
public enum SliceStanding : byte
{
    Unspecified = 0,

    /// <summary>What is here is enough.</summary>
    Covered = 1,

    /// <summary>What is here is not enough; a lease may bring more.</summary>
    Unknown = 2,

    /// <summary>More than an hour has, or a lease was refused a moment ago.</summary>
    Spent = 3,
}

/// <summary>One act against the hourly limits of its release; money in base currency.</summary>
public readonly record struct SliceAsk(ActionRule Rule, decimal Amount);

/// <summary>A tenant's settings at one moment. Immutable but for its age.</summary>
public sealed record TenantPolicy
{
    public required Playbook Playbook { get; init; }

    /// <summary>Fetched too long ago to be relied on: over a second.</summary>
    public required bool IsStale { get; init; }

    /// <summary>Incidents that are open, each with whom it concerns.</summary>
    public ValueList<DeclaredIncident> Incidents { get; init; } = [];

    public ValueList<EndedIncident> EndedIncidents { get; init; } = [];

    public bool IsReviewQueueFull { get; init; }

    /// <summary>So many conversations wait for people that more are told as changes alone.</summary>
    public bool IsHandoverQueueFull { get; init; }

    public IReadOnlyList<KillSwitch> KillSwitches { get; init; } = [];

    /// <summary>Agent releases whose breaker is open, with the breaker's name.</summary>
    public FrozenDictionary<string, string> Breakers { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>What reviews have left of a scenario for a release; absent where nothing was taken.</summary>
    public FrozenDictionary<ScenarioRelease, ScenarioStanding> Scenarios { get; init; } = FrozenDictionary<ScenarioRelease, ScenarioStanding>.Empty;

    /// <summary>What a release that was never seen in a scenario starts with: the lowest step of those used lately.</summary>
    public FrozenDictionary<string, ScenarioStanding> NewReleases { get; init; } = FrozenDictionary<string, ScenarioStanding>.Empty;

    /// <summary>Reviews of the tenant in a quarter, rounded up to a power of two.</summary>
    public double ReviewsPerQuarter { get; init; }

    /// <summary>Outcomes of the tenant in a quarter, rounded up to a power of two.</summary>
    public double OutcomesPerQuarter { get; init; }

    /// <summary>The tenant's secret for drawing audits.</summary>
    public required ulong SamplingKey { get; init; }

    /// <summary>How likely a renewal is, by segment and term, as the tenant's history tells.</summary>
    public required SurvivalModels Survival { get; init; }

    /// <summary>Hash of the renewals that <see cref="Survival"/> was fitted to; null: it is as the playbook assumes.</summary>
    public string? Renewals { get; init; }

    /// <summary>1; less while audits wait that people cannot get through.</summary>
    public double AuditShare { get; init; } = 1;

    /// <summary>1 for the first decisions of a scenario and release.</summary>
    public double AuditProbabilityOf(string scenario, string release) =>
        Scenarios.TryGetValue(new ScenarioRelease(scenario, release), out var standing) && standing.Decisions >= Playbook.Learning.DecisionsReviewedFirst ? standing.AuditProbability : 1;

    /// <summary>The switch that stops every action of a segment, or null.</summary>
    public string? SwitchOver(string? segment)
    {
        foreach (var thrown in KillSwitches)
        {
            if (thrown.Action is null && thrown.Stops(segment, ""))
                return thrown.Name;
        }

        return null;
    }

    private ScenarioStanding? StandingOf(string scenario, string release) =>
        Scenarios.TryGetValue(new ScenarioRelease(scenario, release), out var standing) ? standing : NewReleases.GetValueOrDefault(scenario);

    /// <summary>What holds of the policy for one action of an agent release on an account of a segment; budgets of the account are added by its book.</summary>
    public ActionFacts FactsFor(string scenario, string release, string? segment, string action)
    {
        return new ActionFacts
        {
            Scenario = scenario,
            ScenarioLatitude = StandingOf(scenario, release)?.Latitude,
            KillSwitch = KillSwitches.FirstOrDefault(thrown => thrown.Stops(segment, action))?.Name,
            Breaker = Breakers.GetValueOrDefault(release),
        };
    }
}

/// <summary>A scenario of one agent release.</summary>
public readonly record struct ScenarioRelease(string Scenario, string Release);

/// <summary>How a scenario stands: what latitude its reviews leave (null: all), and with which odds its decisions are audited.</summary>
public sealed record ScenarioStanding(Latitude? Latitude, long Decisions, double AuditProbability);

/// <summary>Stops actions at once. Null: all of them.</summary>
public sealed record KillSwitch(string Name, string? Segment, string? Action)
{
    public bool Stops(string? segment, string action) =>
        (Segment is null || segment is null || string.Equals(Segment, segment, StringComparison.OrdinalIgnoreCase)) && (Action is null || Action == action);
}
