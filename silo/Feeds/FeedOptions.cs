using System.ComponentModel.DataAnnotations;
using AccountTwins.Domain.Feeds;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Silo.Feeds;

/// <summary>When a feed counts as late and dead, and how the silos tell each other. Section <c>Feeds</c>.</summary>
public sealed class FeedOptions : IValidatableObject
{
    public const string Section = "Feeds";

    /// <summary>Age at which a feed is late. Default 26 h: a nightly export plus two hours of delay.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00")]
    public TimeSpan LateAfter { get; set; } = TimeSpan.FromHours(26);

    /// <summary>Age at which a feed is dead. Default 74 h: a nightly export that missed a weekend.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00")]
    public TimeSpan DeadAfter { get; set; } = TimeSpan.FromHours(74);

    /// <summary>Other ages for single families, by the family's name; what is left out is as above.</summary>
    public Dictionary<Family, FeedFamilyOptions> Families { get; set; } = [];

    /// <summary>Time between two exchanges with the cluster. Default 1 s: what another silo saw is at most so much older here.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan ExchangeEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The same while a tenant waits to be known. Default 250 ms: until then its feeds count as dead.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan LoadEvery { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Time one exchange may take. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan ExchangeDeadline { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Time after which the last good exchange says nothing any more and every feed counts as dead. Default 10 s: a silo that dies takes the grain along for some seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan LostAfter { get; set; } = TimeSpan.FromSeconds(10);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (DeadAfter < LateAfter)
            yield return new ValidationResult("Feeds:DeadAfter must not be shorter than Feeds:LateAfter.", [nameof(DeadAfter)]);
        foreach (var (family, ages) in Families)
        {
            var (late, dead) = (ages.LateAfter ?? LateAfter, ages.DeadAfter ?? DeadAfter);
            if (!Enum.IsDefined(family) || family == Family.Unspecified)
                yield return new ValidationResult($"Feeds:Families names no family '{family}'.", [nameof(Families)]);
            if (late <= TimeSpan.Zero || dead < late)
                yield return new ValidationResult($"Feeds:Families:{family}: LateAfter must be positive and DeadAfter not shorter.", [nameof(Families)]);
        }

        if (LoadEvery > ExchangeEvery)
            yield return new ValidationResult("Feeds:LoadEvery must not be longer than Feeds:ExchangeEvery.", [nameof(LoadEvery)]);
        if (LostAfter <= ExchangeEvery)
            yield return new ValidationResult("Feeds:LostAfter must be longer than Feeds:ExchangeEvery.", [nameof(LostAfter)]);
    }

    internal FeedThresholds ThresholdsOf(Family family) => Families.TryGetValue(family, out var own)
        ? new FeedThresholds(own.LateAfter ?? LateAfter, own.DeadAfter ?? DeadAfter)
        : new FeedThresholds(LateAfter, DeadAfter);
}

/// <summary>Ages of one family.</summary>
public sealed class FeedFamilyOptions
{
    /// <summary>Age at which this family's feed is late; default as for all.</summary>
    public TimeSpan? LateAfter { get; set; }

    /// <summary>Age at which this family's feed is dead; default as for all.</summary>
    public TimeSpan? DeadAfter { get; set; }
}
