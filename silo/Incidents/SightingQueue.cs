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
    private readonly Dictionary<(AccountKey Account, string Topic, int Day), DateTimeOffset> _lines = [];
    private readonly HashSet<string> _tenants = new(StringComparer.Ordinal);
    private long _dropped;

    /// <summary>Reports that found no room.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Tenants of whom anything was ever told; the watch of each looks again now and then.</summary>
    public string[] Tenants
    {
        get
        {
            lock (_gate)
                return [.. _tenants];
        }
    }

    public void Look(AccountTwin twin)
    {
        foreach (var sighting in Sighting.Of(twin, clock.GetUtcNow()))
            Add(twin.Key, sighting.Topic, sighting.At);
    }

    /// <summary>At most so many of one tenant; they come back by <see cref="Return"/> unless the watch took them.</summary>
    public SightingReport? Take(string tenant)
    {
        lock (_gate)
        {
            var taken = _lines.Where(line => line.Key.Account.Tenant == tenant).Take(SightingReport.SightingsMax).ToArray();
            foreach (var line in taken)
                _lines.Remove(line.Key);
            return taken.Length == 0 ? null : new SightingReport
            {
                Sightings = [.. taken.Select(line => new SightingNote { Topic = line.Key.Topic, Account = line.Key.Account.Account, At = line.Value })],
            };
        }
    }

    public void Return(string tenant, SightingReport report)
    {
        foreach (var note in report.Sightings)
            Add(new AccountKey(tenant, note.Account), note.Topic, note.At);
    }

    private void Add(AccountKey account, string topic, DateTimeOffset at)
    {
        var key = (account, topic, (int)(at.UtcTicks / TimeSpan.TicksPerDay));
        lock (_gate)
        {
            if (_tenants.Count < TenantsMax)
                _tenants.Add(account.Tenant);
            if (_lines.TryGetValue(key, out var known))
                _lines[key] = at > known ? at : known;
            else if (_lines.Count < LinesMax)
                _lines[key] = at;
            else
                _dropped++;
        }
    }
}
