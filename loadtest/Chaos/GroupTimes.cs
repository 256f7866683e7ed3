using Confluent.Kafka;

namespace AccountTwins.LoadTest.Chaos;

/// <summary>Times of a consumer group in which members come and go often.</summary>
internal static class GroupTimes
{
    /// <summary>More than the 3 s that the embedded endpoint lets a first member wait: else the group forgets it meanwhile.</summary>
    private const int SessionMilliseconds = 4_000;

    private const int HeartbeatMilliseconds = 300;

    /// <summary>For the silo's command line.</summary>
    public static string[] AsSettings() =>
        [$"--Kafka:Consumer:session.timeout.ms={SessionMilliseconds}", $"--Kafka:Consumer:heartbeat.interval.ms={HeartbeatMilliseconds}"];

    public static ConsumerConfig ForMember(string bootstrapServers, string group) => new()
    {
        BootstrapServers = bootstrapServers,
        GroupId = group,
        SessionTimeoutMs = SessionMilliseconds,
        HeartbeatIntervalMs = HeartbeatMilliseconds,
        PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky,
        AutoOffsetReset = AutoOffsetReset.Latest,
        EnableAutoCommit = false,
    };
}
