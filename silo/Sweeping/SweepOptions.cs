using System.ComponentModel.DataAnnotations;

namespace AccountTwins.Silo.Sweeping;

/// <summary>How often and how hard a silo looks for accounts that time alone may change. Section <c>Sweeping</c>.</summary>
public sealed class SweepOptions : IValidatableObject
{
    public const string Section = "Sweeping";

    /// <summary>Time from the start of one round to the next. Default 60 s: due moments are rounded to 15 minutes anyway.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Every { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Time after which a round starts no more accounts; the next round goes on behind them. Default 45 s, so that rounds do not run into each other.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan RoundTime { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>Accounts one query asks for. Default 500.</summary>
    [Range(1, 10_000)]
    public int PageSize { get; set; } = 500;

    /// <summary>Accounts advanced side by side. Default 16: leaves the twins' time to signals and questions.</summary>
    [Range(1, 1024)]
    public int Parallelism { get; set; } = 16;

    /// <summary>Time one account may take before the round goes on without it. Default 10 s: longer than a cold activation and one write.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan AccountDeadline { get; set; } = TimeSpan.FromSeconds(10);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (RoundTime > Every)
            yield return new ValidationResult("Sweeping:RoundTime must not be longer than Sweeping:Every.", [nameof(RoundTime)]);
    }
}
