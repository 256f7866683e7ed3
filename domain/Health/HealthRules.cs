using System.Collections.Immutable;
using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Health.Dimensions;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Health;

/// <summary>
/// Makes one score of the dimensions: the weighted mean of those with fresh data. A dimension whose families were never connected
/// counts neither for nor against; one that is connected and has nothing fresh to say lowers the evidence share.
/// </summary>
public static class HealthRules
{
    private static readonly Dimension[] All =
        [Dimension.Adoption, Dimension.Support, Dimension.Billing, Dimension.Sentiment, Dimension.Relationship, Dimension.Onboarding];

    private static readonly Family[] Families = [.. Enum.GetValues<Family>().Where(family => family != Family.Unspecified)];

    public static HealthScore Assess(AccountTwin twin, FeedStates feeds, DateTimeOffset now) => Assess(twin, feeds, now, ScoringRules.Current);

    public static HealthScore Assess(AccountTwin twin, FeedStates feeds, DateTimeOffset now, ScoringRules rules)
    {
        var parts = new List<Part>(All.Length);
        var missing = ImmutableArray.CreateBuilder<Dimension>();
        var known = new Mean();
        int connected = 0, fresh = 0;
        foreach (var dimension in All)
        {
            if (!Counts(dimension, twin, rules, now) || !IsConnected(dimension, feeds))
                continue;
            var weight = rules.WeightOf(dimension);
            connected += weight;
            var findings = new List<Finding>();
            var value = ValueOf(dimension, twin, rules, now, findings);
            if (value is { } last)
                known.Add(weight, last);
            if (value is { } now1 && IsFresh(dimension, twin, feeds))
            {
                fresh += weight;
                parts.Add(new Part(dimension, weight, now1, findings));
            }
            else
            {
                missing.Add(dimension);
            }
        }

        var share = connected == 0 ? 0m : decimal.Round((decimal)fresh / connected, 2);
        var drivers = HasEvidence(fresh, connected, rules) ? Split(parts) : [];
        int? tenths = drivers.Length == 0 ? null : drivers.Sum(driver => driver.Tenths);
        return new HealthScore
        {
            At = now,
            Tenths = tenths,
            Band = BandOf(tenths, rules),
            LastKnownTenths = known.Tenths,
            EvidenceShare = share,
            Drivers = new(drivers),
            NeverConnected = [.. Families.Where(family => !feeds[family].IsConnected)],
            Missing = new(missing.ToImmutable()),
            RulesVersion = rules.Version,
        };
    }

    /// <summary>The score alone, as <see cref="Assess(AccountTwin, FeedStates, DateTimeOffset)"/> gives it, without reasons or garbage.</summary>
    internal static int? TenthsOf(AccountTwin twin, FeedStates feeds, DateTimeOffset now, ScoringRules rules)
    {
        var mean = new Mean();
        var connected = 0;
        foreach (var dimension in All)
        {
            if (!Counts(dimension, twin, rules, now) || !IsConnected(dimension, feeds))
                continue;
            connected += rules.WeightOf(dimension);
            if (IsFresh(dimension, twin, feeds) && ValueOf(dimension, twin, rules, now, null) is { } value)
                mean.Add(rules.WeightOf(dimension), value);
        }

        return HasEvidence(mean.Weight, connected, rules) ? mean.Tenths : null;
    }

    public static HealthBand BandOf(int? tenths, ScoringRules rules) => tenths switch
    {
        null => HealthBand.Unknown,
        { } known when known >= rules.HealthyTenths => HealthBand.Healthy,
        { } known when known >= rules.WatchTenths => HealthBand.Watch,
        _ => HealthBand.AtRisk,
    };

    private static bool HasEvidence(int fresh, int connected, ScoringRules rules) => connected > 0 && fresh >= rules.EvidenceFloor * connected;

    private static bool Counts(Dimension dimension, AccountTwin twin, ScoringRules rules, DateTimeOffset now) =>
        dimension != Dimension.Onboarding || Onboarding.IsUnderWay(twin, rules, now);

    private static double? ValueOf(Dimension dimension, AccountTwin twin, ScoringRules rules, DateTimeOffset now, List<Finding>? findings) => dimension switch
    {
        Dimension.Adoption => Adoption.Assess(twin, rules, now, findings),
        Dimension.Support => Support.Assess(twin, rules, now, findings),
        Dimension.Billing => Billing.Assess(twin, rules, now, findings),
        Dimension.Sentiment => Mood.Assess(twin, rules, now, findings),
        Dimension.Relationship => Relationship.Assess(twin, rules, now, findings),
        Dimension.Onboarding => Onboarding.Assess(twin, rules, now, findings),
        _ => throw new ArgumentOutOfRangeException(nameof(dimension)),
    };

    /// <summary>Moods come with sentiment, and satisfaction with support: either feed will do.</summary>
    private static bool IsConnected(Dimension dimension, FeedStates feeds) =>
        feeds[FamilyOf(dimension)].IsConnected || (dimension == Dimension.Sentiment && feeds[Family.Support].IsConnected);

    private static bool IsFresh(Dimension dimension, AccountTwin twin, FeedStates feeds) =>
        IsFresh(FamilyOf(dimension), twin, feeds) || (dimension == Dimension.Sentiment && IsFresh(Family.Support, twin, feeds));

    private static bool IsFresh(Family family, AccountTwin twin, FeedStates feeds) => feeds[family].IsFresh && twin.Provenance[family] is not null;

    private static Family FamilyOf(Dimension dimension) => dimension switch
    {
        Dimension.Adoption or Dimension.Onboarding => Family.Usage,
        Dimension.Support => Family.Support,
        Dimension.Billing => Family.Billing,
        Dimension.Sentiment => Family.Sentiment,
        Dimension.Relationship => Family.Crm,
        _ => throw new ArgumentOutOfRangeException(nameof(dimension)),
    };

    /// <summary>Cuts the score into whole tenths by largest remainder, so that the drivers add up to it exactly.</summary>
    private static ImmutableArray<HealthDriver> Split(List<Part> parts)
    {
        var mean = new Mean();
        foreach (var part in parts)
            mean.Add(part.Weight, part.Value);
        if (mean.Tenths is not { } score)
            return [];
        var exact = parts.Select(part => 1000.0 * part.Weight * part.Value / mean.Weight).ToArray();
        var tenths = exact.Select(value => (int)Math.Floor(value)).ToArray();
        var byRemainder = Enumerable.Range(0, parts.Count).OrderByDescending(index => exact[index] - tenths[index]).ThenBy(index => index).ToArray();
        for (var (left, next) = (score - tenths.Sum(), 0); left > 0; left--, next++)
            tenths[byRemainder[next % parts.Count]]++;
        return
        [
            .. parts.Select((part, index) => new HealthDriver(
                part.Dimension,
                tenths[index],
                Math.Min(0, tenths[index] - (int)Math.Round(1000.0 * part.Weight / mean.Weight)),
                [.. part.Findings.OrderByDescending(finding => finding.Loss)])),
        ];
    }

    private sealed record Part(Dimension Dimension, int Weight, double Value, List<Finding> Findings);

    /// <summary>A weighted mean in tenths of a point.</summary>
    private struct Mean
    {
        private double _sum;

        public int Weight { get; private set; }

        public readonly int? Tenths => Weight == 0 ? null : (int)Math.Round(1000 * _sum / Weight);

        public void Add(int weight, double value)
        {
            Weight += weight;
            _sum += weight * value;
        }
    }
}
