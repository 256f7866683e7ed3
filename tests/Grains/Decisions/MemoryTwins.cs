using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.State;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Grains.Decisions;

/// <summary>Rows of twins in memory, under the real condition: a write succeeds only over the row that the writer last knew.</summary>
internal sealed class MemoryTwins : ITwinStore
{
    private readonly Dictionary<AccountKey, TwinWrite> _rows = [];

    /// <summary>What every call meets before it takes effect: a place for delay and trouble.</summary>
    public Func<Task> Before { get; set; } = () => Task.CompletedTask;

    /// <summary>The row is of this activation: it wrote it, or it is still the one that was loaded.</summary>
    public bool Holds(AccountKey key, TwinCondition condition) =>
        _rows.TryGetValue(key, out var row) && (row.Next.Writer == condition.Writer || row.Next == condition.Loaded);

    public MemoryAside Aside { get; } = new();

    public async Task<StoredAccount> ReadAsync(AccountKey key, CancellationToken cancellationToken)
    {
        await Before();
        return new StoredAccount(_rows.TryGetValue(key, out var row) ? new StoredTwin(row.Next, row.SchemaVersion, row.State) : null, Aside.Find(key));
    }

    public async Task<WriteResult> WriteAsync(TwinWrite write, CancellationToken cancellationToken)
    {
        try
        {
            await Before();
        }
        catch (StoreUnavailableException)
        {
            return WriteResult.Unknown;
        }

        if ((_rows.TryGetValue(write.Key, out var row) ? row.Next : (RowVersion?)null) != write.Expected)
            return WriteResult.Conflict;
        _rows[write.Key] = write;
        return WriteResult.Written;
    }

    public async Task<RowVersion?> ReadVersionAsync(AccountKey key, CancellationToken cancellationToken)
    {
        await Before();
        return _rows.TryGetValue(key, out var row) ? row.Next : null;
    }
}
