using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Silo.Ingestion;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Silo.Ingestion;

/// <summary>Whose account is put aside, and that nothing of it is forgotten.</summary>
public sealed class ParkingTests
{
    [Fact]
    public void A_parked_accounts_twin_is_told_why_and_for_longer_than_until_the_next_try()
    {
        var options = new PumpOptions();
        var bench = new PumpBench(options);
        bench.Apply = (account, batch) => Task.FromResult(
            account == "bad" ? new ApplyAnswer { Status = ApplyStatus.NotReady, Offset = -1, Standing = TwinStanding.Unreadable } : PumpBench.Applied(batch));

        bench.Post(0, "bad", "good");
        bench.Pass(TimeSpan.FromSeconds(3));
        // At once, and again when there is a mark for it to read.
        var told = ("bad", "twin_unreadable", options.ParkedFor + options.ParkAfter);
        Assert.Equal([told, told], bench.Parked);

        bench.Post(2, "bad", "good");
        bench.Pass(TimeSpan.FromSeconds(3));
        Assert.Equal([told, told, told, told], bench.Parked);
    }

    [Fact]
    public async Task Signals_of_a_twin_that_a_newer_release_stored_wait_for_it_and_are_no_dead_letters()
    {
        using var host = new PumpHost(new PumpOptions { FailuresMax = 2, ParkAfter = TimeSpan.FromMilliseconds(1), RetryAfter = TimeSpan.FromMilliseconds(1) });
        var calls = 0;
        host.Apply = (account, batch) => Task.FromResult(
            account == "newer" && ++calls <= 20 ? new ApplyAnswer { Status = ApplyStatus.NotReady, Offset = -1, Standing = TwinStanding.Newer } : PumpHost.Applied(batch));

        host.Post("newer");
        host.Post("well");

        await Until.TrueAsync(async () => await host.Pump.RequestCheckpointAsync() && host.Committed == 1, TimeSpan.FromSeconds(20), "both are behind the position");
        Assert.Empty(host.Letters);
        Assert.Equal(21, calls);
    }

    [Fact]
    public async Task A_signal_that_comes_while_its_account_is_being_parked_gets_a_letter_of_its_own()
    {
        using var host = new PumpHost(new PumpOptions { FailuresMax = 1 });
        var acknowledged = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Apply = (_, _) => Task.FromResult(new ApplyAnswer { Status = ApplyStatus.NotReady, Offset = -1, Standing = TwinStanding.Unreadable });
        host.Acknowledge = () => acknowledged.Task;

        host.Post("unreadable");
        await Until.TrueAsync(() => host.Letters.Count == 1);
        host.Post("unreadable");
        await host.Pump.RequestCheckpointAsync();
        acknowledged.SetResult();

        await Until.TrueAsync(() => host.Letters.Count == 2);
        await Until.TrueAsync(async () => await host.Pump.RequestCheckpointAsync() && host.Committed == 1, TimeSpan.FromSeconds(20), "both are behind the position");
        Assert.Equal([0, 1], host.Letters);
    }

    [Fact]
    public async Task Accounts_of_a_silo_that_is_away_are_tried_until_they_have_moved()
    {
        using var host = new PumpHost(new PumpOptions { FailuresMax = 3, RetryAfter = TimeSpan.FromMilliseconds(10) });
        var (calls, answered) = (0, 0);
        host.Apply = async (account, batch) =>
        {
            if (account == "away" && ++calls <= 10)
            {
                // Another account goes on meanwhile: that is no sign that this one is at fault.
                var before = answered;
                host.Post("well");
                await Until.TrueAsync(() => answered > before);
                throw new SiloUnavailableException("S10.0.0.1:11111");
            }

            answered++;
            return PumpHost.Applied(batch);
        };

        host.Post("away");

        await Until.TrueAsync(async () => await host.Pump.RequestCheckpointAsync() && host.Committed == 10, TimeSpan.FromSeconds(20), "everything is committed");
        Assert.Empty(host.Letters);
    }
}
