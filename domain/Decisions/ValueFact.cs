using AccountTwins.Domain.Value;
using AccountTwins.Domain.Value.Survival;

namespace AccountTwins.Domain.Decisions;

/// <summary>What a contract was worth when it was decided, as <see cref="AccountValue"/> says it; or why that was not known.</summary>
public sealed record ValueFact
{
    public UnknownValueReason? Unknown { get; init; }

    public string? Currency { get; init; }

    public decimal? Low { get; init; }

    public decimal? Expected { get; init; }

    public decimal? High { get; init; }

    /// <summary>Annual recurring revenue; null also in decisions from before it was kept.</summary>
    public decimal? Arr { get; init; }

    public decimal? NextRenewal { get; init; }

    public int? TermMonths { get; init; }

    public SurvivalMethod? Method { get; init; }

    public static ValueFact Of(ValueAssessment assessment) => assessment switch
    {
        AccountValue value => new ValueFact
        {
            Currency = value.Currency,
            Low = value.Low,
            Expected = value.Expected,
            High = value.High,
            Arr = value.Arr,
            NextRenewal = value.NextRenewal,
            TermMonths = value.TermMonths,
            Method = value.Method,
        },
        UnknownValue unknown => new ValueFact { Unknown = unknown.Reason },
        _ => throw new ArgumentOutOfRangeException(nameof(assessment), assessment.GetType().Name, "No kind of value."),
    };
}
