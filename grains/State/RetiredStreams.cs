using System.Collections.Frozen;

namespace AccountTwins.Grains.State;

/// <summary>Streams of logs that are gone for good. A twin drops its position in them when it is loaded, so that it has room for new ones.</summary>
public sealed class RetiredStreams
{
    private volatile FrozenSet<int> _streams = [];

    public RetiredStreams() => IsRetired = stream => _streams.Contains(stream);

    /// <summary>One object for all twins that ask.</summary>
    public Func<int, bool> IsRetired { get; }

    /// <summary>Takes the present list; the silo sets it before it reads any stream.</summary>
    public void Set(IEnumerable<int> streams) => _streams = streams.ToFrozenSet();
}
