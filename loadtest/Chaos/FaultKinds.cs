using AccountTwins.LoadTest.Chaos.Faults;

namespace AccountTwins.LoadTest.Chaos;

/// <summary>All kinds of faults, and what a run cannot do from outside a silo.</summary>
internal static class FaultKinds
{
    public static readonly IReadOnlyList<IFault> All =
    [
        new Kill(), new Freeze(), new Restart(), new Zombie(),
        new BrokerDown(), new BrokerErrors(), new SlowBroker(),
        new StoreRestart(), new StoreAway(), new LostAnswer(), new SlowStore(), new DiskFull(),
        new DroppedTwins(), new ClockJump(),
        new Rebalance(), new Evicted(),
    ];

    /// <summary>Kinds that are covered elsewhere, and where.</summary>
    public static readonly IReadOnlyDictionary<string, string> Elsewhere = new Dictionary<string, string>
    {
        ["partitions-added"] = "the embedded endpoint cannot add partitions to a topic; tests/Silo/Ingestion/Kafka/AddedPartitionTests",
    };

    /// <summary>Those of some names; all without names. Throws <see cref="ArgumentException"/> for a name that is none.</summary>
    public static IReadOnlyList<IFault> Of(IReadOnlyList<string> names)
    {
        if (names.FirstOrDefault(name => All.All(kind => kind.Kind != name)) is { } unknown)
            throw new ArgumentException($"There is no fault '{unknown}': {string.Join(", ", All.Select(kind => kind.Kind))}.");
        return names.Count == 0 ? All : [.. All.Where(kind => names.Contains(kind.Kind))];
    }
}
