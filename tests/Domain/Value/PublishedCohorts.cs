using AccountTwins.Domain.Value.Renewals;

namespace AccountTwins.Tests.Domain.Value;

/// <summary>The two cohorts of Fader and Hardie 2007: a thousand customers, and how many of them are left after each year.</summary>
internal static class PublishedCohorts
{
    private static readonly long[] RegularLeft = [1000, 631, 468, 382, 326, 289, 262, 241, 223, 207, 194, 183, 173];
    private static readonly long[] HighEndLeft = [1000, 869, 743, 653, 593, 551, 517, 491, 468, 445, 427, 409, 394];

    /// <summary>The seven years the paper fits to, or so many.</summary>
    public static LifeTable Regular(int years = 7) => LifeTable.OfSurvivors(RegularLeft.AsSpan(0, years + 1));

    public static LifeTable HighEnd(int years = 7) => LifeTable.OfSurvivors(HighEndLeft.AsSpan(0, years + 1));

    public static double LeftOfRegular(int year) => RegularLeft[year] / 1000.0;

    public static double LeftOfHighEnd(int year) => HighEndLeft[year] / 1000.0;
}
