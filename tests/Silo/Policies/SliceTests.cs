using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Tenants;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Policies;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Policies;

namespace AccountTwins.Tests.Silo.Policies;

public sealed class SliceTests : IAsyncLifetime
{
    private static readonly ActionRule Credit = new() { Type = "grant_credit", Requires = Latitude.Bounded, Reversibility = Reversibility.Correctable, ReleaseAmountPerHour = 1000 };

    private static readonly ActionRule Reply = new() { Type = "reply", Requires = Latitude.Bounded, Reversibility = Reversibility.Correctable, ReleaseCountPerHour = 30 };

    private TenantSilos silos = null!;

    private IReleaseBudgetGrain Budget => silos.Factory.GetGrain<IReleaseBudgetGrain>("acme/helper/7");

    public async Task InitializeAsync() => silos = await TenantSilos.StartAsync();

    public async Task DisposeAsync() => await silos.DisposeAsync();

    private static async Task<bool> ActAsync(PolicyBoard board, params SliceAsk[] steps)
    {
        await board.EnsureSlicesAsync("acme", "helper/7", steps, default);
        return board.TryTake("acme", "helper/7", steps);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Two_silos_never_overspend_together_whatever_restarts_or_answers_late(int seed)
    {
        var random = new Random(seed);
        var boards = new[] { silos.NewBoard("a"), silos.NewBoard("b") };
        var (spent, refused) = (0m, 0);
        for (var round = 0; round < 40; round++)
        {
            // Some appends land without an answer, some not at all; now and then a silo or the grain starts anew.
            silos.Ledger.After = _ => random.Next(6) == 0 ? AppendResult.Unknown : null;
            silos.Ledger.Before = _ => random.Next(6) == 0 ? AppendResult.Unknown : null;
            if (random.Next(8) == 0)
                boards[random.Next(2)] = silos.NewBoard("again");
            if (random.Next(8) == 0)
                await silos.RestartAsync(Budget);
            silos.Clock.Advance(TimeSpan.FromSeconds(2));
            var amounts = Enumerable.Range(0, 20).Select(_ => (decimal)random.Next(1, 5000) / 100).ToArray();
            var taken = await Task.WhenAll(amounts.Select((amount, index) => ActAsync(boards[index % 2], new SliceAsk(Credit, amount))));
            spent += amounts.Where((_, index) => taken[index]).Sum();
            refused += taken.Count(one => !one);
        }

        Assert.InRange(spent, 500, 1000);
        Assert.True(refused > 0);
    }

    [Fact]
    public async Task Requests_at_once_share_what_there_is_to_the_last_act()
    {
        var board = silos.NewBoard("a");

        var taken = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => ActAsync(board, new SliceAsk(Reply, 0))));

        Assert.Equal(30, taken.Count(one => one));
    }

    [Fact]
    public async Task Steps_are_taken_together_or_not_at_all()
    {
        var board = silos.NewBoard("a");

        Assert.False(await ActAsync(board, new SliceAsk(Reply, 0), new SliceAsk(Credit, 1001)));
        Assert.True(await ActAsync(board, new SliceAsk(Reply, 0), new SliceAsk(Credit, 999), new SliceAsk(Credit, 1)));
        Assert.False(await ActAsync(board, new SliceAsk(Credit, 0.01m)));
    }

    [Fact]
    public async Task Attempt_over_the_limit_opens_the_breaker_until_a_person_resets_it()
    {
        var board = silos.NewBoard("a");
        await board.EnsureAsync("acme", default);
        Assert.False(await ActAsync(board, new SliceAsk(Credit, 5000)));
        await board.TickAsync();
        Assert.Empty(board.For("acme")!.Breakers);

        Assert.True(await ActAsync(board, new SliceAsk(Credit, 1000)));
        silos.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.False(await ActAsync(board, new SliceAsk(Credit, 1)));
        await board.TickAsync();
        Assert.Equal("release_budget:grant_credit", board.For("acme")!.FactsFor("s", "helper/7", null, "reply").Breaker);

        await silos.Tenant.ResetBreaker("helper/7", "ann", "looked at it");
        await board.TickAsync();
        Assert.Empty(board.For("acme")!.Breakers);
    }

    [Fact]
    public async Task What_is_left_at_the_hours_end_is_lost()
    {
        var board = silos.NewBoard("a");
        Assert.True(await ActAsync(board, new SliceAsk(Credit, 1)));
        Assert.Equal(SliceStanding.Covered, board.Look("acme", "helper/7", [new SliceAsk(Credit, 1)]));

        silos.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(SliceStanding.Unknown, board.Look("acme", "helper/7", [new SliceAsk(Credit, 1)]));
        Assert.True(await ActAsync(board, new SliceAsk(Credit, 1)));
        var budget = LedgerJson.Read<ReleaseBudget>(silos.Ledger.Entries(LedgerSubject.OfRelease("acme", "helper/7"))[^1].Snapshot);
        Assert.Equal([new LeasedAction("grant_credit", 5000, 0)], budget.Leased);
    }

    [Fact]
    public async Task Looking_takes_and_leases_nothing()
    {
        var board = silos.NewBoard("a");
        SliceAsk[] two = [new(Credit, 30), new(Credit, 30)];
        SliceStanding Look(params SliceAsk[] steps) => board.Look("acme", "helper/7", steps);

        Assert.Equal((SliceStanding.Unknown, SliceStanding.Spent), (Look(two), Look(new SliceAsk(Credit, 1001))));
        Assert.Empty(silos.Ledger.Entries(LedgerSubject.OfRelease("acme", "helper/7")));
        Assert.True(await ActAsync(board, new SliceAsk(Credit, 1)));
        Assert.Equal((SliceStanding.Covered, SliceStanding.Covered), (Look(new SliceAsk(Credit, 49)), Look(new SliceAsk(Credit, 49))));
        Assert.Equal(SliceStanding.Unknown, Look(two));
        Assert.True(await ActAsync(board, new SliceAsk(Credit, 49)));
    }

    [Fact]
    public async Task Action_without_a_limit_needs_no_slice()
    {
        var free = Reply with { ReleaseCountPerHour = null };

        Assert.True(await ActAsync(silos.NewBoard("a"), new SliceAsk(free, 0)));
    }

    [Fact]
    public async Task Store_that_is_away_lets_nothing_be_spent()
    {
        silos.Ledger.IsAway = true;

        Assert.False(await ActAsync(silos.NewBoard("a"), new SliceAsk(Credit, 1)));
    }
}
