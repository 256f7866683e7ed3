namespace AccountTwins.Domain.Health;

/// <summary>When the risk flag opens and closes.</summary>
public sealed partial record ScoringRules
{
    /// <summary>The flag opens below this: far from a renewal, when nothing can be lost yet, a good part below the band at risk.</summary>
    public int FlagBelowTenths { get; init; } = 500;

    /// <summary>It closes from here on: far enough above that a usual week does not open it again.</summary>
    public int CalmFromTenths { get; init; } = 600;

    /// <summary>With a renewal near both thresholds lie so much higher: what is lost then is lost for a term.</summary>
    public int RenewalMarginTenths { get; init; } = 100;

    /// <summary>Days before the end of a term that are near: time for a notice period and for something to be done before it.</summary>
    public int RenewalNearDays { get; init; } = 120;

    /// <summary>Of a short term only this part is near the end; a monthly contract would be in renewal all the time.</summary>
    public double RenewalNearShare { get; init; } = 0.34;

    /// <summary>Days of calm after which it closes: a full week.</summary>
    public int CalmDays { get; init; } = 7;

    /// <summary>Use below this share of its own normal has fallen: half is more than any holiday.</summary>
    public double UseFallenBelow { get; init; } = 0.5;

    /// <summary>It has recovered from here on.</summary>
    public double UseRecoveredFrom { get; init; } = 0.7;

    /// <summary>How far back evidence is looked for: what happened before two months ago is another story.</summary>
    public int EvidenceDays { get; init; } = 60;

    /// <summary>A pulled integration is a hint for two weeks; after that use itself has told.</summary>
    public int IntegrationRemovedDays { get; init; } = 14;
}
