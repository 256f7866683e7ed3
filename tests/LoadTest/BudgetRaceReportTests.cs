using AccountTwins.LoadTest.Crash.Asking;
using AccountTwins.LoadTest.Crash.Race;

namespace AccountTwins.Tests.LoadTest;

/// <summary>A race that proves nothing is no clean one.</summary>
public sealed class BudgetRaceReportTests
{
    private static readonly BudgetRaceReport Good = new()
    {
        Store = "sqlite", Requests = 100, Kills = 2, AtKills = [new RaceKill(99, 12, 11, 300), new RaceKill(20, 85, 40, 1_000)], AnswersLost = 3, Budget = 1_000, Took = TimeSpan.FromSeconds(9),
        Asked = new AskReport { Answered = 100, Allowed = 40, SpentAmount = 1_000, Because = new Dictionary<string, int>(), Unanswered = 7, Recorded = 100, Faults = [] },
    };

    [Fact]
    public void A_race_in_which_every_kill_met_requests_and_the_budget_some_of_them_is_clean() => Assert.True(Good.IsClean, Good.ToString());

    [Fact]
    public void What_proves_nothing_or_is_wrong_is_named()
    {
        Assert.Equal(["a silo had answered everybody before it was killed"], (Good with { AtKills = [Good.AtKills[0], Good.AtKills[1] with { Waiting = 0 }] }).Doubts());
        Assert.Equal(["a silo had answered everybody before it was killed"], (Good with { AtKills = [Good.AtKills[0]] }).Doubts());
        Assert.Equal(["all were answered the same"], (Good with { Asked = Good.Asked with { Allowed = 100 } }).Doubts());
        Assert.Equal(["nothing was decided after the first kill"], (Good with { AtKills = [Good.AtKills[0] with { Decided = 100 }, Good.AtKills[1]] }).Doubts());
        Assert.Equal(["100 requests have 99 answers and 100 decisions"], (Good with { Asked = Good.Asked with { Answered = 99 } }).Doubts());
        Assert.Equal(["100 requests have 100 answers and 101 decisions"], (Good with { Asked = Good.Asked with { Recorded = 101 } }).Doubts());
        Assert.Equal(["1000.01 EUR of 1000 were spent"], (Good with { Asked = Good.Asked with { SpentAmount = 1_000.01m } }).Doubts());
        Assert.False((Good with { Asked = Good.Asked with { Faults = ["wrong"] } }).IsClean);
    }
}
