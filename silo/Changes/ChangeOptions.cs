using System.ComponentModel.DataAnnotations;

namespace AccountTwins.Silo.Changes;

/// <summary>Where changes go, how long they are kept, and the bounds of their streams. Section <c>Changes</c>.</summary>
public sealed class ChangeOptions
{
    public const string Section = "Changes";

    /// <summary>Kafka topic that gets every change; empty: none. Default <c>account-changes</c>.</summary>
    [StringLength(249)]
    public string Topic { get; set; } = "account-changes";

    /// <summary>
    /// Changes that may wait to be passed on to the topic; then signals wait too, so that nothing is lost however long the brokers are away. Default 200,000.
    /// </summary>
    [Range(100, 100_000_000)]
    public int OutboxMax { get; set; } = 200_000;

    /// <summary>How long a change can be read again. Default 7 days: longer than a weekend, shorter than a backup is worth.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan KeptFor { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Changes of one tenant that are kept; its oldest go first. Default 500,000: half of what all may, so that a tenant that is loud for a week leaves the disk to the others.</summary>
    [Range(100, 1_000_000_000)]
    public long KeptPerTenantMax { get; set; } = 500_000;

    /// <summary>Changes of all tenants that are kept, the last resort: beyond it the oldest of those who hold most go. Default 1,000,000.</summary>
    [Range(1_000, 1_000_000_000)]
    public long KeptMax { get; set; } = 1_000_000;

    /// <summary>Time between looks for what other silos wrote; own changes are seen at once. Default 0.5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan LookEvery { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <summary>
    /// Between two rounds that give changes their places: each is a transaction of its own, and verdicts wait behind it. No change is told later than that for it. Default 50 ms.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:05")]
    public TimeSpan PlaceEvery { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How long a silo holds the right to pass changes on after it was last heard of. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:02", "00:10:00")]
    public TimeSpan LeaseFor { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Streams that one silo serves at the same time, over all tenants. Default 5,000.</summary>
    [Range(1, 1_000_000)]
    public int StreamsMax { get; set; } = 5_000;

    /// <summary>Streams of one tenant on one silo. Default 2,000.</summary>
    [Range(1, 1_000_000)]
    public int StreamsPerTenantMax { get; set; } = 2_000;

    /// <summary>Changes of one tenant kept in memory for its streams; who falls behind them is cut. Default 2,048.</summary>
    [Range(64, 100_000)]
    public int BufferMax { get; set; } = 2_048;

    /// <summary>Time between comments that keep a quiet stream open. Default 15 s: below the idle limits of usual proxies.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan HeartbeatEvery { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Time a subscriber may take to accept what was sent before its stream is cut. Default 20 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan SendWithin { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a stream lasts before it is ended and comes back, so that streams find silos that came later. Default 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan StreamFor { get; set; } = TimeSpan.FromHours(1);
}
