using System.Runtime.InteropServices;

namespace AccountTwins.Silo.Sample.Csv;

/// <summary>A row of events_daily.csv in 20 bytes: the file is sorted by account, and the sample is played in order of time.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct CsvUsageRow(int Day, int Account, int Feature, int Count, int Users);

/// <summary>All daily usage, in order of day, account and feature.</summary>
internal sealed class CsvUsage
{
    /// <summary>Rows that are held: about 200 MB.</summary>
    public const int RowsMax = 10_000_000;

    private CsvUsage(CsvUsageRow[] rows, IReadOnlyList<string> features)
    {
        Rows = rows;
        Features = features;
    }

    public IReadOnlyList<CsvUsageRow> Rows { get; }

    public IReadOnlyList<string> Features { get; }

    public static CsvUsage Read(CsvFile file, CsvAccounts accounts)
    {
        var rows = new List<CsvUsageRow>();
        var features = new List<string>();
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in file.Read(["account_id", "date", "event", "count"], "distinct_users"))
        {
            if (rows.Count == RowsMax)
                throw new SampleException(SampleErrors.TooLarge, $"{file.Name} has more than {RowsMax} rows.");
            if (!numbers.TryGetValue(row.TextOrEmpty(2), out var feature))
            {
                feature = features.Count;
                features.Add(row.Text(2, 64));
                numbers.Add(features[^1], feature);
            }

            rows.Add(new CsvUsageRow(row.Date(1).DayNumber, accounts.Find(row, 0), feature, row.Integer(3), row.IntegerOrNull(4) ?? -1));
        }

        var sorted = rows.ToArray();
        Array.Sort(sorted, (left, right) => (left.Day, left.Account, left.Feature).CompareTo((right.Day, right.Account, right.Feature)));
        return new CsvUsage(sorted, features);
    }
}
