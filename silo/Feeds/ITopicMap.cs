using AccountTwins.Domain.Signals;

namespace AccountTwins.Silo.Feeds;

/// <summary>Which topic carries which family; several families may share one. Does not change while the process runs.</summary>
public interface ITopicMap
{
    string TopicOf(Family family);

    /// <summary>
    /// The topics that the cluster reads. A family whose topic is not among them comes in over HTTP alone; one whose topic is, but of
    /// which no partition was ever reported, counts as dead.
    /// </summary>
    IReadOnlyList<string> Topics { get; }
}
