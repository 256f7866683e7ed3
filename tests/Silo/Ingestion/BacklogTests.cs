using AccountTwins.Silo.Ingestion.Kafka;

namespace AccountTwins.Tests.Silo.Ingestion;

public sealed class BacklogTests
{
    [Fact]
    public void Reading_waits_while_it_is_full_and_goes_on_when_there_is_room()
    {
        var backlog = new Backlog(10);
        backlog.Add(9);
        Assert.True(backlog.WaitForRoom(TimeSpan.Zero));

        backlog.Add(5);
        Assert.False(backlog.WaitForRoom(TimeSpan.Zero));

        backlog.Remove(4);
        Assert.False(backlog.WaitForRoom(TimeSpan.Zero));

        backlog.Remove(1);
        Assert.True(backlog.WaitForRoom(TimeSpan.Zero));
    }
}
