using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Learning;

/// <summary>
/// One scenario over the agent releases that act in it, as its chain says. For a parent it holds what was seen of its children instead.
/// Follows from the entries alone; bounded; immutable.
/// </summary>
public sealed partial record ScenarioBook
{
    public const int ReleasesMax = 16;

    /// <summary>As many as one entry can make twice over (an act on all releases), so that none goes before it is announced.</summary>
    public const int ChangesKept = 2 * ReleasesMax;

    public const int ChildrenMax = 1024;

    public static readonly ScenarioBook Empty = new();

    public int SchemaVersion { get; init; } = 1;

    /// <summary>Over all releases, so that one which was forgotten and comes back does not begin again.</summary>
    public long LastChange { get; init; }

    /// <summary>By the order in which they were first seen.</summary>
    public ValueList<ReleaseLatitude> Releases { get; init; } = [];

    /// <summary>The last ones, for readers; all of them stand in the chain.</summary>
    public ValueList<ReleaseChange> Changes { get; init; } = [];

    /// <summary>Of a parent: agreement of each scenario below it by release.</summary>
    public ValueList<ChildAgreement> Children { get; init; } = [];

    /// <summary>A reset that loosens and waits for a second person.</summary>
    public ResetProposal? Proposed { get; init; }

    public ReleaseLatitude? Find(string release)
    {
        foreach (var one in Releases)
        {
            if (one.Release == release)
                return one;
        }

        return null;
    }

    /// <summary>Changes of a release that the tenant's settings have not taken, in their order.</summary>
    public IEnumerable<ReleaseChange> Unannounced(ReleaseLatitude release) => Changes.Where(one => one.Release == release.Release && one.Number > release.Announced);

    /// <summary>What a parent knows of a release in all its scenarios but one.</summary>
    public WeightedAgreement Without(string child, string release, DateTimeOffset now, double daysUntilHalf)
    {
        var sum = default(WeightedAgreement);
        foreach (var one in Children)
        {
            if (one.Release == release && one.Scenario != child)
                sum = sum.Plus(one.Recent.At(now, daysUntilHalf).Sums);
        }

        return sum;
    }
}

/// <summary>A scenario for one release.</summary>
/// <param name="Change">The book's number of the last time that what others must know (<paramref name="AuditProbability"/>, the step) changed.</param>
/// <param name="Announced">The last change that the tenant's settings have taken.</param>
public sealed record ReleaseLatitude(string Release, ScenarioLatitude Latitude, long Change, long Announced, double AuditProbability, DateTimeOffset UsedAt)
{
    /// <summary>What reviews have left; null where nothing was taken.</summary>
    public Latitude? AtMost => Latitude.Step == Latitudes.Latitude.Full ? null : Latitude.Step;
}

/// <summary>A reset that one person wants. Release null: of all of them.</summary>
public sealed record ResetProposal(string? Release, Latitude To, string By, DateTimeOffset At)
{
    /// <summary>It waits so long for the second person.</summary>
    public const int Days = 7;

    public DateTimeOffset Until => At.AddDays(Days);

    public bool IsOf(string? release, Latitude to, DateTimeOffset now) => now < Until && Release == release && To == to;
}

/// <param name="Number">The book's; 0: kept before changes were numbered, and announced by its effect alone.</param>
public sealed record ReleaseChange(string Release, LatitudeChange Change, long Number = 0);

public sealed record ChildAgreement(string Scenario, string Release, RecentAgreement Recent);
