namespace AccountTwins.Domain.Health;

/// <summary>What a score says of the next renewal. Only a value that is shown rests on it; no tier, latitude or verdict does.</summary>
public sealed partial record ScoringRules
{
    /// <summary>The score, in tenths, at which the odds of leaving are those of all: 76 to 82 points in samples, 90 days before renewals and churns.</summary>
    public int UsualTenths { get; init; } = 780;

    /// <summary>So many tenths less double the odds of leaving, and so many more halve them: 7 points in a sample with every family, 30 or more in one of use alone.</summary>
    public int OddsDoublingTenths { get; init; } = 100;

    /// <summary>Odds move by at most this factor, up or down: scores this far from the usual were too rare to say more.</summary>
    public decimal OddsFactorMax { get; init; } = 16;

    /// <summary>By what an account's odds of leaving at its next renewal differ from the usual ones: four digits, 1 is no different; null for an unknown score.</summary>
    public decimal? ChurnOddsFactor(int? tenths) => tenths is not { } known
        ? null
        // Rounded, so that the last bits of a mathematical library cannot move a cent.
        : decimal.Clamp(decimal.Round((decimal)Math.Pow(2, (double)(UsualTenths - known) / OddsDoublingTenths), 4), 1 / OddsFactorMax, OddsFactorMax);
}
