using AccountTwins.LoadTest.Chaos;

namespace AccountTwins.Tests.LoadTest.Chaos;

public sealed class FaultScheduleTests
{
    [Fact]
    public void The_same_seed_gives_the_same_faults()
    {
        Assert.Equal(Kinds(Make(50, 7)), Kinds(Make(50, 7)));
        Assert.NotEqual(Kinds(Make(50, 7)), Kinds(Make(50, 8)));
    }

    [Fact]
    public void Every_kind_comes_where_there_is_room()
    {
        Assert.Equal(FaultKinds.All.Select(kind => kind.Kind).Order(), Kinds(Make(FaultKinds.All.Count, 1)).Order());
        Assert.Equal(500, Make(500, 1).Count);
        Assert.Single(Make(1, 1));
    }

    [Fact]
    public void Those_that_need_a_group_come_last()
    {
        var schedule = Make(200, 3);

        Assert.Contains(schedule, fault => fault.NeedsGroup);
        Assert.DoesNotContain(schedule.SkipWhile(fault => !fault.NeedsGroup), fault => !fault.NeedsGroup);
    }

    [Fact]
    public void What_cannot_be_chosen_is_refused()
    {
        Assert.Throws<ArgumentException>(() => FaultSchedule.Make([], 5, new Random(1)));
        Assert.Throws<ArgumentException>(() => FaultKinds.Of(["kill", "earthquake"]));
        Assert.Equal(["kill"], Kinds(FaultKinds.Of(["kill"])));
    }

    private static IReadOnlyList<IFault> Make(int count, int seed) => FaultSchedule.Make(FaultKinds.All, count, new Random(seed));

    private static List<string> Kinds(IEnumerable<IFault> faults) => [.. faults.Select(fault => fault.Kind)];
}
