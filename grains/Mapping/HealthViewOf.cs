using AccountTwins.Domain.Health;
using AccountTwins.Domain.Signals;
using AccountTwins.Grains.Interfaces.Contracts;
using DomainBand = AccountTwins.Domain.Health.HealthBand;
using HealthBand = AccountTwins.Grains.Interfaces.Contracts.HealthBand;

namespace AccountTwins.Grains.Mapping;

/// <summary>A score as readers see it: points instead of tenths, reasons in words, dimensions without fresh data listed with nothing.</summary>
internal static class HealthViewOf
{
    public static AccountHealthView Score(HealthScore score)
    {
        var drivers = new List<AccountDriverView>(score.Drivers.Count + score.Missing.Count);
        foreach (var driver in score.Drivers)
            drivers.Add(Driver(driver));
        foreach (var missing in score.Missing)
            drivers.Add(new AccountDriverView { Name = WireWords<Dimension>.Of(missing), Points = 0, PointsMax = 0, Fresh = false });
        return new AccountHealthView
        {
            Score = score.Points,
            LastKnownScore = score.LastKnownPoints,
            Band = score.Band switch
            {
                DomainBand.Healthy => HealthBand.Healthy,
                DomainBand.Watch => HealthBand.Watch,
                DomainBand.AtRisk => HealthBand.AtRisk,
                _ => HealthBand.Unknown,
            },
            EvidenceShare = score.EvidenceShare,
            Drivers = [.. drivers],
            NeverConnected = [.. score.NeverConnected.Select(WireWords<Family>.Of)],
            ScoringVersion = score.RulesVersion,
        };
    }

    private static AccountDriverView Driver(HealthDriver driver) => new()
    {
        Name = WireWords<Dimension>.Of(driver.Dimension),
        Points = driver.Tenths / 10m,
        PointsMax = (driver.Tenths - driver.Change) / 10m,
        At = driver.Findings.Count > 0 ? driver.Findings[0].Since : null,
        Reason = driver.Findings.Count > 0 ? FindingText.Of(driver.Findings[0]) : null,
        Fresh = true,
    };
}
