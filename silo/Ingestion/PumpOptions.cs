using System.ComponentModel.DataAnnotations;

namespace AccountTwins.Silo.Ingestion;

/// <summary>Limits and times of the pumps.</summary>
public sealed class PumpOptions
{
    public const string Section = "Ingestion";

    /// <summary>Time between checkpoints. Default 5 s: what a restart reads again stays small while writes still gather.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan CheckpointEvery { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Signals kept per partition since its committed position, for sending again. Full: checkpoint, and no polling until it is done.</summary>
    [Range(1_000, 10_000_000)]
    public int RetainedMax { get; set; } = 60_000;

    /// <summary>Bytes of messages kept per partition since its committed position; the other limit of the same store.</summary>
    [Range(1_000_000, long.MaxValue)]
    public long RetainedBytesMax { get; set; } = 64_000_000;

    /// <summary>Accounts of one partition that are called at the same time.</summary>
    [Range(1, 10_000)]
    public int CallsMax { get; set; } = 128;

    /// <summary>Checkpoint calls of one partition at the same time: two batches of the store, one under way and one that fills. More would only wait there, and questions behind them.</summary>
    [Range(1, 10_000)]
    public int CheckpointCallsMax { get; set; } = 512;

    /// <summary>Time a call to a twin may take before it counts as unanswered.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan CallDeadline { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Failures of one account without progress, while others go on and the store answers, after which it is parked.</summary>
    [Range(1, 100)]
    public int FailuresMax { get; set; } = 3;

    /// <summary>
    /// How long calls to an account must have failed before it is parked. Default 1 min: longer than a cluster takes to notice that a silo
    /// died. An account whose row is refused or unreadable is parked without waiting.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan ParkAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Dead letters of one parked account that wait for their acknowledgement at the same time.</summary>
    [Range(1, 10_000)]
    public int LettersMax { get; set; } = 500;

    /// <summary>Times a signal that cannot be applied is tried before it becomes a dead letter.</summary>
    [Range(1, 100)]
    public int ApplyTriesMax { get; set; } = 3;

    /// <summary>Pause before a failed call, dead letter or rewind is tried again.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a parked account's signals go straight to dead letters before it is tried again.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan ParkedFor { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Accounts whose last sent offset is remembered beyond commits.</summary>
    [Range(1_000, 10_000_000)]
    public int RememberedAccountsMax { get; set; } = 200_000;
}
