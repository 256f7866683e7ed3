using AccountTwins.Client.Agents;
using AccountTwins.Client.Agents.Outcomes;
using AccountTwins.Client.Http;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Tests.Silo.Api;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Client.Agents;

/// <summary>What is wrong with one account holds up its own outcomes alone; what is wrong with the service holds up all.</summary>
public sealed class OutcomeHindranceTests : IAsyncLifetime
{
    private static readonly OutcomeBody Done = new() { State = DecisionState.Executed };

    private readonly TemporaryFolder folder = new();
    private readonly FakeClock clock = new();
    private readonly FakeTwins twins = new();
    private readonly LinesOf<AgentClient> log = new();
    private readonly OutcomeQueue queue;
    private readonly OutcomeSender sender;

    /// <summary>What the service answers an account with; it takes the outcomes of all others.</summary>
    private readonly Dictionary<string, (int Status, string Code)> hindered = new(StringComparer.Ordinal);

    public OutcomeHindranceTests()
    {
        queue = new OutcomeQueue(folder.Path, 100, 100_000, clock);
        // Nothing waits yet, so its own rounds rest: those of the tests are the only ones.
        sender = new OutcomeSender(twins, queue, new Attempts(clock), TimeSpan.FromSeconds(2), clock, log);
        twins.Outcome = () => twins.Outcomes.Last().Decision.Split('@')[1] is var account && hindered.TryGetValue(account, out var why)
            ? FakeTwins.Away(why.Status, why.Code)
            : ApiResult<DecisionView>.Ok(DecisionsEndpointTests.View());
    }

    [Theory]
    [InlineData(503, "twin_unreadable")]
    [InlineData(503, "twin_newer")]
    [InlineData(503, "account_busy")]
    [InlineData(500, "internal")]
    [InlineData(0, ApiProblem.Unreachable)]
    [InlineData(504, ApiProblem.Unreadable)]
    [InlineData(503, "code_of_a_later_release")]
    public async Task An_account_that_can_take_nothing_holds_up_its_own_outcomes_alone(int status, string code)
    {
        Waits("1-a@sick", "2-a@well", "3-a@sick", "4-a@fine");
        hindered["sick"] = (status, code);

        Assert.False(await sender.SendWaitingAsync(default));

        Assert.Equal(["1-a@sick", "2-a@well", "4-a@fine"], Told);
        Assert.Equal(["1-a@sick", "3-a@sick"], Waiting);
        Assert.Equal([3106], log.Ids);
    }

    [Fact]
    public async Task What_waited_for_its_account_is_told_in_its_order_once_that_is_well()
    {
        Waits("1-a@sick", "2-a@well", "3-a@sick");
        hindered["sick"] = (503, "twin_unreadable");
        await sender.SendWaitingAsync(default);
        twins.Outcomes.Clear();
        hindered.Clear();

        Assert.True(await sender.SendWaitingAsync(default));

        Assert.Equal(["1-a@sick", "3-a@sick"], Told);
        Assert.Empty(Waiting);
    }

    [Theory]
    [InlineData(503, "store_unavailable")]
    [InlineData(503, "authority_unavailable")]
    [InlineData(503, "not_ready")]
    [InlineData(503, "draining")]
    [InlineData(429, "rate_limited")]
    [InlineData(401, "unauthenticated")]
    public async Task Where_the_service_is_away_the_round_ends_at_once(int status, string code)
    {
        Waits("1-a@one", "2-a@two");
        hindered["one"] = (status, code);

        Assert.False(await sender.SendWaitingAsync(default));

        Assert.Equal(["1-a@one"], Told);
        Assert.Equal(["1-a@one", "2-a@two"], Waiting);
    }

    [Fact]
    public async Task Three_accounts_in_a_row_without_an_answer_are_the_service()
    {
        Waits("1-a@one", "2-a@two", "3-a@well", "4-a@four", "5-a@five", "6-a@one", "7-a@seven", "8-a@eight");
        foreach (var silent in new[] { "one", "two", "four", "five", "seven" })
            hindered[silent] = (0, ApiProblem.Unreachable);

        Assert.False(await sender.SendWaitingAsync(default));

        Assert.Equal(["1-a@one", "2-a@two", "3-a@well", "4-a@four", "5-a@five", "7-a@seven"], Told);
        Assert.Equal(7, queue.Count);
    }

    [Fact]
    public async Task What_the_store_refuses_is_put_aside_for_repeating_does_not_mend_it()
    {
        Waits("1-a@refused", "2-a@well");
        hindered["refused"] = (500, "store_refused");

        Assert.True(await sender.SendWaitingAsync(default));

        Assert.Equal(["1-a@refused", "2-a@well"], Told);
        Assert.Empty(Waiting);
        Assert.Single(Directory.GetFiles(folder.Path, "*.refused"));
        Assert.Equal(OutcomeDelivery.Refused, (await sender.ReportAsync("3-a@refused", Done, default)).Delivery);
    }

    [Fact]
    public void Every_code_of_a_failed_service_has_its_place() =>
        Assert.All(
            ReasonCodes.All.Values.Where(code => code.Status >= 500),
            code => Assert.NotEqual(Hindrance.Silence, Hindrances.Of(new ApiProblem { Code = code.Code, Status = code.Status })));

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await sender.DisposeAsync();
        folder.Dispose();
    }

    private IEnumerable<string> Told => twins.Outcomes.Select(told => told.Decision);

    private IEnumerable<string> Waiting => queue.Read().Select(kept => kept.Outcome!.Decision);

    /// <summary>Kept one after the other, as after an outage.</summary>
    private void Waits(params string[] decisions)
    {
        foreach (var decision in decisions)
        {
            Assert.True(queue.TryAdd(new QueuedOutcome { Decision = decision, Outcome = Done, At = clock.GetUtcNow() }));
            clock.Advance(TimeSpan.FromSeconds(1));
        }
    }
}
