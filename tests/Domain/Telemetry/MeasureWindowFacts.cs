using AccountTwins.Domain.Telemetry;

namespace AccountTwins.Tests.Domain.Telemetry;

public class MeasureWindowFacts
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(Measure.UsageEvents)]
    [InlineData(Measure.ActiveUsers)]
    public void Any_order_of_the_same_amounts_gives_the_same_window(Measure measure)
    {
        for (var seed = 1; seed <= 200; seed++)
        {
            var random = new Random(seed);
            var amounts = Enumerable.Range(0, random.Next(1, 120))
                .Select(_ => (Day: MeasureWindow.DayOf(Start) + random.Next(random.Next(2) == 0 ? 60 : 1500), Amount: Amount(random)))
                .ToArray();
            var first = Of(measure, amounts);
            random.Shuffle(amounts);

            Assert.True(first.Equals(Of(measure, amounts)), $"seed {seed}");
        }
    }

    [Fact]
    public void Buckets_hold_the_last_35_days_and_nothing_older()
    {
        var first = MeasureWindow.DayOf(Start);
        var window = Of(Measure.UsageEvents, [.. Enumerable.Range(0, 100).Select(day => (first + day, (uint)day))]);

        Assert.Equal(99u, window[first + 99]);
        Assert.Equal(65u, window[first + 65]);
        Assert.Equal(0u, window[first + 64]);
        Assert.Equal(0u, window[first + 100]);
        Assert.Equal(4950ul, window.Total);
        Assert.Equal(99ul + 98, window.SumOver(2, Start.AddDays(99.5)));
    }

    [Fact]
    public void Steady_use_reads_as_its_own_rate_from_the_first_days_on()
    {
        var first = MeasureWindow.DayOf(Start);
        foreach (var days in new[] { 1, 3, 30, 400, 1000 })
        {
            var window = Of(Measure.Sessions, [.. Enumerable.Range(0, days).Select(day => (first + day, 40u))]);
            var endOfLastDay = Start.AddDays(days).AddTicks(-1);

            Assert.Equal(40, window.PerDay(Decay.Fast, endOfLastDay), 1.0);
            Assert.Equal(40, window.PerDay(Decay.Slow, endOfLastDay), 1.0);
        }
    }

    [Fact]
    public void Decayed_average_equals_the_one_computed_from_every_day()
    {
        var random = new Random(7);
        var first = MeasureWindow.DayOf(Start);
        var amounts = Enumerable.Range(0, 700).Select(day => (Day: first + day, Amount: (uint)random.Next(500))).ToArray();
        var window = Of(Measure.UsageEvents, amounts);
        var now = Start.AddDays(710.25);

        foreach (var decay in new[] { Decay.Fast, Decay.Slow })
        {
            var today = first + 710;
            var sum = amounts.Sum(item => item.Amount * Math.Pow(2, -(double)(today - item.Day) / decay.HalfLifeDays));
            var weight = 0.25 + Enumerable.Range(1, 710).Sum(age => Math.Pow(2, -(double)age / decay.HalfLifeDays));

            Assert.Equal(sum / weight, window.PerDay(decay, now), sum / weight * 0.001);
        }
    }

    [Fact]
    public void Half_of_the_fast_average_is_left_after_seven_quiet_days()
    {
        var first = MeasureWindow.DayOf(Start);
        var window = Of(Measure.UsageEvents, [.. Enumerable.Range(0, 300).Select(day => (first + day, 10u))]);
        var before = window.PerDay(Decay.Fast, Start.AddDays(300));

        Assert.Equal(before / 2, window.PerDay(Decay.Fast, Start.AddDays(307)), 0.001);
        Assert.Equal(before / 2, window.PerDay(Decay.Slow, Start.AddDays(328)), 0.05);
    }

    [Fact]
    public void Active_users_of_a_day_are_its_largest_report()
    {
        var day = MeasureWindow.DayOf(Start);
        var window = Of(Measure.ActiveUsers, [(day, 12), (day, 30), (day, 7)]);

        Assert.Equal(30u, window[day]);
        Assert.Equal(30, window.PerDay(Decay.Fast, Start.AddHours(30).AddDays(-1)), 0.001);
    }

    [Fact]
    public void Amounts_saturate_instead_of_wrapping()
    {
        var day = MeasureWindow.DayOf(Start);
        var window = Of(Measure.AiCostMicros, [(day, uint.MaxValue), (day, uint.MaxValue)]);

        Assert.Equal(uint.MaxValue, window[day]);
        Assert.Equal(2ul * uint.MaxValue, window.Total);
    }

    [Fact]
    public void Adding_to_a_draft_leaves_the_sealed_windows_alone()
    {
        var day = MeasureWindow.DayOf(Start);
        var draft = new MeasureWindowsDraft(MeasureWindows.Empty);
        draft.Add(Measure.Sessions, day, 1);
        var one = draft.Seal();
        draft.Add(Measure.Sessions, day, 1);
        draft.Add(Measure.UsageEvents, day, 5);
        var two = draft.Seal();

        Assert.Equal(1u, one[Measure.Sessions]!.Value[day]);
        Assert.Null(one[Measure.UsageEvents]);
        Assert.Equal(2u, two[Measure.Sessions]!.Value[day]);
    }

    [Fact]
    public void Weights_are_the_stored_ones()
    {
        ulong checksum = 17;
        for (var day = 0; day < Decay.Slow.EpochDays; day++)
            checksum = unchecked(checksum * 31 + Decay.Slow.WeightOf(day) + Decay.Fast.WeightOf(day));

        Assert.Equal(WeightsChecksum, checksum);
    }

    /// <summary>Stored sums are made of these weights: another table would read them wrongly.</summary>
    private const ulong WeightsChecksum = 15967199283661497831;

    private static uint Amount(Random random) => random.Next(10) == 0 ? uint.MaxValue : (uint)random.Next(1000);

    private static MeasureWindow Of(Measure measure, IEnumerable<(int Day, uint Amount)> amounts)
    {
        var draft = new MeasureWindowsDraft(MeasureWindows.Empty);
        foreach (var (day, amount) in amounts)
            draft.Add(measure, day, amount);
        return draft.Seal()[measure]!.Value;
    }
}
