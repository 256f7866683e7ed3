namespace AccountTwins.Domain.Learning;

/// <summary>
/// What is known of a scenario's quality <em>now</em>: the same sums, halved once in a while. Without that a scenario with few decisions would
/// count as well known for ever because of what was seen a year ago, and a drop would take a year to find. Halving is exact in binary, so the same
/// history gives the same value. The default is empty.
/// </summary>
/// <param name="Sums">As of <paramref name="HalvedAt"/>.</param>
/// <param name="HalvedAt">When it was last halved, or begun.</param>
public readonly record struct RecentAgreement(WeightedAgreement Sums, DateTimeOffset HalvedAt)
{
    /// <summary>After so many halvings nothing is left that would matter.</summary>
    private const int HalvingsMax = 30;

    public RecentAgreement With(int score, double probability, DateTimeOffset now, double daysUntilHalf) =>
        Sums.Reviews == 0 ? new(default(WeightedAgreement).With(score, probability), now) : At(now, daysUntilHalf).Plus(score, probability);

    /// <summary>Halved once for each period that has passed; times before are taken as no time.</summary>
    public RecentAgreement At(DateTimeOffset now, double daysUntilHalf)
    {
        var period = TimeSpan.FromDays(daysUntilHalf);
        var halvings = (int)Math.Clamp(Math.Floor((now - HalvedAt) / period), 0, HalvingsMax);
        return halvings == 0 ? this : new(Sums.Halved(halvings), halvings == HalvingsMax ? now : HalvedAt + (halvings * period));
    }

    private RecentAgreement Plus(int score, double probability) => this with { Sums = Sums.With(score, probability) };
}
