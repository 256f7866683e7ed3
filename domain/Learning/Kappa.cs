namespace AccountTwins.Domain.Learning;

/// <summary>
/// How far two reviewers of the same decision agree beyond chance, from decisions reviewed twice, blind. Four counts. The default is empty.
/// </summary>
/// <remarks>
/// Kappa = (po − pe)/(1 − pe). Source: J. Cohen, A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20
/// (1960), 37–46, from which the standard error √(po(1 − po)/n)/(1 − pe) is too: the later one of Fleiss, Cohen and Everitt (1969) becomes 0 when one
/// of twenty pairs differs and all others agree on the same, which would then look like certain disagreement.
/// </remarks>
public readonly record struct Kappa
{
    /// <summary>Pairs in which both found the decision right.</summary>
    public int BothAgreed { get; init; }

    /// <summary>Pairs in which only the first reviewer did.</summary>
    public int OnlyFirst { get; init; }

    /// <summary>Pairs in which only the second reviewer did.</summary>
    public int OnlySecond { get; init; }

    /// <summary>Pairs in which neither did.</summary>
    public int Neither { get; init; }

    public int Pairs => BothAgreed + OnlyFirst + OnlySecond + Neither;

    /// <summary>Share of pairs that say the same, 0 to 1; 1 without pairs.</summary>
    public double Same => Pairs == 0 ? 1 : (double)(BothAgreed + Neither) / Pairs;

    /// <summary>−1 to 1; null without pairs, and when everybody always says the same, where it isn't defined.</summary>
    public double? Value => ByChance is { } chance ? (Same - chance) / (1 - chance) : null;

    private double? ByChance
    {
        get
        {
            if (Pairs == 0)
                return null;
            var first = (double)(BothAgreed + OnlyFirst) / Pairs;
            var second = (double)(BothAgreed + OnlySecond) / Pairs;
            var chance = (first * second) + ((1 - first) * (1 - second));
            return chance < 1 ? chance : null;
        }
    }

    /// <summary>Kappa less and plus z standard errors, cut to −1 to 1; everything possible where it isn't defined.</summary>
    public (double Lower, double Upper) Interval(double z = WilsonBound.Z95)
    {
        if (ByChance is not { } chance || Value is not { } value)
            return (-1, 1);
        var error = Math.Sqrt(Same * (1 - Same) / Pairs) / (1 - chance);
        return (Math.Max(-1, value - (z * error)), Math.Min(1, value + (z * error)));
    }

    /// <summary>One more pair; scores as <see cref="Agreement.Score"/> gives them, and a pair with a null says nothing.</summary>
    public Kappa With(int? first, int? second) => (first, second) switch
    {
        (null, _) or (_, null) => this,
        (> 0, > 0) => this with { BothAgreed = BothAgreed + 1 },
        (> 0, _) => this with { OnlyFirst = OnlyFirst + 1 },
        (_, > 0) => this with { OnlySecond = OnlySecond + 1 },
        _ => this with { Neither = Neither + 1 },
    };

    /// <summary>
    /// The reviewers disagree among themselves, so that their reviews say nothing about the agent: enough pairs, and even the upper end of the
    /// interval below the minimum. The estimate alone would stop a scenario in which nearly everything is right, where kappa jumps.
    /// </summary>
    public bool IsTooLow(LearningParameters parameters) => Pairs >= parameters.KappaPairsMin && Interval(parameters.BoundZ).Upper < parameters.KappaMin;
}
