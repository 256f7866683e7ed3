using AccountTwins.Domain.Health;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Value.Tiers;

namespace AccountTwins.Domain.Decisions;

/// <summary>All that a verdict looks at of an account, as it was at one moment. Kept with the decision, so that it can be judged again.</summary>
public sealed record AccountFacts
{
    /// <summary>False when the tenant never heard of the account.</summary>
    public required bool IsKnown { get; init; }

    /// <summary>Some of its signals could not be taken in: what the twin says may be old.</summary>
    public bool IsParked { get; init; }

    /// <summary>How many of them stand in dead letters until somebody settles it; null: none are known to. It sets only the words of the way out.</summary>
    public long? SignalsAside { get; init; }

    public string? Segment { get; init; }

    /// <summary>Unspecified: not known, which counts as the highest.</summary>
    public ValueTier Tier { get; init; }

    /// <summary>The stake in base currency; null: not known.</summary>
    public decimal? Stake { get; init; }

    /// <summary>What the stake was made of, one a contract; null in decisions from before it was kept. No rule looks at it: it is for people who ask why.</summary>
    public ValueList<ValueFact>? Values { get; init; }

    /// <summary>The band over fresh evidence.</summary>
    public HealthBand Band { get; init; }

    /// <summary>The band with every last known value kept; the worse of the two bounds latitude.</summary>
    public HealthBand LastKnownBand { get; init; }

    public int? ScoreTenths { get; init; }

    public int? LastKnownTenths { get; init; }

    public decimal EvidenceShare { get; init; }

    public bool HasOpenFlag { get; init; }

    public int OpenEscalations { get; init; }

    public int OpenDisputes { get; init; }

    public AiContact? AiContact { get; init; }

    /// <summary>Asked for, as an agent or a ticket says, and not met by a person yet.</summary>
    public bool PersonAskedFor { get; init; }

    /// <summary>True when so many tickets are open that one on which a person was asked for may not be kept; null otherwise, as in decisions from before it was looked at.</summary>
    public bool? PersonMayBeAskedFor { get; init; }

    public bool IsFirstTime { get; init; }

    /// <summary>A contract was ever heard of, and none that is in force may be missing, so that its clauses are known.</summary>
    public bool IsContractKnown { get; init; }

    /// <summary>A contract is in force and nobody gave notice.</summary>
    public bool HasContract { get; init; }

    /// <summary>Days to the nearer of the last day for notice and the end of the term; null: not known.</summary>
    public int? DaysToRenewal { get; init; }

    /// <summary>Of all contracts that count; null where one of them does not say it.</summary>
    public long? Seats { get; init; }

    public ValueList<string> Clauses { get; init; } = [];

    public ValueList<string> SupportPlans { get; init; } = [];

    /// <summary>Days to the due day of each open promise, at most 25 of the CRM and 9 of agents; null where none was named, and for those that may be missing. Negative: past it.</summary>
    public ValueList<int?> PromiseDays { get; init; } = [];

    /// <summary>Over open tickets.</summary>
    public long ContactsMax { get; init; }

    /// <summary>Over open tickets.</summary>
    public long ReopenedMax { get; init; }

    /// <summary>True when so many are open that one may not be kept, whatever became of it; null otherwise, as in decisions from before it was looked at.</summary>
    public bool? MayLackTickets { get; init; }

    public ValueList<FeedFact> Feeds { get; init; } = [];

    public long Revision { get; init; }

    public ValueList<PositionFact> Positions { get; init; } = [];

    /// <summary>The worse of the two bands; unknown is the worst.</summary>
    public HealthBand LatitudeBand => Band < LastKnownBand ? Band : LastKnownBand;

    public FeedFact Feed(Family family)
    {
        foreach (var feed in Feeds)
        {
            if (feed.Family == family)
                return feed;
        }

        return new FeedFact(family, FeedState.NeverConnected, null);
    }

    /// <summary>An account that nobody ever named.</summary>
    public static readonly AccountFacts Unknown = new() { IsKnown = false };
}

/// <summary>How a family's feed stood.</summary>
public sealed record FeedFact(Family Family, FeedState State, long? AgeSeconds);

/// <summary>How far a stream had been applied.</summary>
public sealed record PositionFact(int Stream, long Offset);
