using System.Globalization;

using AccountTwins.Domain.Accounts;

namespace AccountTwins.Silo.Sample.Generated;

/// <summary>What does not change about an invented account.</summary>
internal sealed record AccountTraits
{
    private static readonly string[] Regions = ["DE", "FR", "GB", "NL", "ES", "SE", "US", "CA"];
    private static readonly string[] Industries = ["logistics", "manufacturing", "retail", "software", "healthcare", "insurance", "energy", "education"];
    private static readonly string[] Owners = ["csm.kim", "csm.lee", "csm.okafor", "csm.rossi", "csm.silva", "csm.weber"];

    public required AccountKey Key { get; init; }

    public required string Name { get; init; }

    public required string Domain { get; init; }

    public required SampleSegment Segment { get; init; }

    public required string Region { get; init; }

    public required string Industry { get; init; }

    public required string Owner { get; init; }

    public required string Currency { get; init; }

    /// <summary>Day of the sample on which it is first heard of.</summary>
    public required int FirstDay { get; init; }

    /// <summary>Months of its running term that lie before <see cref="FirstDay"/>; 0 for a new customer, who is onboarded.</summary>
    public required int MonthsBefore { get; init; }

    public required int Seats { get; init; }

    public required int TermMonths { get; init; }

    public required int BillingMonths { get; init; }

    /// <summary>Price of a seat for a year.</summary>
    public required decimal SeatPrice { get; init; }

    public bool IsNew => MonthsBefore == 0;

    public static AccountTraits Invent(string tenant, int number, int days, SampleRandom random)
    {
        var segment = SampleSegment.Draw(random);
        var (name, slug) = CompanyNames.Of(number);
        var region = random.Pick(Regions);
        var term = random.Pick(segment.TermMonths);
        var existing = random.Chance(0.22);
        return new AccountTraits
        {
            Key = new AccountKey(tenant, string.Create(CultureInfo.InvariantCulture, $"acct-{number:0000}")),
            Name = name,
            Domain = $"{slug}.example",
            Segment = segment,
            Region = region,
            Industry = random.Pick(Industries),
            Owner = random.Pick(Owners),
            Currency = region switch { "US" or "CA" => "USD", "GB" => "GBP", _ => "EUR" },
            FirstDay = existing ? random.Between(0, 4) : random.Between(5, Math.Max(5, days - 20)),
            MonthsBefore = existing && term > 1 ? random.Between(1, term - 1) : 0,
            Seats = random.Between(segment.SeatsMin, segment.SeatsMax),
            TermMonths = term,
            BillingMonths = term == 1 ? 1 : random.Pick(segment.BillingMonths),
            SeatPrice = 12m * random.Between(segment.PriceMin, segment.PriceMax),
        };
    }
}
