using System.ComponentModel.DataAnnotations;

namespace AccountTwins.Silo.Policies;

/// <summary>How this silo follows the tenants' settings and the review queue. Section <c>Policies</c>.</summary>
public sealed class PolicyOptions
{
    public const string Section = "Policies";

    /// <summary>Time between two looks at a tenant's settings. Default 250 ms: four chances before what is known here is too old to allow anything.</summary>
    [Range(typeof(TimeSpan), "00:00:00.020", "00:00:00.500")]
    public TimeSpan PollEvery { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Time without a request after which a tenant is no longer followed. Default 1 h: a look costs one read of one row.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "24.00:00:00")]
    public TimeSpan ForgetAfter { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Tenants that are followed at once; the agents of others act only when one of these is forgotten. Default 1,000.</summary>
    [Range(1, 10_000)]
    public int TenantsMax { get; set; } = 1000;

    /// <summary>Time between two counts of the review queue. Default 1 s: what this silo adds meanwhile is counted at once.</summary>
    [Range(typeof(TimeSpan), "00:00:00.020", "00:01:00")]
    public TimeSpan CountEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Time between two looks for reviews to learn from. Default 1 s: a severe error must tighten within a second.</summary>
    [Range(typeof(TimeSpan), "00:00:00.020", "00:01:00")]
    public TimeSpan LearnEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Time between two looks at a tenant's lessons. Default 5 s: they are advice, and who approves one sees it on the same silo at once.</summary>
    [Range(typeof(TimeSpan), "00:00:00.020", "00:05:00")]
    public TimeSpan LessonsEvery { get; set; } = TimeSpan.FromSeconds(5);
}
