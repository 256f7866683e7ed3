using AccountTwins.Client.Agents;
using AccountTwins.Client.Agents.Outcomes;
using AccountTwins.Client.Http;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Tests.Silo.Api;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Client.Agents;

/// <summary>Outcomes while the service is away: kept on disk, bounded, told later, never dropped in silence.</summary>
public sealed class OutcomeQueueTests
{
    private static readonly OutcomeBody Done = new() { State = DecisionState.Partly, Amounts = [25], Currency = "EUR", Detail = "half" };

    [Fact]
    public async Task What_cannot_be_told_waits_and_is_told_the_same_as_soon_as_the_service_answers()
    {
        await using var host = new AgentHost();
        Assert.Equal(OutcomeDelivery.Queued, (await host.Client.ReportAsync("1-a@acct-1", Done)).Delivery);
        Assert.Equal(1, host.Client.Outcomes.Count);

        host.Twins.Outcome = () => ApiResult<DecisionView>.Ok(DecisionsEndpointTests.View());
        await Until.TrueAsync(() =>
        {
            host.Clock.AdvanceToNext();
            return host.Client.Outcomes.Count == 0;
        });

        Assert.All(host.Twins.Outcomes, told => Assert.Equal(("1-a@acct-1", DecisionState.Partly, 25m, "EUR", "half"), (told.Decision, told.Outcome.State, told.Outcome.Amounts!.Single(), told.Outcome.Currency, told.Outcome.Detail)));
    }

    [Fact]
    public async Task What_waits_survives_a_restart_in_its_order()
    {
        using var folder = new TemporaryFolder();
        await using (var before = new AgentHost(options => options.OutcomeFolder = folder.Path))
        {
            // The host's own folder comes last; this one outlives it.
            var queue = new OutcomeQueue(folder.Path, 10, 10_000, before.Clock);
            foreach (var name in new[] { "1-a@acct-1", "2-b@acct-1" })
            {
                Assert.True(queue.TryAdd(new QueuedOutcome { Decision = name, Outcome = Done, At = before.Clock.GetUtcNow() }));
                before.Clock.Advance(TimeSpan.FromSeconds(1));
            }
        }

        var twins = new FakeTwins { Outcome = () => ApiResult<DecisionView>.Ok(DecisionsEndpointTests.View()) };
        await using var after = new AgentClient(twins, new() { Release = "support-7", OutcomeFolder = folder.Path }, new FakeClock());
        await Until.TrueAsync(() => after.Outcomes.Count == 0);

        Assert.Equal(["1-a@acct-1", "2-b@acct-1"], twins.Outcomes.Select(told => told.Decision));
    }

    [Theory]
    [InlineData(2, 1_000_000)]
    [InlineData(1_000, 400)]
    public async Task A_full_queue_says_so_with_a_code(int count, long bytes)
    {
        await using var host = new AgentHost(options => (options.OutcomesMax, options.OutcomeBytesMax) = (count, bytes));

        var deliveries = new List<OutcomeReceipt>();
        for (var each = 0; each < 4; each++)
            deliveries.Add(await host.Client.ReportAsync($"{each}-a@acct-1", Done));

        Assert.Equal([OutcomeDelivery.Queued, OutcomeDelivery.Queued, OutcomeDelivery.NotKept, OutcomeDelivery.NotKept], deliveries.Select(receipt => receipt.Delivery));
        Assert.Equal("outcome_queue_full", deliveries[^1].Problem!.Code);
    }

    [Fact]
    public async Task An_act_that_threw_and_cannot_be_told_or_kept_is_an_exception_of_its_own()
    {
        await using var host = new AgentHost(options => options.OutcomeBytesMax = 1);
        host.Twins.Answers(host.Allowed());

        var exception = await Assert.ThrowsAsync<OutcomeNotKeptException>(() => host.Client.Guarded(AgentHost.Credit, Task (_) => throw new TimeZoneNotFoundException()));

        Assert.IsType<TimeZoneNotFoundException>(exception.InnerException);
        Assert.Equal(("7-0a1b2c3d@acct-1", DecisionState.Failed), (exception.Decision, exception.Outcome.State));
    }

