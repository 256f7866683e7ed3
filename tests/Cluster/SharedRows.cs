using System.Collections.Concurrent;
using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.Mapping;
using AccountTwins.Grains.State;

namespace AccountTwins.Tests.Cluster;

/// <summary>Rows in memory that all silos of a test write to; away on demand.</summary>
internal sealed class SharedRows : ITwinStore
{
    private readonly ConcurrentDictionary<AccountKey, StoredTwin> _rows = new();
    private readonly Lock _gate = new();

    public volatile bool IsAway;

    public AccountTwin Twin(AccountKey key) => TwinRow.Read(key, _rows[key]);

    public Task<StoredAccount> ReadAsync(AccountKey key, CancellationToken cancellationToken) => Task.FromResult(new StoredAccount(Find(key)));

    public Task<RowVersion?> ReadVersionAsync(AccountKey key, CancellationToken cancellationToken) => Task.FromResult(Find(key)?.Version);

    public Task<WriteResult> WriteAsync(TwinWrite write, CancellationToken cancellationToken)
    {
        if (IsAway)
            return Task.FromResult(WriteResult.Unknown);
        lock (_gate)
        {
            if (_rows.GetValueOrDefault(write.Key)?.Version != write.Expected)
                return Task.FromResult(WriteResult.Conflict);
            _rows[write.Key] = new StoredTwin(write.Next, write.SchemaVersion, write.State);
            return Task.FromResult(WriteResult.Written);
        }
    }

    private StoredTwin? Find(AccountKey key) => IsAway ? throw new StoreUnavailableException("away") : _rows.GetValueOrDefault(key);
}
