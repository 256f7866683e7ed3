using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Signals;
using AccountTwins.Silo.Ingestion;

namespace AccountTwins.Tests.Silo.Ingestion;

public sealed class AccountLaneTests
{
    private readonly AccountLane lane = new(new AccountKey("t", "a"));
    private readonly OffsetMark mark = new();

    [Fact]
    public void A_batch_names_what_was_answered_before_it()
    {
        Add(1, 4);
        lane.AnsweredThrough(4, mark);
        Add(9);
        var batch = lane.NextBatch(7);
        Assert.Equal((7, 4L), (batch.Stream, batch.PreviousOffset));
        Assert.Equal([9L], batch.Offsets);
        Assert.Equal(4, mark.Mark!.Value.Offset);
    }

    [Fact]
    public void A_twin_that_came_back_older_is_sent_what_it_lacks()
    {
        Add(1, 4, 9);
        lane.AnsweredThrough(9, mark);
        Assert.True(lane.TryGoBackTo(1));
        Assert.Equal([4L, 9L], lane.NextBatch(0).Offsets);
    }

    [Fact]
    public void What_is_committed_and_forgotten_cannot_be_sent_again()
    {
        Add(1, 4);
        lane.AnsweredThrough(4, mark);
        lane.Forget(4);
        Assert.False(lane.TryGoBackTo(1));
        Assert.True(lane.TryGoBackTo(4));
    }

    [Fact]
    public void Going_back_leaves_nothing_unanswered_behind()
    {
        lane.Meet(position: 9, committed: 0, Guid.NewGuid(), doubts: 0);
        Add(1, 4, 9);
        Assert.True(lane.TryGoBackTo(4));
        var batch = lane.NextBatch(0);
        Assert.Equal(4, batch.PreviousOffset);
        Assert.Equal([1L, 4L, 9L], batch.Offsets);
    }

    [Fact]
    public void A_twin_need_not_hold_what_stands_in_a_dead_letter()
    {
        Add(1, 4);
        lane.AnsweredThrough(1, mark);
        lane.Find(4)!.IsLettered = true;
        Assert.Equal(1, lane.MustHold(9));
        lane.Forget(4);
        Assert.True(lane.TryGoBackTo(1));
    }

    [Fact]
    public void A_signal_that_comes_while_others_are_put_aside_is_still_sent()
    {
        Add(1, 4);
        var aside = lane.ToLetter(null, through: 4, countMax: 10);
        Add(9);
        aside.ForEach(signal => signal.IsLettered = true);
        lane.PassLettered();
        Assert.Equal([1L, 4L], aside.Select(signal => signal.Offset));
        Assert.Equal([9L], lane.NextBatch(0).Offsets);
    }

    [Fact]
    public void What_the_twin_answered_is_put_aside_only_beyond_its_durable_position()
    {
        Add(1, 4, 9);
        lane.AnsweredThrough(4, mark);
        Assert.Equal([9L], lane.ToLetter(null, 9, 10).Select(signal => signal.Offset));
        Assert.Equal([4L, 9L], lane.ToLetter(above: 1, 9, 10).Select(signal => signal.Offset));
    }

    private void Add(params long[] offsets)
    {
        foreach (var offset in offsets)
        {
            mark.Add(offset, 0, 0);
            lane.Add(new LaneSignal(offset, Family.Usage, [1], new KeptMessages().Keep(new LogMessage { Offset = offset, Epoch = 0 }, [1])));
        }
    }
}
