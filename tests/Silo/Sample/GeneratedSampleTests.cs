using System.Security.Cryptography;
using System.Text;

using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;
using AccountTwins.Silo.Sample;
using AccountTwins.Silo.Sample.Generated;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Silo.Samples;

public sealed class GeneratedSampleTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly Lazy<List<SampleEvent>> Shipped = new(() => [.. new GeneratedSample(new SampleSize(), Now).Read()]);

    [Fact]
    public void The_same_seed_gives_the_same_bytes()
    {
        var size = new SampleSize(Accounts: 20, Days: 90);
        Assert.Equal(Hash(new GeneratedSample(size, Now)), Hash(new GeneratedSample(size, Now)));
        Assert.NotEqual(Hash(new GeneratedSample(size, Now)), Hash(new GeneratedSample(size with { Seed = 18 }, Now)));
    }

    /// <summary>Changes only when the sample is changed on purpose; then its <c>SampleId</c> changes too.</summary>
    [Fact]
    public void The_first_thousand_events_are_the_known_ones()
    {
        var sample = new GeneratedSample(new SampleSize(), Now);
        var lines = sample.Read().Take(25).Select(happened => Encoding.UTF8.GetString(Json(happened)));
        RepositoryFiles.MustEqual("tests/Golden/sample.txt", $"{string.Join('\n', lines)}\nSHA-256 of the first 1000: {Hash(sample, 1000)}\n");
    }

    [Fact]
    public void It_has_the_size_that_a_first_run_can_bear_and_its_count_is_exact()
    {
        Assert.InRange(Shipped.Value.Count, 150_000, 250_000);
        Assert.Equal(Shipped.Value.Count, new GeneratedSample(new SampleSize(), Now).Count);
        Assert.Equal(500, Shipped.Value.Select(happened => happened.Account).Distinct().Count());
    }

    [Fact]
    public void Every_family_speaks_and_no_feed_is_silent_at_the_end()
    {
        var last = Shipped.Value.GroupBy(happened => happened.Family).ToDictionary(group => group.Key, group => group.Max(happened => happened.Time));
        Assert.Equal(Enum.GetValues<Family>().Except([Family.Unspecified]).ToHashSet(), last.Keys.ToHashSet());
        Assert.All(last.Values, time => Assert.InRange(time, Now.AddDays(-4), Now));
    }

    [Fact]
    public void Events_come_in_order_of_time_end_now_and_have_identities_of_their_own()
    {
        var events = Shipped.Value;
        Assert.True(events.Zip(events.Skip(1)).All(pair => pair.First.Time <= pair.Second.Time));
        Assert.True(events[^1].Time <= Now && events[^1].Time > Now.AddHours(-6));
        Assert.Equal(events.Count, events.Select(happened => (happened.Source, happened.Id)).Distinct().Count());
    }

    [Fact]
    public void An_account_is_introduced_before_anything_else_and_then_has_a_contract()
    {
        Assert.All(Shipped.Value.GroupBy(happened => happened.Account), account =>
        {
            Assert.IsType<AccountCreated>(account.First().Fact);
            Assert.IsType<ContractSigned>(account.ElementAt(1).Fact);
        });
    }

    [Fact]
    public void Nothing_follows_a_churn()
    {
        var churned = new HashSet<string>();
        foreach (var happened in Shipped.Value)
        {
            Assert.DoesNotContain(happened.Account.Account, churned);
            if (happened.Fact is OutcomeChurned)
                churned.Add(happened.Account.Account);
        }

        Assert.InRange(churned.Count, 60, 160);
    }

    [Fact]
    public void Who_leaves_used_less_in_its_last_quarter_than_who_stays()
    {
        var left = Shipped.Value.Where(happened => happened.Fact is OutcomeChurned).ToDictionary(happened => happened.Account, happened => happened.Time);
        var seats = Shipped.Value.Where(happened => happened.Fact is ContractSigned)
            .ToDictionary(happened => happened.Account, happened => ((ContractSigned)happened.Fact).Seats!.Value);
        var usage = Shipped.Value.Where(happened => happened.Fact is UsageActivity).ToList();

        double Share(IEnumerable<SampleEvent> events) => events.Average(happened => ((UsageActivity)happened.Fact).ActiveUsers!.Value / (double)seats[happened.Account]);
        var leaving = Share(usage.Where(happened => left.TryGetValue(happened.Account, out var time) && happened.Time > time.AddDays(-90)));
        var staying = Share(usage.Where(happened => !left.ContainsKey(happened.Account)));
        Assert.True(leaving < 0.75 * staying, $"leaving {leaving:F2}, staying {staying:F2}");
    }

    [Fact]
    public void What_it_writes_can_be_read_back()
    {
        foreach (var type in Shipped.Value.GroupBy(happened => happened.Fact.SignalType))
        {
            var happened = type.First();
            var signal = Signal.Of(happened.Fact, happened.Time, happened.Source, happened.Id);
            Assert.Equal(happened.Fact, signal.Read());
        }
    }

    private static string Hash(ISample sample, int count = int.MaxValue)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var happened in sample.Read().Take(count))
            hash.AppendData(Json(happened));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static byte[] Json(SampleEvent happened) =>
        SignalWriter.Structured(happened.Account, happened.Fact, happened.Time, happened.Source, happened.Id);
}
