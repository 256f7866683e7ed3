using System.ComponentModel.DataAnnotations;

namespace AccountTwins.Silo.Changes.Webhooks;

/// <summary>How webhooks are sent, and to where they may be. Section <c>Webhooks</c>.</summary>
public sealed class WebhookOptions
{
    public const string Section = "Webhooks";

    /// <summary>Addresses without TLS may be given. Default false: what is sent speaks of customers.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>Addresses inside private networks and of this machine may be reached. Default false: a tenant's admin must not reach our neighbours through us.</summary>
    public bool AllowPrivate { get; set; }

    /// <summary>Webhooks of one tenant. Default 20.</summary>
    [Range(1, 1_000)]
    public int PerTenantMax { get; set; } = 20;

    /// <summary>Receivers that one silo sends to at the same time; of one tenant at most half of them, so that receivers that do not answer hold up no other tenant. Default 16.</summary>
    [Range(1, 1_000)]
    public int ParallelMax { get; set; } = 16;

    internal int ParallelOfTenantMax => (ParallelMax + 1) / 2;

    /// <summary>Time a receiver has to answer. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Pause after the first failure; it doubles with each further one. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest pause between two tries. Default 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan RetryAfterMax { get; set; } = TimeSpan.FromHours(1);

    /// <summary>A receiver that has failed for so long is sent nothing more until somebody enables it again. Default 3 days; changes are kept for longer.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan DisableAfter { get; set; } = TimeSpan.FromDays(3);

    /// <summary>The longest that a secret may sign beside newer ones: longer than any release takes, shorter than a leak stays unseen.</summary>
    public static readonly TimeSpan OldSecretForMax = TimeSpan.FromDays(30);

    /// <summary>How long a secret that was replaced signs beside newer ones, where the rotation does not say; four may at once. Default 24 h.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan OldSecretFor { get; set; } = TimeSpan.FromHours(24);
}
