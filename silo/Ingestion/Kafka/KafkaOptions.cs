using System.ComponentModel.DataAnnotations;

namespace AccountTwins.Silo.Ingestion.Kafka;

/// <summary>Where signals come from and where dead letters go.</summary>
public sealed class KafkaOptions
{
    public const string Section = "Kafka";

    /// <summary>Brokers as HOST:PORT, comma separated. Empty: the silo opens an in-process endpoint, for trying out.</summary>
    public string? BootstrapServers { get; set; }

    /// <summary>Names the log in the positions, for a cluster that moves to other brokers. Empty: the brokers' cluster id.</summary>
    [StringLength(100)]
    public string? LogId { get; set; }

    /// <summary>Topic of each family. Several families may share one; a family without a topic is not read.</summary>
    public Dictionary<string, string> Topics { get; set; } = new(StringComparer.OrdinalIgnoreCase)
    {
        ["usage"] = "signals.usage",
        ["support"] = "signals.support",
        ["billing"] = "signals.billing",
        ["sentiment"] = "signals.sentiment",
        ["crm"] = "signals.crm",
        ["contract"] = "signals.contract",
        ["outcome"] = "signals.outcome",
    };

    /// <summary>Topics that may speak for one tenant only: topic → tenant. Who may write to any other topic speaks for all tenants.</summary>
    public Dictionary<string, string> PinnedTenants { get; set; } = [];

    /// <summary>Accounts a tenant may have: tenant → regular expression over the account id. A tenant without one may have any.</summary>
    public Dictionary<string, string> AllowedAccounts { get; set; } = [];

    [Required, StringLength(249, MinimumLength = 1)]
    public string DeadLetterTopic { get; set; } = "signals.dead-letters";

    /// <summary>Consumer group: shared by the silos of a cluster; of a single silo only a name for lag tools.</summary>
    [Required, StringLength(249, MinimumLength = 1)]
    public string Group { get; set; } = "account-twins";

    /// <summary>Partitions per topic of the in-process endpoint.</summary>
    [Range(1, 64)]
    public int EmbeddedPartitions { get; set; } = 4;

    /// <summary>A signal further ahead of this silo's clock is a dead letter. Default 5 minutes: clocks that are set by NTP differ by less.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan SkewMax { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Largest message decoded, in bytes; a larger one is a dead letter.</summary>
    [Range(1_000, 100_000_000)]
    public int MessageBytesMax { get; set; } = 1_000_000;

    /// <summary>Time between looks at partitions' bounds and at topics' partitions.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan ObserveEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Time the last checkpoint may take when partitions move to another silo.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan RevokeWithin { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Time the last checkpoint may take when the silo stops.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan DrainWithin { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Further librdkafka settings of every client (security.protocol, sasl.*, ssl.*), passed on as they are.</summary>
    public Dictionary<string, string> Client { get; set; } = [];

    /// <summary>Further settings of the consumer alone (session.timeout.ms, fetch.*), over those of <see cref="Client"/>.</summary>
    public Dictionary<string, string> Consumer { get; set; } = [];

    /// <summary>Further settings of producers alone (linger.ms, compression.type), over those of <see cref="Client"/>.</summary>
    public Dictionary<string, string> Producer { get; set; } = [];

    /// <summary>False: this silo takes all partitions by itself. True: silos share them as one consumer group. Follows <c>Cluster:Enabled</c>.</summary>
    internal bool IsShared { get; set; }

    internal IReadOnlyList<string> TopicNames => [.. Topics.Values.Where(topic => topic.Length > 0).Distinct(StringComparer.Ordinal)];
}
