using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Value.Renewals;

namespace AccountTwins.Domain.Value.Survival;

/// <summary>Survival by a fitted shifted-beta-geometric model, with the profile-likelihood interval of the lifetime.</summary>
public sealed record SbgSurvival : SurvivalModel
{
    /// <param name="model">The most likely model.</param>
    /// <param name="plausible">Models at the edge of what the data leave plausible.</param>
    /// <param name="method">One of the two that are fits of this model.</param>
    /// <exception cref="ArgumentException">Another method.</exception>
    public SbgSurvival(ShiftedBetaGeometric model, ValueList<ShiftedBetaGeometric> plausible, SurvivalMethod method)
    {
        if (method is not (SurvivalMethod.Sbg or SurvivalMethod.SbgPenalised))
            throw new ArgumentException($"{method} is not a fit of this model.", nameof(method));
        Model = model;
        Plausible = plausible;
        Method = method;
    }

    public ShiftedBetaGeometric Model { get; }

    /// <summary>The interval of a lifetime reaches from the least to the most that these give.</summary>
    public ValueList<ShiftedBetaGeometric> Plausible { get; }

    public override SurvivalMethod Method { get; }

    /// <returns>Null where the data, with the belief if there is one, do not make a fit.</returns>
    public static SbgSurvival? Of(LifeTable table, SbgPrior? prior = null) => SbgFitter.Fit(table, prior) is { } fit
        ? new SbgSurvival(fit.Model, LikelihoodRegion.EdgeOf(fit, table, prior), prior is null ? SurvivalMethod.Sbg : SurvivalMethod.SbgPenalised)
        : null;

    public override ResidualLifetime Lifetime(int survived, double discount)
    {
        var expected = Model.ResidualLifetime(survived, discount);
        double low = expected, high = expected;
        foreach (var model in Plausible)
        {
            var lifetime = model.ResidualLifetime(survived, discount);
            low = Math.Min(low, lifetime);
            high = Math.Max(high, lifetime);
        }

        return new ResidualLifetime(low, expected, high, Model.RenewalProbability(survived));
    }
}
