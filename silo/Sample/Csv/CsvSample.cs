using System.Globalization;
using System.Security.Cryptography;

using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;

namespace AccountTwins.Silo.Sample.Csv;

/// <summary>
/// A folder of somebody's tables as a sample: accounts, subscriptions and daily usage, dates moved so that the last day is today. What a
/// churn date says is told on that day and shows in nothing before it.
/// </summary>
public sealed class CsvSample : ISample
{
    private const string Currency = "USD";
    private readonly DateTimeOffset now;
    private readonly CsvAccounts accounts;
    private readonly CsvUsage usage;
    private readonly List<SampleEvent> facts = [];
    private readonly int shift;

    private CsvSample(string folder, string hash, CsvAccounts accounts, CsvUsage usage, DateTimeOffset now)
    {
        this.now = now;
        this.accounts = accounts;
        this.usage = usage;
        SampleId = $"csv-{hash}";
        Title = $"{accounts.All.Count} accounts and {usage.Rows.Count} rows of daily usage from {Path.GetFileName(Path.TrimEndingDirectorySeparator(folder))}";
        shift = DateOnly.FromDateTime(now.UtcDateTime).DayNumber - LastDay();
        Tell();
        facts = [.. facts.OrderBy(fact => fact.Time)];
    }

    public string SampleId { get; }

    public string Title { get; }

    public long Count => facts.Count + usage.Rows.Count;

    /// <summary>Reads the folder's tables. Throws <see cref="SampleException"/>, which names file, line and column.</summary>
    public static CsvSample Open(string folder, DateTimeOffset now, string tenant = "default")
    {
        CsvFile accounts = CsvFile.Find(folder, "accounts"), subscriptions = CsvFile.Find(folder, "subscriptions"), events = CsvFile.Find(folder, "events_daily");
        var read = CsvAccounts.Read(tenant, accounts, subscriptions);
        return new CsvSample(folder, Hash(accounts, subscriptions, events), read, CsvUsage.Read(events, read), now);
    }

    /// <summary>Merges the few facts about accounts with the many rows of usage, in order of time.</summary>
    public IEnumerable<SampleEvent> Read()
    {
        var next = 0;
        foreach (var row in usage.Rows)
        {
            var used = Usage(row);
            while (next < facts.Count && facts[next].Time <= used.Time)
                yield return NotAfterNow(facts[next++]);
            yield return NotAfterNow(used);
        }

        while (next < facts.Count)
            yield return NotAfterNow(facts[next++]);
    }

    private static string Hash(params IReadOnlyList<CsvFile> files)
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
        {
            using var content = file.OpenRaw();
            all.AppendData(SHA256.HashData(content));
        }

        return Convert.ToHexStringLower(all.GetHashAndReset().AsSpan(0, 8));
    }

    /// <summary>The last day on which anything happens; a term that runs on after it has not ended.</summary>
    private int LastDay() => accounts.All.Select(account => (account.ChurnDate ?? account.Start).DayNumber)
        .Concat(accounts.Subscriptions.Select(subscription => subscription.Start.DayNumber))
        .Append(usage.Rows.Count == 0 ? 0 : usage.Rows[^1].Day)
        .DefaultIfEmpty()
        .Max();

    private void Tell()
    {
        var subscriptions = accounts.Subscriptions.OrderBy(subscription => subscription.Start).ToLookup(subscription => subscription.Account);
        for (var number = 0; number < accounts.All.Count; number++)
        {
            var account = accounts.All[number];
            Tell(account, account.Start, 6, "account", new AccountCreated
            {
                Region = account.Region is "" or "None" ? null : account.Region,
                ExternalIds = [new("csv", account.Key.Account)],
            });
            CsvSubscription? before = null;
            foreach (var subscription in subscriptions[number])
            {
                Tell(account, subscription.Start, 7, $"contract-{subscription.Product}", Terms(account, subscription, before is null));
                before = subscription;
            }

            if (account.ChurnDate is { } churned)
                Tell(account, churned, 20, "churned", new OutcomeChurned(account.Key.Account, before is null ? null : -Arr(before), before is null ? null : Currency));
        }
    }

    private static decimal Arr(CsvSubscription subscription) => decimal.Round(subscription.MonthlyRevenue * 12, 2);

    private ContractTerms Terms(CsvAccount account, CsvSubscription subscription, bool isFirst)
    {
        var (start, end) = (subscription.Start.AddDays(shift), subscription.End.AddDays(shift - 1));
        ValueList<ContractProduct> products = [new ContractProduct("crm", subscription.Product)];
        var seats = subscription.Seats ?? account.Seats;
        return isFirst
            ? new ContractSigned { Contract = account.Key.Account, Arr = Arr(subscription), Currency = Currency, Start = start, End = end, AutoRenew = true, Seats = seats, Products = products }
            : new ContractRenewed { Contract = account.Key.Account, Arr = Arr(subscription), Currency = Currency, Start = start, End = end, Seats = seats, Products = products };
    }

    private void Tell(CsvAccount account, DateOnly date, int hour, string what, Fact fact) =>
        facts.Add(new SampleEvent(Time(date.DayNumber, hour * 3600), account.Key, "/sample/csv", $"{account.Key.Account}-{date:yyyyMMdd}-{what}", fact));

    private SampleEvent Usage(in CsvUsageRow row)
    {
        var account = accounts.All[row.Account].Key;
        var feature = usage.Features[row.Feature];
        var id = string.Create(CultureInfo.InvariantCulture, $"{account.Account}-{DateOnly.FromDayNumber(row.Day):yyyyMMdd}-{feature}");
        var fact = new UsageActivity(row.Users < 0 ? null : row.Users, Feature: feature, Count: row.Count);

        // Rows of a day are sorted by account: every account's usage is told at the same hour.
        return new SampleEvent(Time(row.Day, 12 * 3600), account, "/sample/csv/usage", id, fact);
    }

    private DateTimeOffset Time(int day, int seconds) =>
        new DateTimeOffset(DateOnly.FromDayNumber(day + shift), TimeOnly.MinValue, TimeSpan.Zero).AddSeconds(seconds);

    /// <summary>What lies ahead today has a day in the tables and no hour: it counts as happening now.</summary>
    private SampleEvent NotAfterNow(SampleEvent happened) => happened.Time > now ? happened with { Time = now } : happened;
}
