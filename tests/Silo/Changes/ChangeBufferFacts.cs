using AccountTwins.Domain.Changes;
using AccountTwins.Silo.Changes.Streams;
using AccountTwins.Silo.Storage.Changes;

namespace AccountTwins.Tests.Silo.Changes;

public class ChangeBufferFacts
{
    [Fact]
    public void Who_keeps_up_gets_each_change_once_and_who_falls_behind_is_told()
    {
        var buffer = new ChangeBuffer(max: 8, startsAfter: 100);
        var into = new ChangeFrame[5];
        Assert.Equal(0, buffer.Take(100, into));
        Assert.Equal(-1, buffer.Take(99, into));

        buffer.Add(Frames(101, 7));
        Assert.Equal(5, buffer.Take(100, into));
        Assert.Equal([101, 102, 103, 104, 105], into.Select(frame => frame.Number));
        Assert.Equal(2, buffer.Take(105, into));
        buffer.Add(Frames(108, 6));

        Assert.Equal(113, buffer.Newest);
        Assert.Equal(-1, buffer.Take(104, into));
        Assert.Equal((5, 106), (buffer.Take(105, into), into[0].Number));
        Assert.Equal(0, buffer.Take(113, into));
        Assert.Equal(0, buffer.Take(200, into));
    }

    [Fact]
    public void A_gap_is_a_bug_and_not_passed_over()
    {
        var buffer = new ChangeBuffer(8, 0);
        Assert.Throws<InvalidOperationException>(() => buffer.Add(Frames(2, 1)));
    }

    [Fact]
    public void All_who_wait_are_woken_by_one_pulse()
    {
        var buffer = new ChangeBuffer(8, 0);
        var first = buffer.NextPulse();
        Assert.Same(first, buffer.NextPulse());
        buffer.Add(Frames(1, 1));

        Assert.True(first.IsCompleted);
        Assert.False(buffer.NextPulse().IsCompleted);
    }

    private static IEnumerable<ChangeFrame> Frames(long from, int count) => Enumerable.Range(0, count)
        .Select(index => ChangeFrame.Of(new PlacedChange(from + index, from + index, ChangeCatalogue.All[0].Example)));
}
