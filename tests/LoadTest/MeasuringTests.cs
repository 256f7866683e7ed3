using AccountTwins.LoadTest.Load;
using AccountTwins.LoadTest.Load.Metrics;

namespace AccountTwins.Tests.LoadTest;

/// <summary>The arithmetic between what was measured and what is said of it.</summary>
public sealed class MeasuringTests
{
    [Fact]
    public void A_bar_holds_up_to_its_limit_and_never_for_what_was_not_measured()
    {
        Assert.Equal([true, true, false, false], new[] { 9, 10, 10.1, double.NaN }.Select(Bar.AtMost(10).Holds));
        Assert.Equal([false, true, true, false], new[] { 9.9, 10, 11, double.NaN }.Select(Bar.AtLeast(10).Holds));
    }

    [Fact]
    public void A_line_passes_when_all_its_bars_hold_and_says_nothing_without_one()
    {
        var line = new ReportLine("ingest", "applied", 20_000, "/s");

        Assert.Null(line.Passed);
        Assert.True((line with { Bar = Bar.AtLeast(20_000) }).Passed);
        Assert.False((line with { Bar = Bar.AtLeast(20_001) }).Passed);
        Assert.True((line with { RatioBar = Bar.AtLeast(10) }).Against("one row per signal", 2_000).Passed);
        Assert.False((line with { RatioBar = Bar.AtLeast(10) }).Against("one row per signal", 2_001).Passed);
        Assert.False((line with { RatioBar = Bar.AtLeast(10) }).Passed);
    }

    [Fact]
    public void Numbers_read_as_people_say_them()
    {
        var line = new ReportLine("ingest", "applied", 20_000, "/s") { Bar = Bar.AtLeast(40_000) }.Against("of the bare loop", 160_000);

        Assert.Equal(("20,000/s", "13 % of the bare loop", "≥ 40,000/s", "FAIL"), (line.Measured, line.Beside, line.BarText, line.Verdict));
        Assert.Equal("10.0 × one row", new ReportLine("ingest", "applied", 20_000, "/s").Against("one row", 2_000).Beside);
        Assert.Equal("≤ 5.00 ms", new ReportLine("ask", "p99", 4, "ms") { Bar = Bar.AtMost(5) }.BarText);
    }

    [Fact]
    public void What_other_guests_took_is_a_share_of_all_that_passed()
    {
        const string From = "cpu  1000 20 300 4000 50 6 7 100 9 9", To = "cpu  1500 20 400 4300 50 6 7 200 900 9";

        Assert.Equal(0.1, StolenTime.Between(From, To), 9);
        Assert.Equal(0, StolenTime.Between(From, "cpu  1500 20 400 4300 50 6 7 100 900 9"));
        Assert.True(double.IsNaN(StolenTime.Between(From, From)));
        Assert.True(double.IsNaN(StolenTime.Between("cpu 1 2 3 4", "cpu 2 3 4 5")));
        Assert.Equal("?", Numbers.AsRatio(double.NaN));
    }

    [Fact]
    public void A_percentile_is_a_value_that_was_measured()
    {
        double[] hundred = [.. Enumerable.Range(1, 100).Select(number => (double)number).Reverse()];

        Assert.Equal([50, 99, 100, 1], new[] { 0.5, 0.99, 1, 0 }.Select(share => Latencies.Percentile(hundred, share)));
        Assert.Equal(7, Latencies.Percentile([7], 0.99));
        Assert.Equal(3, Latencies.Percentile([1, 2, 3], 0.99));
        Assert.True(double.IsNaN(Latencies.Percentile([], 0.5)));
    }

    [Fact]
    public async Task An_open_loop_counts_from_the_intended_start()
    {
        var gate = new TaskCompletionSource();
        var asked = 0;
        var result = await OpenLoop.RunAsync(1_000, TimeSpan.FromMilliseconds(40), number =>
        {
            // Nobody is answered before the last question has come, 38 ms after the first was due.
            if (Interlocked.Increment(ref asked) == 40)
                gate.SetResult();
            return gate.Task;
        });

        Assert.Equal(40, result.All.Count);
        Assert.True(result.All.Max >= 36, $"{result.All.Max} ms");
        Assert.True(result.All.P50 >= 16, $"{result.All.P50} ms");
        Assert.Single(result.P99);
    }

    [Fact]
    public void Metrics_are_read_by_name_and_label_with_or_without_a_time_behind()
    {
        var page = MetricsPage.Parse("""
            # TYPE accounttwins_signals_total counter
            accounttwins_signals_total{otel_scope_name="AccountTwins",family="usage",outcome="applied"} 40
            accounttwins_signals_total{otel_scope_name="AccountTwins",family="crm",outcome="applied"} 2 1700000000000
            accounttwins_signals_total{otel_scope_name="AccountTwins",family="crm",outcome="repeated"} 5
            accounttwins_lag{topic="a} b",partition="0"} 7
            up 1
            """);

        Assert.Equal((42, 47, 7, 1), (page.Applied, page.Sum(MetricsPage.Signals), page.Sum(MetricsPage.Lag), page.Sum("up")));
        Assert.Equal(0, page.Sum("accounttwins_signals"));
    }

    [Fact]
    public void Stages_are_what_happened_between_two_looks()
    {
        static MetricsPage Page(int times) => MetricsPage.Parse($$"""
            accounttwins_signals_total{outcome="applied"} {{100 * times}}
            accounttwins_apply_duration_seconds_sum{} {{0.5 * times}}
            accounttwins_apply_duration_seconds_count{} {{10 * times}}
            accounttwins_checkpoint_duration_seconds_sum{outcome="committed"} {{4 * times}}
            accounttwins_checkpoint_duration_seconds_count{outcome="committed"} {{2 * times}}
            accounttwins_storage_write_duration_seconds_sum{end="answered"} {{1 * times}}
            accounttwins_storage_write_results_total{outcome="written"} {{50 * times}}
            """);

        var stages = StageTimes.Between(Page(1), Page(3));

        Assert.Equal((0.05, 10), (stages.ApplyCall, stages.SignalsPerCall));
        Assert.Equal((2, 4), (stages.Checkpoint, stages.Checkpoints));
        Assert.Equal((20_000, 100), (Math.Round(stages.WritePerTwin), stages.TwinsWritten));
    }
}
