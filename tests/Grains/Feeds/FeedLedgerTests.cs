using AccountTwins.Grains.Feeds;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.State;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Grains.Feeds;

public sealed class FeedLedgerTests
{
    private readonly FakeClock clock = new();
    private readonly FeedLedger ledger;

    public FeedLedgerTests() => ledger = new FeedLedger(7, clock);

    private long Now => clock.GetUtcNow().UtcTicks;

    [Fact]
    public void The_newest_moment_wins_whatever_the_order_of_reports()
    {
        var random = new Random(42);
        var reports = Enumerable.Range(0, 60).Select(number => Report(
            $"silo{number % 3}",
            [new FeedTenant { Tenant = $"t{random.Next(5)}", HeardTicks = [0, Now - random.Next(1000), random.Next(2) == 0 ? 0 : Now - random.Next(1000)] }],
            [new FeedPartition { Topic = "usage", Partition = random.Next(4), CaughtUpTicks = Now - random.Next(1000) }])).ToArray();
        var other = new FeedLedger(8, clock);

        foreach (var report in reports)
            ledger.Exchange(report);
        foreach (var report in reports.OrderBy(_ => random.Next()).Concat(reports.Take(20)))
            other.Exchange(report);

        Assert.Equal(Text(ledger.Capture()), Text(other.Capture()));
    }

    [Fact]
    public void A_silo_gets_what_changed_since_it_last_asked_and_all_from_another_incarnation()
    {
        ledger.Exchange(Report("a", [Tenant("t1", Now)]));
        var first = ledger.Exchange(Report("b", []));
        ledger.Exchange(Report("a", [Tenant("t2", Now)]));

        var since = ledger.Exchange(Report("b", []) with { KnownEpoch = first.Epoch, KnownVersion = first.Version });
        var foreign = ledger.Exchange(Report("b", []) with { KnownEpoch = 99, KnownVersion = first.Version });

        Assert.Equal(["t1"], first.Tenants.Select(tenant => tenant.Tenant));
        Assert.Equal(["t2"], since.Tenants.Select(tenant => tenant.Tenant));
        Assert.Equal(["t1", "t2"], foreign.Tenants.Select(tenant => tenant.Tenant).Order());
    }

    [Fact]
    public void A_moment_in_the_future_counts_as_now()
    {
        ledger.Exchange(Report("a", [Tenant("t", Now + TimeSpan.TicksPerHour)], [new FeedPartition { Topic = "usage", Partition = 0, CaughtUpTicks = Now + 5 }]));

        var record = ledger.Capture();

        Assert.Equal(Now, record.Tenants.Single().HeardTicks[1]);
        Assert.Equal(Now, record.Partitions.Single().CaughtUpTicks);
    }

    [Fact]
    public void Repeating_a_report_changes_nothing_that_storage_must_follow()
    {
        var report = Report("a", [Tenant("t", Now)], [new FeedPartition { Topic = "usage", Partition = 0, CaughtUpTicks = 0 }]);
        ledger.Exchange(report);
        var changes = ledger.Changes;

        ledger.Exchange(report);

        Assert.Equal(changes, ledger.Changes);
    }

    [Fact]
    public void A_retired_partition_is_forgotten_and_others_stay()
    {
        var (kept, gone) = (new FeedPartition { Topic = "usage", Partition = 0, CaughtUpTicks = Now }, new FeedPartition { Topic = "usage", Partition = 1, CaughtUpTicks = 5 });
        ledger.Exchange(Report("a", [], [kept, gone]));

        var book = ledger.Exchange(Report("a", []) with { Retired = [gone] });

        Assert.Equal([kept], book.Partitions);
    }

    [Fact]
    public void Tenants_beyond_the_bound_are_counted_and_the_known_ones_go_on()
    {
        ledger.Exchange(Report("a", [.. Enumerable.Range(0, FeedBook.TenantsMax).Select(number => Tenant($"t{number}", 1))]));

        var book = ledger.Exchange(Report("a", [Tenant("one-more", 1), Tenant("t0", 2)]));

        Assert.Equal(1, ledger.Refused);
        Assert.Equal(FeedBook.TenantsMax, book.Tenants.Length);
        Assert.Equal(2, book.Tenants.Single(tenant => tenant.Tenant == "t0").HeardTicks[1]);
    }

    [Fact]
    public void Only_silos_that_still_report_are_listed()
    {
        ledger.Exchange(Report("b", []));
        clock.Advance(FeedLedger.SiloGoneAfter);
        Assert.Equal(["a", "b"], ledger.Exchange(Report("a", [])).Silos);

        clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(["a"], ledger.Exchange(Report("a", [])).Silos);
    }

    [Fact]
    public void A_record_of_a_newer_schema_is_refused() =>
        Assert.Throws<NotSupportedException>(() => ledger.Load(new FeedRecord { SchemaVersion = FeedRecord.CurrentSchema + 1 }));

    internal static FeedReport Report(string silo, FeedTenant[] tenants, FeedPartition[]? partitions = null) =>
        new() { Silo = silo, KnownEpoch = 0, KnownVersion = 0, Tenants = tenants, Partitions = partitions ?? [] };

    internal static FeedTenant Tenant(string name, long usageTicks) => new() { Tenant = name, HeardTicks = [0, usageTicks] };

    private static string Text(FeedRecord record) => string.Join('\n', record.Tenants.Select(tenant => $"{tenant.Tenant}: {string.Join(',', tenant.HeardTicks.Skip(1))}")
        .Concat(record.Partitions.Select(each => $"{each.Topic}/{each.Partition}: {each.CaughtUpTicks}")).Order());
}
