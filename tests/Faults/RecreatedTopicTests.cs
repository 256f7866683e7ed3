using AccountTwins.LoadTest.Running;

namespace AccountTwins.Tests.Faults;

/// <summary>The topic was deleted and made anew: its offsets mean other messages now.</summary>
[Collection(FaultsCollection.Name)]
public sealed class RecreatedTopicTests
{
    [Fact]
    public async Task A_topic_with_other_messages_at_the_committed_offset_raises_an_alarm_and_is_not_read()
    {
        await CheckAsync(before: 500, after: 2_000, "holds another message than the one committed there");
    }

    [Fact]
    public async Task A_topic_that_ends_before_the_committed_offset_raises_an_alarm_and_is_not_read()
    {
        await CheckAsync(before: 2_000, after: 500, "it is another log");
    }

    private static async Task CheckAsync(int before, int after, string alarm)
    {
        await using var rig = await FaultRig.OpenAsync(TopicPlan.Single(1));
        await rig.StartSiloAsync();
        await rig.SendAsync(FaultRig.Traffic(1, before));
        await rig.CommittedAsync();
        await rig.StopSiloAsync();
        var positions = await rig.PositionsAsync();
        var twins = (await rig.Database.TwinsAsync()).ToDictionary(twin => twin.Key, twin => twin.Value.Twin);

        await rig.NewBrokerAsync();
        foreach (var message in FaultRig.Traffic(2, after))
            rig.Producer.Send(message);
        await rig.Producer.FlushAsync(CancellationToken.None);
        await rig.StartSiloAsync();

        await rig.LogShowsAsync(alarm);
        await rig.MetricsShowAsync(line => line.StartsWith("accounttwins_alarms", StringComparison.Ordinal) && line.Contains("TopicRecreated", StringComparison.Ordinal));
        // A silo that stops makes a last checkpoint: had it read anything, it would show now.
        await rig.StopSiloAsync();
        Assert.Equal(positions, await rig.PositionsAsync());
        var now = await rig.Database.TwinsAsync();
        Assert.Equal(twins.Count, now.Count);
        Assert.All(now, twin => Assert.Equal(twins[twin.Key], twin.Value.Twin));
    }
}
