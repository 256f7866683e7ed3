using AccountTwins.Domain.Changes;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Storage.Changes;

namespace AccountTwins.Tests.Support;

/// <summary>A log of changes in memory: what is added has its place at once.</summary>
internal sealed class MemoryChanges : IChangeLog
{
    private readonly Lock _gate = new();
    private readonly List<PlacedChange> _changes = [];
    private readonly Dictionary<string, ChangeEnds> _ends = [];

    public bool IsAway { get; set; }

    /// <summary>Pages that were read.</summary>
    public int Reads { get; private set; }

    public long Newest => _changes.Count;

    public void Add(ChangeRow row)
    {
        lock (_gate)
        {
            var ends = _ends.GetValueOrDefault(row.Tenant);
            _ends[row.Tenant] = ends with { Newest = ends.Newest + 1 };
            _changes.Add(new PlacedChange(_changes.Count + 1, ends.Newest + 1, row));
        }
    }

    /// <summary>As if a tenant's changes up to a number had been removed.</summary>
    public void Remove(string tenant, long upTo)
    {
        lock (_gate)
            _ends[tenant] = _ends[tenant] with { Removed = upTo };
    }

    public Task<ChangeEnds> EndsAsync(string tenant, CancellationToken cancellationToken)
    {
        Look();
        lock (_gate)
            return Task.FromResult(_ends.GetValueOrDefault(tenant));
    }

    public Task<IReadOnlyList<PlacedChange>> ReadAsync(string tenant, long after, int count, CancellationToken cancellationToken)
    {
        Look();
        lock (_gate)
        {
            var from = Math.Max(after, _ends.GetValueOrDefault(tenant).Removed);
            return Task.FromResult<IReadOnlyList<PlacedChange>>([.. _changes.Where(change => change.Row.Tenant == tenant && change.Number > from).Take(count)]);
        }
    }

    public Task AnnouncedAsync(TimeSpan atMost, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<int> PlaceAsync(int count, DateTimeOffset now, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ChangeLogState> StateAsync(string? reader, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<PlacedChange>> ReadAllAsync(long after, int count, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<int> RemoveAsync(DateTimeOffset placedBefore, ChangeBounds bounds, long? keepAfter, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<long?> HoldAsync(string reader, string holder, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> PassedAsync(string reader, string holder, long position, DateTimeOffset until, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task ReleaseAsync(string reader, string holder, CancellationToken cancellationToken) => throw new NotSupportedException();

    private void Look()
    {
        Reads++;
        if (IsAway)
            throw new StoreUnavailableException("away");
    }
}