    [Fact]
    public async Task What_the_service_refuses_for_good_is_not_kept_and_what_a_new_key_may_mend_is()
    {
        await using var host = new AgentHost();
        host.Twins.Outcome = () => FakeTwins.Away(409, "outcome_conflict");
        var refused = await host.Client.ReportAsync("1-a@acct-1", Done);
        host.Twins.Outcome = () => FakeTwins.Away(401, "unauthenticated");
        var queued = await host.Client.ReportAsync("2-a@acct-1", Done);

        Assert.Equal((OutcomeDelivery.Refused, "outcome_conflict"), (refused.Delivery, refused.Problem!.Code));
        Assert.Equal((OutcomeDelivery.Queued, 1), (queued.Delivery, host.Client.Outcomes.Count));
    }

    [Fact]
    public async Task An_outcome_whose_caller_stops_waiting_is_kept()
    {
        await using var host = new AgentHost();
        host.Twins.Outcome = () => throw new OperationCanceledException();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => host.Client.ReportAsync("1-a@acct-1", Done, new CancellationToken(true)));

        Assert.Equal(1, host.Client.Outcomes.Count);
    }

    [Fact]
    public async Task What_the_key_may_not_tell_holds_up_no_other()
    {
        using var folder = new TemporaryFolder();
        var queue = new OutcomeQueue(folder.Path, 10, 10_000, new FakeClock());
        Assert.True(queue.TryAdd(new QueuedOutcome { Decision = "1-a@acct-1", Outcome = Done, At = default }));
        Assert.True(queue.TryAdd(new QueuedOutcome { Decision = "2-a@acct-1", Outcome = Done, At = default }));
        await using var host = new AgentHost();
        var twins = new FakeTwins();
        twins.Outcome = () => twins.Outcomes.Last().Decision.StartsWith('1') ? FakeTwins.Away(403, "forbidden") : ApiResult<DecisionView>.Ok(host.Allowed());

        await using var client = new AgentClient(twins, new() { Release = "support-7", OutcomeFolder = folder.Path }, new FakeClock());
        await Until.TrueAsync(() => client.Outcomes.Count == 1);

        Assert.Equal("1-a@acct-1", Assert.Single(client.Outcomes.Read()).Outcome!.Decision);
    }

    [Fact]
    public async Task What_is_refused_later_or_cannot_be_read_is_put_aside_and_holds_nobody_up()
    {
        using var folder = new TemporaryFolder();
        var queue = new OutcomeQueue(folder.Path, 10, 10_000, new FakeClock());
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "0.json"), "{");
        Assert.True(queue.TryAdd(new QueuedOutcome { Decision = "1-a@acct-1", Outcome = Done, At = default }));

        var twins = new FakeTwins { Outcome = () => FakeTwins.Away(404, "unknown_decision") };
        await using var client = new AgentClient(twins, new() { Release = "support-7", OutcomeFolder = folder.Path }, new FakeClock());
        await Until.TrueAsync(() => client.Outcomes.Count == 0);

        Assert.Equal(2, Directory.GetFiles(folder.Path, "*.refused").Length);
    }

    [Fact]
    public async Task What_is_told_while_something_is_added_takes_no_room_and_makes_nothing_fail()
    {
        using var folder = new TemporaryFolder();
        var queue = new OutcomeQueue(Path.Combine(folder.Path, "outcomes"), 500, 1_000_000, TimeProvider.System);
        var outcome = new QueuedOutcome { Decision = "7-0a1b2c3d@acct-1", Outcome = new OutcomeBody { State = DecisionState.Executed }, At = DateTimeOffset.UnixEpoch };
        var adding = true;
        var telling = Task.Run(() =>
        {
            var told = 0;
            while (Volatile.Read(ref adding) || queue.Count > 0)
            {
                foreach (var (file, _) in queue.Read())
                {
                    OutcomeQueue.Remove(file);
                    told++;
                }
            }

            return told;
        });

        for (var each = 0; each < 100; each++)
            Assert.True(queue.TryAdd(outcome));
        Volatile.Write(ref adding, false);

        Assert.Equal(100, await telling);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_durable_is_told() =>
        Assert.Throws<IOException>(() => FolderSync.Flush(Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"))));
}
