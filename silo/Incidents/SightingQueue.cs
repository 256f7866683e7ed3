using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Incidents;
using AccountTwins.Grains.Incidents;
using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Silo.Incidents;

/// <summary>
/// What this silo's twins told and the watch has not taken yet: one line an account, topic and day, whatever is repeated. Bounded; what does not
/// fit is told again by the next pass over all twins. Safe from any thread; never waits.
/// </summary>
internal sealed class SightingQueue(TimeProvider clock) : ISightings
{
    public const int LinesMax = 20_000;
    public const int TenantsMax = 1_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Lines> _tenants = new(StringComparer.Ordinal);
    private int _count;
    private long _dropped;

    /// <summary>Reports that found no room.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Tenants of whom anything was ever told; the watch of each looks again now and then.</summary>
    public string[] Tenants
    {
        get
        {
            lock (_gate)
                return [.. _tenants.Keys];
        }
    }

    public void Look(AccountTwin twin)
    {
        foreach (var sighting in Sighting.Of(twin, clock.GetUtcNow()))
            Add(twin.Key, sighting.Topic, sighting.At);
    }

    /// <summary>At most so many of one tenant, those told first; they come back by <see cref="Return"/> unless the watch took them.</summary>
    public SightingReport? Take(string tenant)
    {
        lock (_gate)
        {
            if (!_tenants.TryGetValue(tenant, out var lines) || lines.Count == 0)
                return null;
            var notes = new SightingNote[Math.Min(lines.Count, SightingReport.SightingsMax)];
            for (var index = 0; index < notes.Length; index++)
                notes[index] = lines.Take();
            _count -= notes.Length;
            return new SightingReport { Sightings = notes };
        }
    }

    public void Return(string tenant, SightingReport report)
    {
        foreach (var note in report.Sightings)
            Add(new AccountKey(tenant, note.Account), note.Topic, note.At);
    }

    private void Add(AccountKey account, string topic, DateTimeOffset at)
    {
        var line = new Line(account.Account, topic, (int)(at.UtcTicks / TimeSpan.TicksPerDay));
        lock (_gate)
        {
            if (!_tenants.TryGetValue(account.Tenant, out var lines) && _tenants.Count < TenantsMax)
                _tenants.Add(account.Tenant, lines = new Lines());
            if (lines is not null && lines.Renew(line, at))
                return;
            if (lines is null || _count >= LinesMax)
            {
                _dropped++;
                return;
            }

            lines.Add(line, at);
            _count++;
        }
    }

    private readonly record struct Line(string Account, string Topic, int Day);

    /// <summary>What one tenant's twins told, in the order in which it was told first.</summary>
    private sealed class Lines
    {
        private readonly Queue<Line> _order = new();
        private readonly Dictionary<Line, DateTimeOffset> _latest = [];

        public int Count => _order.Count;

        /// <summary>False: nobody told this yet.</summary>
        public bool Renew(Line line, DateTimeOffset at)
        {
            if (!_latest.TryGetValue(line, out var known))
                return false;
            _latest[line] = at > known ? at : known;
            return true;
        }

        public void Add(Line line, DateTimeOffset at)
        {
            _latest.Add(line, at);
            _order.Enqueue(line);
        }

        public SightingNote Take()
        {
            var line = _order.Dequeue();
            _latest.Remove(line, out var at);
            return new SightingNote { Topic = line.Topic, Account = line.Account, At = at };
        }
    }
}
