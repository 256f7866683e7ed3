using AccountTwins.Domain.Accounts;

namespace AccountTwins.Silo.Sample.Csv;

/// <summary>A row of accounts.csv. <paramref name="ChurnDate"/> is the outcome: nothing dated before it may be made from it.</summary>
internal sealed record CsvAccount(AccountKey Key, string Region, int? Seats, DateOnly Start, DateOnly? ChurnDate);

/// <summary>A row of subscriptions.csv that is a plan. <paramref name="End"/> is the first day after it.</summary>
internal sealed record CsvSubscription(int Account, string Product, DateOnly Start, DateOnly End, decimal MonthlyRevenue, int? Seats);

/// <summary>Reads who the accounts are and what they had under contract.</summary>
internal sealed class CsvAccounts
{
    /// <summary>Listed for every account of the known data set, a catalogue rather than what anybody bought.</summary>
    private static readonly string[] NoPlans = ["meetings", "search_unlimited"];

    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);

    public List<CsvAccount> All { get; } = [];

    public List<CsvSubscription> Subscriptions { get; } = [];

    public static CsvAccounts Read(string tenant, CsvFile accounts, CsvFile subscriptions)
    {
        var read = new CsvAccounts();
        foreach (var row in accounts.Read(["account_id", "start_date", "churn_date"], "country", "users", "churned"))
            read.AddAccount(tenant, row);
        foreach (var row in subscriptions.Read(["account_id", "product", "start_date", "end_date", "mrr"], "quantity", "units"))
            read.AddSubscription(row);
        return read;
    }

    /// <summary>The account that a row names in this column.</summary>
    public int Find(CsvRow row, int column) => numbers.TryGetValue(row.TextOrEmpty(column), out var number)
        ? number
        : throw row.Wrong(SampleErrors.AccountUnknown, column, $"there is no account '{row.Text(column, AccountKey.PartLengthMax)}' in the accounts");

    private void AddAccount(string tenant, CsvRow row)
    {
        var id = row.Text(0, AccountKey.PartLengthMax);
        if (!AccountKey.IsPart(id))
            throw row.Wrong(SampleErrors.ValueInvalid, 0, "an account id holds no '/'");
        if (!numbers.TryAdd(id, All.Count))
            throw row.Wrong(SampleErrors.AccountRepeated, 0, $"account '{id}' stands there twice");
        var churned = row.DateOrNull(2);
        if (churned is null && row.TextOrEmpty(5) == "1")
            throw row.Wrong(SampleErrors.ValueInvalid, 2, "a churned account needs its date");
        All.Add(new CsvAccount(new AccountKey(tenant, id), row.TextOrEmpty(3), row.IntegerOrNull(4), row.Date(1), churned));
    }

    private void AddSubscription(CsvRow row)
    {
        var account = Find(row, 0);
        var product = row.Text(1, 64);
        if (NoPlans.Contains(product))
            return;
        var (start, end) = (row.Date(2), row.Date(3));
        if (end <= start)
            throw row.Wrong(SampleErrors.ValueInvalid, 3, "a subscription ends after it starts");
        var seats = row.TextOrEmpty(6) == "users" ? row.IntegerOrNull(5) : null;
        Subscriptions.Add(new CsvSubscription(account, product, start, end, row.Decimal(4), seats));
    }
}
