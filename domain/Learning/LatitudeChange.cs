using AccountTwins.Domain.Latitudes;

namespace AccountTwins.Domain.Learning;

/// <summary>
/// One thing that happened to a scenario's latitude, with the numbers that did it, to be kept and announced. From equals to where it was
/// held, released, frozen or watched without a step.
/// </summary>
public sealed record LatitudeChange
{
    public required Latitude From { get; init; }

    public required Latitude To { get; init; }

    public required LatitudeCause Cause { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The person who did it; null where it happened by itself.</summary>
    public string? By { get; init; }

    /// <summary>
    /// What was compared: the CUSUM's value in lattice steps, or a bound of agreement, 0 to 1; null where a person or a severe error did it.
    /// </summary>
    public double? Statistic { get; init; }

    /// <summary>What it was compared with, in the same unit.</summary>
    public double? Limit { get; init; }

    /// <summary>Reviews since the change before that counted.</summary>
    public int Reviews { get; init; }

    /// <summary>What they are worth, see <see cref="WeightedAgreement.EffectiveReviews"/>.</summary>
    public double EffectiveReviews { get; init; }

    /// <summary>Estimated agreement over all decisions since the change before, 0 to 1; null without reviews.</summary>
    public double? Agreement { get; init; }

    /// <summary>What a person asked for where the playbook's ceiling gave less; null otherwise.</summary>
    public Latitude? Asked { get; init; }

    /// <summary>The step that waits for a person; null where none is offered.</summary>
    public Latitude? Offered { get; init; }

    public bool IsTightening => To < From;

    public bool IsWidening => To > From;
}

/// <summary>A step that reviews have earned and a person has to grant, because it leads into the top two latitudes.</summary>
/// <param name="To">The step that is offered.</param>
/// <param name="At">When the look was taken that earned it.</param>
/// <param name="Bound">Lower bound of agreement, 0 to 1.</param>
/// <param name="Target">What it had to reach, 0 to 1.</param>
/// <param name="Reviews">Reviews since the last change.</param>
/// <param name="EffectiveReviews">What they are worth.</param>
/// <param name="Agreement">Estimated agreement, 0 to 1.</param>
public sealed record WidenOffer(
    Latitude To, DateTimeOffset At, double Bound, double Target, int Reviews, double EffectiveReviews, double Agreement)
{
    /// <summary>The offer as something that happened, to be kept and announced.</summary>
    public LatitudeChange AsChange(Latitude step) => new()
    {
        From = step,
        To = step,
        Cause = LatitudeCause.Offered,
        At = At,
        Offered = To,
        Statistic = Bound,
        Limit = Target,
        Reviews = Reviews,
        EffectiveReviews = EffectiveReviews,
        Agreement = Agreement,
    };
}
