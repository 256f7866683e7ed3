using AccountTwins.Silo.Hosting;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace AccountTwins.LoadTest.Chaos.Faults;

/// <summary>The broker answers with errors that a real one gives while leaders move, disks fail or replicas lag, several in a row.</summary>
internal sealed class BrokerErrors : IFault
{
    private const int RowMax = 4;

    private static readonly (KafkaApi Api, ErrorCode[] Errors)[] Choices =
    [
        (KafkaApi.Fetch, [ErrorCode.NotLeaderForPartition, ErrorCode.KafkaStorageError, ErrorCode.UnknownTopicOrPart, ErrorCode.OffsetOutOfRange, ErrorCode.RequestTimedOut]),
        // Not a timeout: after one the client takes a message for stored once a later one is, for a broker would refuse the gap; this one does not.
        (KafkaApi.Produce, [ErrorCode.NotLeaderForPartition, ErrorCode.NotEnoughReplicas]),
        (KafkaApi.ListOffsets, [ErrorCode.NotLeaderForPartition, ErrorCode.RequestTimedOut, ErrorCode.LeaderNotAvailable]),
        (KafkaApi.Metadata, [ErrorCode.LeaderNotAvailable, ErrorCode.RequestTimedOut]),
        (KafkaApi.OffsetCommit, [ErrorCode.NotCoordinatorForGroup, ErrorCode.GroupCoordinatorNotAvailable]),
    ];

    public string Kind => "broker-errors";

    public int Weight => 7;

    public async Task InjectAsync(ChaosRig rig, Random random, CancellationToken cancellationToken)
    {
        var chosen = random.GetItems(Choices, random.Next(1, 3));
        foreach (var (api, errors) in chosen)
            await rig.Broker.FailNextAsync(api, random.GetItems(errors, random.Next(1, RowMax + 1)));
        await Task.Delay(rig.Length(random), cancellationToken);
        foreach (var (api, _) in chosen)
            await rig.Broker.ClearAsync(api);
    }
}
