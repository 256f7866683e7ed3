using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Silo.Ingestion;

namespace AccountTwins.Tests.Silo.Ingestion;

public sealed class PartitionPumpTests
{
    [Fact]
    public void An_account_that_fails_repeatedly_is_parked_while_others_go_on()
    {
        var bench = new PumpBench { Apply = (account, batch) => account == "bad" ? throw new InvalidOperationException("Broken.") : Task.FromResult(PumpBench.Applied(batch)) };
        bench.Post(0, "bad", "good");
        bench.Pass(TimeSpan.FromSeconds(30));
        bench.Post(2, "good");
        Assert.Empty(bench.Letters);
        bench.Pass(TimeSpan.FromSeconds(40));
        bench.CheckpointNow();
        Assert.Equal([(0L, "store")], bench.Letters);
        Assert.Equal([AlarmKind.AccountParked], bench.Alarms);
        Assert.Equal(2, bench.Row.Committed);
    }

    [Fact]
    public void While_the_outbox_is_full_no_signal_goes_on_and_then_all_do_in_their_order()
    {
        var bench = new PumpBench();
        bench.Post(0, "a");
        bench.CheckpointNow();
        bench.Gate.Set(isOpen: false);
        bench.Post(1, "a", "b", "a");
        bench.Pass(TimeSpan.FromMinutes(5));
        bench.CheckpointNow();
        Assert.Equal(["a>-1:0"], bench.Sent);
        Assert.Equal(0, bench.Row.Committed);
        Assert.Empty(bench.Parked);

        bench.Gate.Set(isOpen: true);
        bench.Run();
        bench.CheckpointNow();

        Assert.Equal(["a>-1:0", "a>0:1,3", "b>-1:2"], bench.Sent.Order());
        Assert.Equal(3, bench.Row.Committed);
    }

    [Fact]
    public void No_account_is_parked_while_nobody_answers()
    {
        var bench = new PumpBench { Apply = (_, _) => throw new InvalidOperationException("No silo answers.") };
        bench.Post(0, "a", "b");
        bench.Pass(TimeSpan.FromMinutes(5));
        Assert.Empty(bench.Letters);
        bench.Apply = (_, batch) => Task.FromResult(PumpBench.Applied(batch));
        bench.Pass(TimeSpan.FromSeconds(1));
        bench.CheckpointNow();
        Assert.Equal(1, bench.Row.Committed);
    }

    [Fact]
    public void A_row_that_is_refused_parks_its_account_although_it_goes_on_applying()
    {
        var bench = new PumpBench { Checkpoint = (account, offset) => Task.FromResult(account == "bad" ? new CheckpointAnswer(TwinStanding.Refused, -1) : new CheckpointAnswer(TwinStanding.Ready, offset)) };
        for (var offset = 0; offset < 6; offset += 2)
        {
            bench.Post(offset, "bad", "good");
            bench.CheckpointNow();
        }

        Assert.Equal([(0L, "store"), (2L, "store"), (4L, "store")], bench.Letters);
        bench.CheckpointNow();
        Assert.Equal(5, bench.Row.Committed);
    }

    [Fact]
    public void A_signal_that_arrives_while_its_account_is_parked_is_not_forgotten()
    {
        var acknowledged = new TaskCompletionSource();
        var bench = new PumpBench
        {
            Apply = (_, _) => Task.FromResult(new ApplyAnswer { Status = ApplyStatus.NotReady, Offset = -1, Standing = TwinStanding.Unreadable }),
            Acknowledge = () => acknowledged.Task,
        };
        bench.Post(0, "bad");
        bench.Pass(TimeSpan.FromSeconds(1));
        bench.Post(1, "bad");
        acknowledged.SetResult();
        bench.Run();
        bench.CheckpointNow();
        Assert.Equal([0L, 1L], bench.Letters.Select(letter => letter.Offset));
        Assert.Equal(1, bench.Row.Committed);
    }

    [Fact]
    public void Poison_is_committed_only_after_its_dead_letter_is_acknowledged()
    {
        var acknowledged = new TaskCompletionSource();
        var bench = new PumpBench
        {
            Apply = (_, batch) => Task.FromResult(batch.Bodies[0].Length == 0
                ? PumpBench.Applied(batch)
                : new ApplyAnswer { Status = ApplyStatus.Stopped, Offset = batch.Offsets[0], Code = "apply_failed" }),
            Acknowledge = () => acknowledged.Task,
        };
        bench.Post(0, "a");
        bench.Pass(TimeSpan.FromSeconds(2));
        bench.CheckpointNow();
        Assert.Equal(-1, bench.Row.Committed);
        acknowledged.SetResult();
        bench.Run();
        bench.CheckpointNow();
        Assert.Equal([(0L, "apply")], bench.Letters);
        Assert.Equal("a>-1:(0)", bench.Sent[^1]);
        Assert.Equal(0, bench.Row.Committed);
    }

    [Fact]
    public void A_recreated_topic_raises_an_alarm_and_is_never_committed()
    {
        var bench = new PumpBench(start: new StreamStart(1, 4, new MarkedOffset(4, 99)));
        bench.Post(4, "a", "a");
        bench.CheckpointNow();
        Assert.Equal([AlarmKind.TopicRecreated], bench.Alarms);
        Assert.Contains("halt", bench.Asked);
        Assert.Empty(bench.Sent);
        Assert.Equal(4, bench.Row.Committed);
    }

    [Fact]
    public async Task A_stopped_pump_never_looks_caught_up()
    {
        var bench = new PumpBench(start: new StreamStart(1, 4, null));
        bench.Pump.Drop();
        var behind = bench.Pump.ObserveBoundsAsync(3, bench.Clock.GetUtcNow());
        bench.Run();
        Assert.Equal(0, await behind);
        Assert.Null(bench.Pump.CaughtUpAt);
    }

    [Fact]
    public void A_full_pump_pauses_and_resumes_when_its_checkpoint_made_room()
    {
        var bench = new PumpBench(new PumpOptions { RetainedMax = 2 });
        bench.Post(0, "a", "b", "c");
        Assert.Equal(["pause", "resume"], bench.Asked);
        Assert.Equal(2, bench.Row.Committed);
    }

    [Fact]
    public void A_restored_database_is_noticed_and_replayed()
    {
        var bench = new PumpBench();
        bench.Post(0, "a", "b");
        bench.CheckpointNow();
        bench.Row = new StreamStart(1, -1, null);
        bench.Post(2, "a");
        bench.CheckpointNow();
        Assert.Equal("seek -1 as 1", bench.Asked[^1]);
        Assert.Equal(-1, bench.Row.Committed);
    }

    [Fact]
    public async Task A_drain_ends_by_its_deadline_when_no_twin_answers()
    {
        var never = new TaskCompletionSource<CheckpointAnswer>();
        var bench = new PumpBench { Checkpoint = (_, _) => never.Task };
        bench.Post(0, "a");
        var drained = bench.Pump.DrainAsync(TimeSpan.FromSeconds(2));
        bench.Run();
        bench.Pass(TimeSpan.FromSeconds(3));
        Assert.True(drained.IsCompleted);
        Assert.False(await drained);
        Assert.Equal(-1, bench.Row.Committed);
    }

    [Fact]
    public async Task A_drain_commits_what_was_taken()
    {
        var bench = new PumpBench();
        bench.Post(0, "a", "malformed");
        var drained = bench.Pump.DrainAsync(TimeSpan.FromSeconds(2));
        bench.Run();
        Assert.True(await drained);
        Assert.Equal(1, bench.Row.Committed);
        bench.Post(2, "a");
        Assert.Single(bench.Sent);
    }
}
