namespace AccountTwins.Silo.Sample.Generated;

/// <summary>A class of invented customers: how large they are, what they sign, how closely they are looked after.</summary>
internal sealed record SampleSegment(
    string Name,
    string Plan,
    string SupportPlan,
    int SeatsMin,
    int SeatsMax,
    int PriceMin,
    int PriceMax,
    int NoticeDays,
    int DaysBetweenTouches,
    double TicketsPerWeek,
    IReadOnlyList<int> TermMonths,
    IReadOnlyList<int> BillingMonths)
{
    private static readonly SampleSegment Small = new("smb", "starter", "standard", 4, 40, 15, 30, 14, 75, 0.22, [1, 1, 6, 12, 12], [1, 3]);
    private static readonly SampleSegment Middle = new("mid_market", "team", "standard", 40, 300, 25, 45, 30, 30, 0.40, [12, 12, 24], [3, 12]);
    private static readonly SampleSegment Large = new("enterprise", "enterprise", "premium", 300, 2500, 35, 60, 90, 14, 0.75, [12, 24, 36], [3, 12]);

    public static SampleSegment Draw(SampleRandom random) => random.Unit() switch { < 0.58 => Small, < 0.88 => Middle, _ => Large };
}
