using AccountTwins.Domain.Latitudes;

namespace AccountTwins.Domain.Learning;

/// <summary>What one scenario learns by: parameters, the playbook's ceiling, and thresholds that fit the tenant's volume.</summary>
/// <param name="Parameters">As the playbook has them.</param>
/// <param name="Ceiling">The playbook's highest cell for the scenario's value tier; learning never goes above it.</param>
/// <param name="Reviews">Of the CUSUMs over audits and over reviews before sending.</param>
/// <param name="WeakLabels">Of the CUSUM over outcomes.</param>
public sealed record LearningRules(LearningParameters Parameters, Latitude Ceiling, CusumDesign Reviews, CusumDesign WeakLabels)
{
    /// <summary>Solves for the thresholds, in milliseconds; the same for all scenarios of a tenant, so take it once and replace the ceiling.</summary>
    /// <param name="parameters">Without <see cref="LearningParameters.Problems"/>.</param>
    /// <param name="ceiling">See <see cref="Ceiling"/>.</param>
    /// <param name="reviewsPerQuarter">Of the whole tenant, audits and reviews before sending together.</param>
    /// <param name="outcomesPerQuarter">Decisions of the whole tenant whose outcome window has passed.</param>
    public static LearningRules For(LearningParameters parameters, Latitude ceiling, double reviewsPerQuarter, double outcomesPerQuarter) => new(
        parameters,
        ceiling,
        CusumTheory.ThresholdFor(
            parameters.FalseTighteningsPerQuarter,
            reviewsPerQuarter,
            parameters.AcceptableDisagreement,
            parameters.UnacceptableDisagreement,
            parameters.ReviewsBeforeTightening,
            parameters.FalseTighteningDistanceMin),
        CusumTheory.ThresholdFor(
            parameters.FalseTighteningsPerQuarter,
            outcomesPerQuarter,
            parameters.UsualWeakLabels,
            parameters.UnusualWeakLabels,
            parameters.ReviewsBeforeTightening,
            parameters.FalseTighteningDistanceMin));
}
