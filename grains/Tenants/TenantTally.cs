using System.Numerics;
using AccountTwins.Domain.Tenants;
using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Grains.Tenants;

/// <summary>
/// Counts that wait to be written: at once where a scenario's number of decisions passes a mark (each ten up to a hundred, then each doubling),
/// otherwise once a day. What a crash takes only makes a scenario look newer than it is. Bounded; not thread-safe.
/// </summary>
internal sealed class TenantTally(TimeProvider clock)
{
    private static readonly TimeSpan WriteEvery = TimeSpan.FromDays(1);

    private readonly Dictionary<(string Scenario, string Release), long> _decisions = [];
    private Dictionary<(string, string), long> _written = [];
    private TenantSettings? _settings;
    private long _writtenAt = clock.GetTimestamp();
    private int _reviews;
    private int _outcomes;
    private bool _isDue;

    public bool IsDue => _isDue || (!IsEmpty && clock.GetElapsedTime(_writtenAt) >= WriteEvery);

    public bool IsEmpty => _decisions.Count == 0 && _reviews == 0 && _outcomes == 0;

    public void Add(TenantReport report, TenantSettings settings)
    {
        (_reviews, _outcomes) = (_reviews + Math.Clamp(report.Reviews, 0, 1_000_000), _outcomes + Math.Clamp(report.Outcomes, 0, 1_000_000));
        if (!ReferenceEquals(_settings, settings))
            (_settings, _written) = (settings, settings.Scenarios.ToDictionary(one => (one.Scenario, one.Release), one => one.Decisions));
        foreach (var count in report.Decisions)
        {
            var key = (count.Scenario, count.Release);
            if (count.Count <= 0 || (_decisions.Count >= TenantReport.CountsMax && !_decisions.ContainsKey(key)))
                continue;
            var before = _decisions.GetValueOrDefault(key);
            _decisions[key] = before + count.Count;
            _isDue |= !_written.TryGetValue(key, out var written) || MarkOf(written + before) != MarkOf(written + before + count.Count);
        }
    }

    /// <summary>Everything that waits; gone from here.</summary>
    public TenantEntry.Counted Take()
    {
        var taken = new TenantEntry.Counted(
            [.. _decisions.Select(one => new ScenarioCount(one.Key.Scenario, one.Key.Release, one.Value)).OrderBy(one => one.Scenario, StringComparer.Ordinal).ThenBy(one => one.Release, StringComparer.Ordinal)],
            _reviews, _outcomes);
        _decisions.Clear();
        (_reviews, _outcomes, _isDue, _writtenAt) = (0, 0, false, clock.GetTimestamp());
        return taken;
    }

    private static long MarkOf(long decisions) => decisions < 100 ? decisions / 10 : 10 + BitOperations.Log2((ulong)decisions / 100);
}
