using AccountTwins.Silo.Security.Limits;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Silo.Security.Limits;

public sealed class BucketTests
{
    private readonly FakeClock clock = new();

    [Fact]
    public void What_a_bucket_holds_goes_at_once_and_comes_back_at_its_rate()
    {
        var (table, size) = (new BucketTable(clock), Size(perSecond: 4, burst: 5));

        Assert.Equal(Enumerable.Range(0, 20).Reverse().Select(left => (long)left), Enumerable.Range(0, 20).Select(_ => Taken(table, size).Remaining));
        Assert.False(table.Take("a", size).IsTaken);

        clock.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(_ => table.Take("a", size).IsTaken));
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(20, Enumerable.Range(0, 30).Count(_ => table.Take("a", size).IsTaken));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 60)]
    [InlineData(3, 2)]
    [InlineData(7, 10)]
    [InlineData(999, 1)]
    [InlineData(1_000_000, 1)]
    public void After_the_time_that_is_told_a_request_gets_through_and_before_the_wait_none(int perSecond, int burst)
    {
        var random = new Random(perSecond * 31 + burst);
        var (table, size) = (new BucketTable(clock), Size(perSecond, burst));
        for (var round = 0; round < 20; round++)
        {
            Charge refused;
            do
            {
                refused = table.Take("a", size);
            }
            while (refused.IsTaken);
            Assert.Equal(0, refused.Remaining);
            Assert.InRange(refused.RetryAfter, 1, 2 + burst);
            clock.Advance(TimeSpan.FromTicks(refused.WaitTicks - 1));
            Assert.False(table.Take("a", size).IsTaken);
            clock.Advance(TimeSpan.FromTicks(1));
            Assert.True(table.Take("a", size).IsTaken);
            clock.Advance(TimeSpan.FromSeconds(random.NextDouble()));
        }
    }

    [Fact]
    public void What_was_owed_is_paid_back_before_anything_is_taken()
    {
        var (table, size) = (new BucketTable(clock), Size(perSecond: 2, burst: 5));
        for (var index = 0; index < 1_000; index++)
            table.Owe("a", size);

        Assert.Equal(6, table.Take("a", size).RetryAfter);
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.False(table.Look("a", size)!.Value.IsTaken);
        clock.Advance(TimeSpan.FromSeconds(0.5));
        Assert.True(table.Look("a", size)!.Value.IsTaken);
        Assert.True(table.Take("a", size).IsTaken);
    }

    [Fact]
    public void What_is_given_back_can_be_taken_again()
    {
        var (table, size) = (new BucketTable(clock), Size(perSecond: 1, burst: 1));

        Assert.Equal(1, Taken(table, size).GiveBack().Remaining);
        Assert.True(table.Take("a", size).IsTaken);
        Assert.False(table.Take("a", size).IsTaken);
    }

    [Fact]
    public void Full_buckets_are_dropped_and_those_in_use_stay()
    {
        var (table, size) = (new BucketTable(clock), Size(perSecond: 1, burst: 60));
        for (var index = 0; index < 100; index++)
            table.Take($"id {index}", size);
        for (var index = 0; index < 60; index++)
            table.Take("busy", size);
        Assert.Equal(101, table.Count);

        clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(9, table.Take("busy", size).Remaining);
        Assert.Equal(1, table.Count);
    }

    [Fact]
    public void A_flood_of_ids_takes_no_more_room_and_shares_one_bucket()
    {
        var (table, size) = (new BucketTable(clock, bucketsMax: 10), Size(perSecond: 1, burst: 5));

        var taken = Enumerable.Range(0, 1_000).Count(index => table.Take($"id {index}", size).IsTaken);

        Assert.Equal((10, 15), (table.Count, taken));
        Assert.False(table.Look("one more", size)!.Value.IsTaken);
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.True(table.Take("one more", size).IsTaken);
        Assert.Equal(1, table.Count);
    }

    [Fact]
    public async Task Many_at_once_take_exactly_what_there_is()
    {
        var (table, size) = (new BucketTable(clock), Size(perSecond: 100, burst: 10));

        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Enumerable.Range(0, 500).Count(_ => table.Take("a", size).IsTaken))));

        Assert.Equal(1_000, taken.Sum());
    }

    private BucketSize Size(int perSecond, int burst) => new("key", perSecond, burst, clock);

    private static Charge Taken(BucketTable table, BucketSize size)
    {
        var charge = table.Take("a", size);
        Assert.True(charge.IsTaken);
        return charge;
    }
}
