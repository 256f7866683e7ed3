using System.ComponentModel.DataAnnotations;

namespace AccountTwins.Grains.Feeds;

/// <summary>How the cluster's book of feeds is kept. Section <c>Feeds</c>.</summary>
public sealed class FeedGrainOptions
{
    /// <summary>Time between two writes of a changed book. Default 5 s: what a crash takes, the silos bring again.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan WriteEvery { get; set; } = TimeSpan.FromSeconds(5);
}
