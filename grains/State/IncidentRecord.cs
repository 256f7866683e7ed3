using AccountTwins.Domain.Incidents;

namespace AccountTwins.Grains.State;

/// <summary>The stored form of a tenant's incident watch. Members are only ever added; a record of a newer schema is refused, never overwritten.</summary>
[GenerateSerializer, Alias("accounttwins.incident-record")]
public sealed class IncidentRecord
{
    public const int CurrentSchema = 1;

    [Id(0)]
    public int SchemaVersion { get; set; } = CurrentSchema;

    [Id(1)]
    public int FirstDay { get; set; }

    [Id(2)]
    public IncidentRecordTopic[] Topics { get; set; } = [];

    public static IncidentRecord Of(IncidentWatch watch) => new()
    {
        FirstDay = watch.FirstDay,
        Topics =
        [
            .. watch.Topics.Select(topic => new IncidentRecordTopic
            {
                Name = topic.Key,
                FloorDay = topic.Value.FloorDay,
                Accounts = [.. topic.Value.Accounts.Select(one => new IncidentRecordAccount { Account = one.Key, Ticks = one.Value.Ticks, Days = one.Value.Days })],
            }),
        ],
    };

    /// <exception cref="InvalidOperationException">It was written by a newer release.</exception>
    public IncidentWatch Watch() => SchemaVersion > CurrentSchema
        ? throw new InvalidOperationException($"The incident watch is stored in version {SchemaVersion}; this program reads up to {CurrentSchema}.")
        : IncidentWatch.Empty with
        {
            FirstDay = FirstDay,
            Topics = IncidentWatch.Empty.Topics.AddRange(Topics.Select(topic => KeyValuePair.Create(topic.Name, WatchedTopic.Restore(
                topic.Accounts.Select(one => KeyValuePair.Create(one.Account, new Seen(one.Ticks, one.Days))), topic.FloorDay)))),
        };
}

/// <summary>One topic of it.</summary>
[GenerateSerializer, Alias("accounttwins.incident-record-topic")]
public sealed class IncidentRecordTopic
{
    [Id(0)]
    public string Name { get; set; } = "";

    [Id(1)]
    public int FloorDay { get; set; }

    [Id(2)]
    public IncidentRecordAccount[] Accounts { get; set; } = [];
}

/// <summary>One account of a topic.</summary>
[GenerateSerializer, Alias("accounttwins.incident-record-account")]
public sealed class IncidentRecordAccount
{
    [Id(0)]
    public string Account { get; set; } = "";

    [Id(1)]
    public long Ticks { get; set; }

    [Id(2)]
    public uint Days { get; set; }
}
