using System.IO.Compression;
using System.Text;

using AccountTwins.Domain.Signals.Facts;
using AccountTwins.Silo.Sample;
using AccountTwins.Silo.Sample.Csv;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Silo.Samples;

public sealed class CsvSampleTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);
    private readonly string folder = Directory.CreateTempSubdirectory("sample-").FullName;

    public CsvSampleTests()
    {
        Write("accounts.csv", "account_id,channel,country,users,start_date,churned,churn_date\na,web,DE,18,2022-01-15,0,\nb,web,None,4,2022-01-16,1,2022-02-16\n");
        Write("subscriptions.csv", """
            account_id,product,start_date,end_date,mrr,quantity,units
            a,basic_mthly,2022-01-15,2022-02-15,200.0,10,users
            a,meetings,2022-01-15,2022-02-15,300,5000,schedule_meeting
            a,premier_annual,2022-02-15,2023-02-15,400.5,20,users
            b,basic_mthly,2022-01-16,2022-02-16,100,4,users

            """);
        Write("events_daily.csv", "account_id,date,event,count,distinct_users,value_sum\na,2022-01-15,quote,8,7,\na,2022-02-16,quote,5,3,1.5\nb,2022-01-20,\"call, lead\",2,1,\n");
    }

    [Fact]
    public void Tables_become_signals_in_order_of_time_and_end_today()
    {
        var told = CsvSample.Open(folder, Now).Read().Select(happened => $"{(Now.Date - happened.Time.UtcDateTime.Date).Days} {happened.Account} {happened.Fact.SignalType}");
        Assert.Equal(
            [
                "32 default/a crm.account_created.v1", "32 default/a contract.signed.v1", "32 default/a usage.activity.v1",
                "31 default/b crm.account_created.v1", "31 default/b contract.signed.v1", "27 default/b usage.activity.v1",
                "1 default/a contract.renewed.v1", "0 default/a usage.activity.v1", "0 default/b outcome.churned.v1",
            ],
            told);
    }

    [Fact]
    public void A_plan_is_a_contract_by_the_year_and_an_add_on_is_none()
    {
        var facts = CsvSample.Open(folder, Now).Read().Select(happened => happened.Fact).ToList();
        var signed = facts.OfType<ContractSigned>().First();
        Assert.Equal((2400.00m, "USD", 10), (signed.Arr!.Value, signed.Currency, signed.Seats!.Value));
        Assert.Equal(30, signed.End!.Value.DayNumber - signed.Start!.Value.DayNumber);
        Assert.Equal(4806.00m, Assert.Single(facts.OfType<ContractRenewed>()).Arr);
        Assert.Equal(-1200m, Assert.Single(facts.OfType<OutcomeChurned>()).ArrDelta);
        Assert.Equal(new UsageActivity(1, Feature: "call, lead", Count: 2), facts.OfType<UsageActivity>().ElementAt(1));
    }

    [Fact]
    public void Nothing_before_its_day_knows_who_churned()
    {
        var churned = Told();
        Write("accounts.csv", "account_id,channel,country,users,start_date,churned,churn_date\na,web,DE,18,2022-01-15,0,\nb,web,None,4,2022-01-16,0,\n");
        var stayed = Told();
        Assert.Equal(churned.Where(line => !line.Contains("churned", StringComparison.Ordinal)), stayed);

        List<string> Told() => [.. CsvSample.Open(folder, Now).Read().Select(happened => $"{happened.Time:O} {happened.Id} {happened.Fact}")];
    }

    [Fact]
    public void A_gzipped_table_reads_the_same()
    {
        var plain = CsvSample.Open(folder, Now).Read().ToList();
        var text = File.ReadAllBytes(Path.Combine(folder, "events_daily.csv"));
        File.Delete(Path.Combine(folder, "events_daily.csv"));
        using (var packed = new GZipStream(File.Create(Path.Combine(folder, "events_daily.csv.gz")), CompressionLevel.Fastest))
            packed.Write(text);
        Assert.Equal(plain, CsvSample.Open(folder, Now).Read().ToList());
    }

    [Theory]
    [InlineData("accounts.csv", "account_id,start_date\na,2022-01-15", "accounts.csv line 1: there is no column churn_date", SampleErrors.ColumnMissing)]
    [InlineData("accounts.csv", "account_id,start_date,churn_date\na/b,2022-01-15,", "line 2, column account_id", SampleErrors.ValueInvalid)]
    [InlineData("accounts.csv", "account_id,start_date,churn_date\na,2022-01-15,\na,2022-01-15,", "line 3, column account_id", SampleErrors.AccountRepeated)]
    [InlineData("accounts.csv", "account_id,start_date,churn_date,churned\na,2022-01-15,,1", "line 2, column churn_date", SampleErrors.ValueInvalid)]
    [InlineData("subscriptions.csv", "account_id,product,start_date,end_date,mrr\na,p,2022-01-15,2022-02-15,x", "subscriptions.csv line 2, column mrr: 'x' is not an amount", SampleErrors.ValueInvalid)]
    [InlineData("subscriptions.csv", "account_id,product,start_date,end_date,mrr\na,p,2022-01-15,2022-01-15,1", "line 2, column end_date", SampleErrors.ValueInvalid)]
    [InlineData("events_daily.csv", "account_id,date,event,count\na,2022-1-5,e,1", "events_daily.csv line 2, column date: '2022-1-5' is not a date", SampleErrors.ValueInvalid)]
    [InlineData("events_daily.csv", "account_id,date,event,count\nz,2022-01-05,e,1", "line 2, column account_id: there is no account 'z'", SampleErrors.AccountUnknown)]
    [InlineData("events_daily.csv", "account_id,date,event,count\na,2022-01-05,e,-1", "line 2, column count", SampleErrors.ValueInvalid)]
    [InlineData("events_daily.csv", "account_id,date,event,count\na,2022-01-05,e", "line 2: 3 values under 4 columns", SampleErrors.RowInvalid)]
    [InlineData("events_daily.csv", "account_id,date,event,count\na,2022-01-05,\"e,1", "line 2: a quote is not closed", SampleErrors.RowInvalid)]
    [InlineData("events_daily.csv", "", "events_daily.csv is empty", SampleErrors.FileUnreadable)]
    public void What_is_wrong_is_named_with_file_line_column_and_code(string file, string content, string message, string code)
    {
        Write(file, content);
        var error = Assert.Throws<SampleException>(() => CsvSample.Open(folder, Now));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(code, error.Code);
    }

    [Fact]
    public void A_missing_or_broken_file_is_named()
    {
        File.Delete(Path.Combine(folder, "events_daily.csv"));
        Assert.Equal(SampleErrors.FileMissing, Assert.Throws<SampleException>(() => CsvSample.Open(folder, Now)).Code);
        Write("events_daily.csv.gz", "no gzip");
        Assert.Equal(SampleErrors.FileUnreadable, Assert.Throws<SampleException>(() => CsvSample.Open(folder, Now)).Code);
    }

    /// <summary>Somebody else's data, where the machine has it.</summary>
    [SomebodysDataFact]
    public void A_real_data_set_is_played_whole()
    {
        var sample = CsvSample.Open(SomebodysDataFactAttribute.Folder!, Now);
        var events = sample.Read().ToList();
        Assert.Equal(sample.Count, events.Count);
        Assert.Equal(488_368, events.Count(happened => happened.Fact is UsageActivity));
        Assert.Equal((632, 152), (events.Count(happened => happened.Fact is AccountCreated), events.Count(happened => happened.Fact is OutcomeChurned)));
        Assert.Equal(4502, events.Count(happened => happened.Fact is ContractSigned or ContractRenewed));
        Assert.True(events.Zip(events.Skip(1)).All(pair => pair.First.Time <= pair.Second.Time));
        Assert.Equal(Now.Date, events[^1].Time.UtcDateTime.Date);
        Assert.Equal(events.Count, events.Select(happened => (happened.Source, happened.Id)).Distinct().Count());
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private void Write(string name, string content) => File.WriteAllText(Path.Combine(folder, name), content, new UTF8Encoding(false));

    private sealed class SomebodysDataFactAttribute : FactAttribute
    {
        public SomebodysDataFactAttribute()
        {
            if (Folder is null)
                Skip = "the crm5 data set is not in a folder shared/data beside the checkout.";
        }

        public static string? Folder { get; } = RepositoryFiles.SharedData("crm5");
    }
}
