namespace AccountTwins.Silo.Sample.Generated;

/// <summary>
/// The sample that the project ships: invented accounts whose signals and outcomes follow from a hidden truth. The same seed, size and
/// moment give the same events, byte for byte.
/// </summary>
public sealed class GeneratedSample(SampleSize size, DateTimeOffset now, string tenant = "default") : ISample
{
    private const int IncidentsPerYear = 2;
    private readonly Lazy<long> count = new(() => Events(size, now, tenant).LongCount());

    public string SampleId => $"generated-2-{size.Seed}-{size.Accounts}-{size.Days}";

    public string Title => $"{size.Accounts} invented accounts over {size.Days} days (seed {size.Seed})";

    public long Count => count.Value;

    public IEnumerable<SampleEvent> Read() => Events(size, now, tenant);

    private static IEnumerable<SampleEvent> Events(SampleSize size, DateTimeOffset now, string tenant)
    {
        var origin = DateOnly.FromDateTime(now.UtcDateTime).AddDays(1 - size.Days);
        var random = SampleRandom.For(size.Seed, -1);
        var incidents = Enumerable.Range(0, Math.Max(1, size.Days * IncidentsPerYear / 365)).Select(_ => random.Between(0, size.Days - 1)).ToList();
        var accounts = Enumerable.Range(0, size.Accounts).Select(number => Begin(number)).ToList();

        var day = new List<SampleEvent>();
        for (var number = 0; number < size.Days; number++)
        {
            day.Clear();
            foreach (var account in accounts)
                account.Live(number, day);

            // Stable: an account's events of one moment stay in the order in which they were told.
            foreach (var happened in day.OrderBy(happened => happened.Time))
            {
                if (happened.Time > now)
                    yield break;
                yield return happened;
            }
        }

        AccountLife Begin(int number)
        {
            var own = SampleRandom.For(size.Seed, number);
            return new AccountLife(AccountTraits.Invent(tenant, number, size.Days, own), origin, own, incidents);
        }
    }
}

/// <summary>How much is invented, and from which seed.</summary>
public sealed record SampleSize(int Seed = 17, int Accounts = 500, int Days = 730);
