using System.ComponentModel.DataAnnotations;

namespace AccountTwins.Silo.Value;

/// <summary>How often what all twins know is gathered. Section <c>Value</c>.</summary>
public sealed class ValueOptions : IValidatableObject
{
    public const string Section = "Value";

    /// <summary>Shortest time between two passes over all twins. Default 1 min: what a small database costs nothing.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan EveryMin { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Longest time between two passes. Default 6 h: renewals are events of days.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "7.00:00:00")]
    public TimeSpan EveryMax { get; set; } = TimeSpan.FromHours(6);

    /// <summary>A pass is followed by so many times its own length of rest, within these bounds. Default 200: half a percent of the time.</summary>
    [Range(1, 100_000)]
    public int RestFactor { get; set; } = 200;

    /// <summary>Twins one query asks for. Default 200: about a megabyte.</summary>
    [Range(1, 1000)]
    public int PageSize { get; set; } = 200;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (EveryMin > EveryMax)
            yield return new ValidationResult("Value:EveryMin must not be longer than Value:EveryMax.", [nameof(EveryMin)]);
    }
}
