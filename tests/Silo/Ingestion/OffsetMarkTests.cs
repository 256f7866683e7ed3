using AccountTwins.Silo.Ingestion;

namespace AccountTwins.Tests.Silo.Ingestion;

public sealed class OffsetMarkTests
{
    private readonly OffsetMark mark = new();

    [Fact]
    public void The_mark_stands_below_the_first_unsettled_offset_whatever_the_order()
    {
        Add(3, 4, 7);
        mark.Settle(7);
        Assert.Null(mark.Mark);
        mark.Settle(3);
        Assert.Equal(3, mark.Mark!.Value.Offset);
        mark.Settle(4);
        Assert.Equal(new MarkedOffset(7, 70), mark.Mark);
    }

    [Fact]
    public void What_is_committed_is_forgotten_with_its_bytes()
    {
        Add(3, 4, 7);
        mark.Settle(3);
        mark.Settle(4);
        mark.Forget(4);
        Assert.Equal((1, 5L, 7L, (MarkedOffset?)null), (mark.Count, mark.Bytes, mark.Last, mark.Mark));
    }

    [Fact]
    public void Settling_what_is_unknown_changes_nothing()
    {
        Add(3);
        mark.Settle(2);
        mark.Settle(9);
        Assert.Null(mark.Mark);
    }

    [Fact]
    public void An_offset_that_goes_back_is_refused()
    {
        Add(3);
        Assert.Throws<ArgumentOutOfRangeException>(() => mark.Add(3, 0, 0));
    }

    [Fact]
    public void It_grows_around_its_end_and_keeps_its_order()
    {
        for (var round = 0; round < 5; round++)
        {
            for (var offset = round * 1_000; offset < (round + 1) * 1_000; offset++)
                mark.Add(offset, 1, 1);
            for (var offset = round * 1_000; offset < (round * 1_000) + 700; offset++)
                mark.Settle(offset);
            if (round == 0)
                mark.Forget(699);
        }

        Assert.Equal((4_300, 4_999L), (mark.Count, mark.Last));
        Assert.Null(mark.Mark);
        mark.Settle(700);
        Assert.Equal(700, mark.Mark!.Value.Offset);
    }

    private void Add(params long[] offsets)
    {
        foreach (var offset in offsets)
            mark.Add(offset, (ulong)offset * 10, 5);
    }
}
