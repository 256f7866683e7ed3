using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Accounts.Parts;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;
using AccountTwins.Domain.Streams;
using AccountTwins.Domain.Telemetry;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Domain.Accounts;

public class TwinFacts
{
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private int _next;

    [Fact]
    public void An_old_opening_does_not_reopen_a_resolved_ticket()
    {
        var twin = TwinBench.Fed(Say(new TicketResolved("T-1", Actor.Ai), 2), Say(new TicketOpened("T-1", Severity.High), 1));

        Assert.True(twin.Tickets["T-1"]!.Value.IsClosed);
        Assert.Equal(Monday.AddDays(1), twin.Tickets["T-1"]!.Value.OpenedAt);
        Assert.Equal(Severity.High, twin.Tickets["T-1"]!.Value.Severity);
    }

    [Fact]
    public void Partial_amendments_keep_each_others_terms()
    {
        var signed = new ContractSigned { Contract = "C-1", Arr = 100, Currency = "EUR", Start = new(2026, 1, 1), End = new(2026, 12, 31), Seats = 10 };
        var twin = TwinBench.Fed(
            Say(new ContractAmended { Contract = "C-1", Seats = 30 }, 3),
            Say(new ContractAmended { Contract = "C-1", Arr = 150, Currency = "EUR" }, 2),
            Say(signed, 1));

        Assert.Equal((150m, 30L), (twin.Contract!.Value.Arr, twin.Contract.Value.Seats));
        Assert.Equal(new DateOnly(2026, 12, 31), twin.Contract.Value.EndsOn);
    }

    [Fact]
    public void The_contract_in_force_that_ends_last_is_the_current_one()
    {
        var twin = TwinBench.Fed(
            Say(new ContractSigned { Contract = "C-1", Arr = 1, Currency = "EUR", Start = new(2026, 1, 1), End = new(2028, 1, 1) }, 1),
            Say(new ContractSigned { Contract = "C-2", Arr = 2, Currency = "EUR", Start = new(2026, 1, 1), End = new(2027, 1, 1) }, 2),
            Say(new ContractCancelled("C-1"), 3));

        Assert.Equal("C-2", twin.Contract!.Value.Id);
        Assert.Equal("ledger", TwinBench.Fed(Say(new ContractSigned { Contract = "C", Arr = 1, Currency = "EUR", Start = new(2026, 1, 1), End = new(2027, 1, 1), Products = [new("ledger", null, "premium")] }, 1)).Contract!.Value.Products[0].Product);
    }

    [Fact]
    public void Closed_tickets_go_first_and_what_went_does_not_come_back()
    {
        var signals = new List<Signal> { Say(new TicketOpened("open"), 0) };
        for (var number = 0; number < 50; number++)
        {
            signals.Add(Say(new TicketOpened($"T-{number}"), number + 1));
            signals.Add(Say(new TicketResolved($"T-{number}", Actor.Human), number + 1.5));
        }

        signals.Add(Say(new TicketOpened("T-0"), 1.1));
        var twin = TwinBench.Fed(signals);

        Assert.False(twin.Tickets["open"]!.Value.IsClosed);
        Assert.Null(twin.Tickets["T-0"]);
        Assert.Equal(Ticket.ClosedLimit + 1, twin.Tickets.Count);
        Assert.Equal(51, twin.Tickets.Evicted + twin.Tickets.Count - 1);
    }

    [Fact]
    public void More_than_64_open_tickets_push_out_the_oldest()
    {
        var twin = TwinBench.Fed([.. Enumerable.Range(0, 72).Select(number => Say(new TicketOpened($"T-{number}"), number))]);

        Assert.Equal((64, 8L), (twin.Tickets.Count, twin.Tickets.Evicted));
        Assert.Null(twin.Tickets["T-7"]);
        Assert.Equal(72ul, twin.Measures[Measure.TicketsOpened]!.Value.Total);
    }

    [Fact]
    public void Identities_are_remembered_up_to_their_limit()
    {
        var signals = Enumerable.Range(0, 129).Select(number => Say(new UsageActivity(Count: 1), number / 1000.0)).ToArray();
        var twin = TwinBench.Fed(signals);
        var again = TwinBench.Fed(twin, 200, [signals[1], signals[128], signals[0]]);

        Assert.Equal(129ul, twin.Measures[Measure.UsageEvents]!.Value.Total);
        Assert.Equal(130ul, again.Measures[Measure.UsageEvents]!.Value.Total);
    }

    [Fact]
    public void The_timeline_keeps_the_newest_by_their_own_time()
    {
        var twin = TwinBench.Fed([.. Enumerable.Range(0, 50).Reverse().Select(number => Say(new TicketOpened($"T-{number}"), number))]);

        Assert.Equal(Timeline.Limit, twin.Timeline.Entries.Count);
        Assert.Equal("ticket T-18 opened", twin.Timeline.Entries[0].Text);
        Assert.Equal("ticket T-49 opened", twin.Timeline.Entries[^1].Text);
    }

    [Fact]
    public void A_signal_that_throws_stops_the_batch_in_front_of_it()
    {
        var bad = Say(new TicketOpened("T-2"), 2) with { Body = [1, 2, 3] };
        var outcome = TwinBench.Twin.Apply(1, -1, [new(5, Say(new TicketOpened("T-1"), 1)), new(6, bad), new(7, Say(new TicketOpened("T-3"), 3))]);

        var stopped = Assert.IsType<ApplyOutcome.Stopped>(outcome);
        Assert.Equal((6L, 1, 5L), (stopped.Offset, stopped.Count, stopped.Twin.Positions[1]));
        Assert.NotNull(stopped.Twin.Tickets["T-1"]);
    }

    [Fact]
    public void Over_http_the_others_are_applied_around_one_that_throws()
    {
        var bad = Say(new TicketOpened("T-2"), 2) with { Body = [1, 2, 3] };
        var heartbeat = Say(new FeedHeartbeat(Family.Usage), 2);
        var outcome = TwinBench.Twin.Accept([Say(new TicketOpened("T-1"), 1), bad, heartbeat, Say(new TicketOpened("T-3"), 3)]);

        Assert.Equal([1, 2], outcome.Failures.Select(failure => failure.Index));
        Assert.Equal((2, 0), (outcome.Applied, outcome.Repeated.Length));
        Assert.Equal(["T-1", "T-3"], outcome.Twin.Tickets.Select(ticket => ticket.Id));
        Assert.Null(outcome.Twin.Provenance[Family.Unspecified]);
    }

    [Fact]
    public void Every_type_of_the_catalogue_but_the_heartbeat_has_a_rule()
    {
        foreach (var line in File.ReadLines(Path.Combine(RepositoryFiles.Root, "tests/Golden/signals/bodies.txt")))
        {
            var signal = Signal.Unpack(Convert.FromHexString(line.Split(' ')[1]));
            if (signal.Family == Family.Unspecified)
                continue;
            var twin = TwinBench.Fed(signal);
            Assert.Equal(1, twin.Provenance.CountOf(signal.Type.Number));
            Assert.Equal(signal.Source, twin.Provenance[signal.Family]!.Value.Source);
        }
    }

    private Signal Say(Fact fact, double days) => Signal.Of(fact, Monday.AddDays(days), "/crm", $"s{_next++}");
}
