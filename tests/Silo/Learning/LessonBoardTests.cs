using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Learning.Lessons;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Learning;
using AccountTwins.Silo.Policies;
using AccountTwins.Tests.Silo.Policies;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AccountTwins.Tests.Silo.Learning;

/// <summary>From a proposal through the tenant's chain to what each silo shows its agents.</summary>
public sealed class LessonBoardTests : IAsyncLifetime
{
    private TenantSilos silos = null!;
    private LessonBoard board = null!;

    public async Task InitializeAsync()
    {
        silos = await TenantSilos.StartAsync();
        board = NewBoard();
    }

    public async Task DisposeAsync() => await silos.DisposeAsync();

    private LessonBoard NewBoard() => new(silos.Factory, Options.Create(new PolicyOptions()), silos.Clock, NullLogger<LessonBoard>.Instance);

    private ILessonGrain Grain => silos.Factory.GetGrain<ILessonGrain>("acme");

    private LedgerEntry[] Chain => silos.Ledger.Entries(LedgerSubject.OfLessons("acme"));

    private LessonProposal Proposal(int number) => new()
    {
        Review = $"globex#{number}",
        Scenario = "reply~other~small",
        Action = "reply",
        Account = "globex",
        Decision = "1-00000000@globex",
        Release = "one",
        Fault = "rejected",
        Text = $"lesson {number}",
        Author = "ann",
        ReviewedAt = silos.Clock.GetUtcNow(),
    };

    private Task<LessonsReply> ActAsync(string act, long id, string? reason = null) =>
        board.DecideAsync("acme", new LessonAsk { Id = id, Act = act, By = "lea", Reason = reason }, default);

    private static async Task<int> ShownAsync(LessonBoard on) => (await on.ShelfAsync("acme", default)).For("globex", null, "reply", []).Count;

    [Fact]
    public async Task Approved_lesson_is_shown_here_at_once_and_elsewhere_after_the_next_look()
    {
        var other = NewBoard();
        Assert.Equal((0, 0), (await ShownAsync(board), await ShownAsync(other)));
        await Grain.Propose(Proposal(1));
        await Grain.Propose(Proposal(1));
        await silos.RestartAsync(Grain);
        await Grain.Propose(Proposal(1));
        var lesson = Assert.Single((await board.ReadAsync("acme")).Lessons);

        Assert.Null((await ActAsync("approve", lesson.Id)).Refusal);
        Assert.Null((await ActAsync("approve", lesson.Id)).Refusal);

        Assert.Equal((1, 0), (await ShownAsync(board), await ShownAsync(other)));
        await other.TickAsync(default);
        Assert.Equal(1, await ShownAsync(other));
        Assert.Equal("lesson_decided", (await ActAsync("decline", lesson.Id)).Refusal);
        await ActAsync("retire", lesson.Id, "prices changed");
        Assert.Equal(0, await ShownAsync(board));
        Assert.Equal(["lesson_proposed", "lesson_approved", "lesson_retired"], Chain.Select(entry => entry.Kind));
    }

    [Fact]
    public async Task Store_that_is_away_leaves_the_shelf_as_it_was()
    {
        await Grain.Propose(Proposal(1));
        Assert.Equal(0, await ShownAsync(board));
        await ActAsync("approve", 1);
        silos.Ledger.IsAway = true;

        await board.TickAsync(default);

        Assert.Equal(1, await ShownAsync(board));
        Assert.Equal(0, await ShownAsync(NewBoard()));
        Assert.Equal(TwinStanding.StoreUnavailable, (await ActAsync("retire", 1, "old")).Standing);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => board.ReadAsync("acme"));
    }

    [Fact]
    public async Task Chain_replays_to_the_snapshot_it_holds()
    {
        for (var number = 1; number <= 20; number++)
        {
            await Grain.Propose(Proposal(number));
            await ActAsync(number % 5 == 0 ? "decline" : "approve", Chain[^1].Number);
        }

        var replayed = Chain.Aggregate(LessonBook.Empty, (book, entry) => book.With(LessonEntry.Read(entry.Kind, entry.Body), entry.At));

        Assert.Equal(LessonBook.ApprovedPerScenarioMax, replayed.Lessons.Count(one => one.State == LessonState.Approved));
        Assert.Equal(LedgerJson.Write(await board.ReadAsync("acme")), LedgerJson.Write(replayed));
    }
}
