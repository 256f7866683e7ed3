using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Ingestion;
using AccountTwins.Silo.Storage;

namespace AccountTwins.Tests.Silo.Ingestion;

/// <summary>A database that comes back as an older copy, under a pump and twins that remember more.</summary>
public sealed class RestoredDatabaseTests
{
    private static readonly StreamStart AtTen = new(1, 10, null);

    [Fact]
    public void A_twin_is_met_once_and_not_compared_again_while_the_store_stays()
    {
        var bench = new PumpBench { Recheck = _ => Ready(1) };
        for (var offset = 0; offset < 20; offset += 2)
        {
            bench.Post(offset, "a", "b");
            bench.CheckpointNow();
        }

        Assert.Equal(19, bench.Row.Committed);
        Assert.Equal(["a", "b"], bench.Rechecked);
    }

    [Fact]
    public void A_batch_names_what_the_twin_held_when_they_met()
    {
        var bench = new PumpBench(start: AtTen) { Recheck = _ => Ready(7) };
        bench.Post(11, "a");
        Assert.Equal(["a>7:11"], bench.Sent);
    }

    [Fact]
    public void Nothing_is_sent_to_a_twin_read_from_a_copy_older_than_the_pump()
    {
        var bench = new PumpBench(start: AtTen) { Recheck = _ => Ready(3) };
        bench.Row = new StreamStart(1, 5, null);
        bench.Post(11, "a");
        Assert.Empty(bench.Sent);
        Assert.Equal(["seek 5 as 1"], bench.Asked);
    }

    [Fact]
    public void A_twin_that_comes_back_older_than_the_pump_met_it_is_read_again()
    {
        var bench = new PumpBench(start: AtTen)
        {
            Recheck = _ => Ready(8),
            Apply = (_, _) => Task.FromResult(new ApplyAnswer { Status = ApplyStatus.Behind, Offset = 3 }),
        };
        bench.Post(11, "a");
        Assert.Equal(["seek 10 as 1"], bench.Asked);
    }

    [Fact]
    public void Twins_are_compared_again_after_an_outage_that_only_a_checkpoint_with_nothing_to_do_has_seen()
    {
        var answer = new TaskCompletionSource<ApplyAnswer>();
        var bench = new PumpBench();
        bench.Post(0, "a");
        bench.CheckpointNow();
        bench.Apply = (_, _) => answer.Task;
        bench.Post(1, "a");
        bench.ReadFails = new StoreUnavailableException("The store is away.");
        bench.CheckpointNow();
        bench.ReadFails = null;
        answer.SetResult(new ApplyAnswer { Status = ApplyStatus.Applied, Offset = 1, Applied = 1 });
        bench.Run();
        bench.Recheck = _ => Ready(1);

        bench.CheckpointNow();
        Assert.Equal(["a", "a"], bench.Rechecked);
        Assert.Equal(1, bench.Row.Committed);
    }

    [Fact]
    public void Twins_are_compared_again_after_an_outage_that_only_another_twins_meeting_has_seen()
    {
        var bench = new PumpBench { Recheck = account => account == "b" ? Task.FromResult(new CheckpointAnswer(TwinStanding.StoreUnavailable, -1)) : Ready(-1) };
        bench.Post(0, "a", "b");
        bench.Recheck = _ => Ready(1);
        bench.Pass(TimeSpan.FromSeconds(1));

        bench.CheckpointNow();
        Assert.Equal(2, bench.Rechecked.Count(account => account == "a"));
        Assert.Equal(1, bench.Row.Committed);
    }

    [Fact]
    public void A_copy_that_does_not_know_the_stream_makes_its_consumer_start_anew()
    {
        var bench = new PumpBench(start: AtTen) { ReadFails = new StreamUnknownException(1) };
        bench.Post(11, "a");
        Assert.Empty(bench.Sent);
        Assert.Contains("restart", bench.Asked);
    }

    [Fact]
    public void What_another_activation_claims_is_compared_with_its_own_row()
    {
        var (met, other) = (Guid.NewGuid(), Guid.NewGuid());
        var bench = new PumpBench
        {
            Recheck = _ => Task.FromResult(new CheckpointAnswer(TwinStanding.Ready, -1, met)),
            Checkpoint = (_, offset) => Task.FromResult(new CheckpointAnswer(TwinStanding.Ready, offset, other)),
        };
        bench.Post(0, "a");
        bench.Recheck = _ => Task.FromResult(new CheckpointAnswer(TwinStanding.Superseded, 0, other));
        bench.CheckpointNow();
        Assert.Equal(["a", "a"], bench.Rechecked);
        Assert.Equal(-1, bench.Row.Committed);
    }

    [Fact]
    public void Twins_met_together_share_the_readings_of_the_position()
    {
        var waiting = new TaskCompletionSource<CheckpointAnswer>();
        var bench = new PumpBench(start: AtTen) { Recheck = _ => waiting.Task };
        bench.Post(11, [.. Enumerable.Range(0, 100).Select(number => $"account-{number}")]);
        waiting.SetResult(new CheckpointAnswer(TwinStanding.Ready, -1));
        bench.Run();
        bench.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(100, bench.Sent.Count);
        Assert.Equal(2, bench.Reads);
    }

    private static Task<CheckpointAnswer> Ready(long position) => Task.FromResult(new CheckpointAnswer(TwinStanding.Ready, position));
}
