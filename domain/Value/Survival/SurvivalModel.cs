namespace AccountTwins.Domain.Value.Survival;

/// <summary>How accounts of one segment and term length survive their renewals. A closed family: the two below.</summary>
public abstract record SurvivalModel
{
    private protected SurvivalModel()
    {
    }

    public abstract SurvivalMethod Method { get; }

    /// <summary>What is left of an account's life, in terms of its term length.</summary>
    /// <param name="survived">Renewals it has survived, 0 or more.</param>
    /// <param name="discount">What a term later is worth of a term now: above 0, at most <see cref="GaussHypergeometric.ArgumentMax"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">Outside these ranges.</exception>
    public abstract ResidualLifetime Lifetime(int survived, double discount);
}
