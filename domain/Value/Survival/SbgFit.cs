namespace AccountTwins.Domain.Value.Survival;

/// <summary>A model fitted to a life table.</summary>
/// <param name="Model">The parameters of the highest (penalised) likelihood.</param>
/// <param name="LogLikelihood">Of the data alone, in natural logs, without the penalty.</param>
/// <param name="Curvature">Of the (penalised) log-likelihood there.</param>
public sealed record SbgFit(ShiftedBetaGeometric Model, double LogLikelihood, Curvature Curvature);
