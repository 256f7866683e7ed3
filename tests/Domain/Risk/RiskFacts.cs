using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Risk;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;
using AccountTwins.Tests.Domain.Accounts;

namespace AccountTwins.Tests.Domain.Risk;

public class RiskFacts
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly List<Signal> _signals = [];

    [Fact]
    public void Silence_alone_opens_a_flag_that_usage_showed_first()
    {
        Use(0, 100);
        var quiet = TwinBench.Fed(_signals).Advance(Start.AddDays(130));

        Assert.Equal((RiskCause.LowHealth, Family.Usage), (quiet.Risk.Open!.Cause, quiet.Risk.Open.FirstFamily));
        Assert.InRange(quiet.Risk.Open.OpenedAt, Start.AddDays(107), Start.AddDays(120));
        Assert.Equal(TimeSpan.Zero, quiet.Risk.Open.OpenedAt.TimeOfDay);
        Assert.True(quiet.Risk.Open.ScoreTenths < 500);
    }

    [Fact]
    public void A_flag_opens_at_a_higher_score_when_a_renewal_is_near()
    {
        Use(0, 100);
        Say(new ContractSigned { Contract = "C-1", Arr = 1, Currency = "EUR", Start = new(2025, 6, 1), End = new(2026, 5, 31) }, 1);
        var near = TwinBench.Fed(_signals).Advance(Start.AddDays(130)).Risk.Open!;
        Say(new ContractRenewed { Contract = "C-1", Arr = 1, Currency = "EUR", Start = new(2026, 1, 1), End = new(2026, 12, 31) }, 2);
        var far = TwinBench.Fed(_signals).Advance(Start.AddDays(130)).Risk.Open!;

        Assert.True(near.OpenedAt < far.OpenedAt);
        Assert.InRange(near.ScoreTenths!.Value, 500, 599);
    }

    [Fact]
    public void A_replay_sees_the_silence_that_a_sweeper_saw_live()
    {
        Use(0, 100);
        var live = TwinBench.Fed(_signals);
        for (var day = 100; day < 140; day++)
            live = live.Advance(Start.AddDays(day + 0.3));
        Use(140, 160);
        live = TwinBench.Fed(live, 100, _signals[100..]);

        Assert.Equal(live.Risk, TwinBench.Fed(_signals).Risk);
    }

    [Fact]
    public void A_flag_closes_only_after_seven_calm_days()
    {
        Use(0, 100);
        Use(140, 175);
        var flag = Assert.Single(TwinBench.Fed(_signals).Risk.History);
        Assert.Equal(RiskEnd.Recovered, flag.End);

        var back = TwinBench.Fed([.. _signals.TakeWhile(signal => signal.Stamp.Time < flag.ClosedAt!.Value.AddDays(-1))]);
        Assert.NotNull(back.Risk.Open);
        Assert.Equal(TimeSpan.FromDays(7), flag.ClosedAt!.Value - back.Risk.CalmSince!.Value);
    }

    [Fact]
    public void Notice_given_opens_a_flag_at_once_with_the_signals_that_led_to_it()
    {
        Use(0, 100);
        Say(new ContractSigned { Contract = "C-1", Arr = 1, Currency = "EUR", Start = new(2026, 1, 1), End = new(2026, 12, 31) }, 1);
        Say(new SatisfactionRated(1, Comment: "third time"), 90);
        Say(new TicketEscalated("T-1", Reason: "no answer"), 95);
        Say(new ContractCancelled("C-1", Reason: "budget"), 100.5);
        var open = TwinBench.Fed(_signals).Risk.Open!;

        Assert.Equal((RiskCause.Cancellation, Family.Support), (open.Cause, open.FirstFamily));
        Assert.Equal(Start.AddDays(100.5), open.OpenedAt);
        Assert.Equal(["contract C-1 cancelled: budget", "ticket T-1 escalated: no answer", "satisfaction 1 of 5: third time"], open.Evidence.Select(signal => signal.Text));
        Assert.Equal((604, "/source", Start.AddDays(90)), (open.Evidence[0].TypeNumber, open.Evidence[0].Source, open.FirstShownAt));
    }

    [Fact]
    public void A_customer_that_left_is_watched_no_longer()
    {
        Use(0, 100);
        Say(new OutcomeChurned(), 125);
        var twin = TwinBench.Fed(_signals);

        Assert.Equal(RiskEnd.Churned, Assert.Single(twin.Risk.History).End);
        Assert.Null(twin.DueAt(Start.AddDays(126)));
        Assert.Same(twin, twin.Advance(Start.AddDays(300)));
    }

    [Fact]
    public void A_customer_that_comes_back_and_leaves_again_has_a_flag_each_time()
    {
        for (var hour = 0; hour < 9; hour += 3)
        {
            Say(new ContractSigned { Contract = "C-1", Arr = 1, Currency = "EUR", Start = new(2026, 1, 1), End = new(2027, 12, 31) }, hour / 24.0);
            Say(new ContractCancelled("C-1", Reason: "budget"), (hour + 1) / 24.0);
            Say(new OutcomeChurned(Contract: "C-1"), (hour + 2) / 24.0);
        }

        var risk = TwinBench.Fed(_signals).Risk;

        Assert.Equal(3, risk.Flags);
        Assert.All(risk.History, flag => Assert.Equal((RiskCause.Cancellation, RiskEnd.Churned), (flag.Cause, flag.End)));
    }

    [Fact]
    public void A_watched_account_is_due_after_the_next_day_begins()
    {
        Use(0, 10);
        var twin = TwinBench.Fed(_signals);
        var due = twin.DueAt(Start.AddDays(9.9))!.Value;

        Assert.InRange(due, Start.AddDays(10), Start.AddDays(10).AddHours(4));
        Assert.Null(twin.DueAt(Start.AddDays(200)));
        Assert.Null(AccountTwin.Empty(TwinBench.Key).DueAt(Start));
    }

    [Fact]
    public void An_uneventful_day_leaves_the_same_twin()
    {
        Use(0, 100);
        var twin = TwinBench.Fed(_signals);

        Assert.Same(twin, twin.Advance(Start.AddDays(101)));
        Assert.Same(twin, twin.Advance(Start.AddDays(50)));
    }

    [Fact]
    public void Flags_are_kept_up_to_a_limit()
    {
        for (var round = 0; round < 12; round++)
            Use(round * 200, round * 200 + 100);
        var risk = TwinBench.Fed(_signals).Risk;

        Assert.Equal(RiskState.HistoryMax, risk.History.Count);
        Assert.Equal(11, risk.Flags);
    }

    private void Use(int from, int to)
    {
        for (var day = from; day < to; day++)
            Say(new UsageActivity(Sessions: 40), day + 0.5);
    }

    private void Say(Fact fact, double day) => _signals.Add(Signal.Of(fact, Start.AddDays(day), "/source", $"s{_signals.Count}"));
}
