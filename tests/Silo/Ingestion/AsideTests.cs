using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Ingestion;

namespace AccountTwins.Tests.Silo.Ingestion;

/// <summary>No position goes past a signal that its twin lacks, unless the account's mark says so for good.</summary>
public sealed class AsideTests
{
    private static readonly AccountKey Bad = new("t", "bad");

    [Fact]
    public void A_position_goes_past_parked_signals_only_when_their_account_is_marked()
    {
        var bench = new PumpBench { Apply = Unreadable };
        bench.Aside.Before = () => throw new StoreUnavailableException("away");
        bench.Post(0, "bad", "good", "bad");
        bench.Pass(TimeSpan.FromSeconds(30));
        bench.CheckpointNow();
        Assert.Equal([(0L, "store"), (2L, "store")], bench.Letters);
        Assert.Equal(-1, bench.Row.Committed);

        bench.Aside.Before = () => Task.CompletedTask;
        bench.Recheck = _ => Task.FromResult(new CheckpointAnswer(TwinStanding.Ready, 1));
        bench.Pass(TimeSpan.FromSeconds(1));
        bench.CheckpointNow();
        Assert.Equal(2, bench.Letters.Count);
        Assert.Equal(("twin_unreadable", 2L), (bench.Aside.Find(Bad)!.Code, bench.Aside.Find(Bad)!.Signals));
        Assert.Equal(2, bench.Row.Committed);
    }

    [Fact]
    public void A_signal_that_cannot_be_applied_marks_its_account_and_one_that_is_none_does_not()
    {
        var bench = new PumpBench
        {
            Apply = (_, batch) => Task.FromResult(batch.Bodies[0].Length == 0
                ? PumpBench.Applied(batch)
                : new ApplyAnswer { Status = ApplyStatus.Stopped, Offset = batch.Offsets[0], Code = "apply_failed" }),
        };
        var isMarked = false;
        bench.Aside.Before = () => isMarked ? Task.CompletedTask : throw new StoreUnavailableException("away");
        bench.Post(0, "malformed", "bad");
        bench.Pass(TimeSpan.FromSeconds(5));
        bench.CheckpointNow();
        Assert.Equal(0, bench.Row.Committed);

        isMarked = true;
        bench.Pass(TimeSpan.FromSeconds(1));
        bench.CheckpointNow();
        Assert.Equal(1, bench.Row.Committed);
        Assert.Equal(("apply_failed", 1L), (bench.Aside.Find(Bad)!.Code, bench.Aside.Find(Bad)!.Signals));
        Assert.Equal(["bad"], bench.Parked.Select(parked => parked.Account));
    }

    [Fact]
    public async Task A_mark_that_an_older_copy_of_the_database_lacks_is_written_again_before_the_position()
    {
        var bench = new PumpBench { Apply = Unreadable, Checkpoint = (_, _) => Task.FromResult(new CheckpointAnswer(TwinStanding.StoreUnavailable, -1)) };
        bench.Post(0, "bad", "good");
        bench.Pass(TimeSpan.FromSeconds(3));
        Assert.False(await bench.CheckpointNow());
        Assert.True(await bench.Aside.TryRemoveAsync(Bad, bench.Aside.Find(Bad)!, CancellationToken.None));

        bench.Checkpoint = (_, offset) => Task.FromResult(new CheckpointAnswer(TwinStanding.Ready, offset));
        bench.Recheck = _ => Task.FromResult(new CheckpointAnswer(TwinStanding.Ready, 1));
        Assert.True(await bench.CheckpointNow());

        Assert.Equal(1, bench.Row.Committed);
        Assert.NotNull(bench.Aside.Find(Bad));
    }

    [Fact]
    public async Task A_pump_that_went_back_writes_its_marks_again_although_the_twin_is_past_their_signals()
    {
        var bench = new PumpBench { Apply = Unreadable };
        bench.Post(0, "bad", "good");
        bench.Pass(TimeSpan.FromSeconds(3));
        bench.Pump.RequestRewind("restored");
        bench.Run();
        Assert.True(await bench.Aside.TryRemoveAsync(Bad, bench.Aside.Find(Bad)!, CancellationToken.None));

        bench.Apply = (_, batch) => Task.FromResult(PumpBench.Applied(batch));
        bench.Pump.Post([PumpBench.MessageOf(0, "bad") with { Epoch = 1 }, PumpBench.MessageOf(1, "good") with { Epoch = 1 }]);
        bench.Run();
        await bench.CheckpointNow();

        Assert.Equal(1, bench.Row.Committed);
        Assert.Single(bench.Letters);
        Assert.NotNull(bench.Aside.Find(Bad));
    }

    [Fact]
    public void A_twin_that_could_not_be_told_is_told_again_although_no_signal_comes()
    {
        var bench = new PumpBench { Apply = Unreadable, ParkFails = new TimeoutException("Busy.") };
        bench.Post(0, "bad", "good");
        bench.Pass(TimeSpan.FromSeconds(3));
        bench.ParkFails = null;
        var before = bench.Parked.Count;
        bench.Pass(TimeSpan.FromSeconds(3));
        Assert.Equal(before + 1, bench.Parked.Count);
    }

    private static Task<ApplyAnswer> Unreadable(string account, SignalBatch batch) => Task.FromResult(
        account == "bad" ? new ApplyAnswer { Status = ApplyStatus.NotReady, Offset = -1, Standing = TwinStanding.Unreadable } : PumpBench.Applied(batch));
}
