using System.Collections.Concurrent;
using AccountTwins.LoadTest.Crash.Telling;

namespace AccountTwins.LoadTest.Load.Changes;

/// <summary>The change of each number as the first subscriber was given it; all others must be given the same. Safe from any thread.</summary>
internal sealed class ToldBodies
{
    private readonly ConcurrentDictionary<long, string> _bodies = new();

    /// <summary>In the form that the log is held against.</summary>
    public IReadOnlyList<StreamedChange> Events => [.. _bodies.OrderBy(one => one.Key).Select(one => new StreamedChange(one.Key, System.Text.Encoding.UTF8.GetBytes(one.Value)))];

    public bool IsSame(long number, string body) => _bodies.GetOrAdd(number, body) == body;
}
