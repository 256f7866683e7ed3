using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Ingestion;

namespace AccountTwins.Tests.Silo.Ingestion.Simulation;

/// <summary>Rows and positions of one database: effects and answers take their time, answers get lost, writes land late or never.</summary>
internal sealed class SimulatedStore(SimulatedWorld world, ProtocolBreak breaks) : ITwinStore, IStreamPositions, IAsideStore
{
    private Dictionary<AccountKey, (RowVersion Version, int Schema, byte[] State)> _rows = [];
    private Dictionary<int, (long Offset, ulong Hash)> _positions = [];
    private Dictionary<AccountKey, AsideMark> _marks = [];
    private Action? _restore;

    /// <summary>Nothing is read, written or answered.</summary>
    public bool IsAway { get; set; }

    /// <summary>An account whose row the database refuses for its data, or null.</summary>
    public AccountKey? Refused { get; set; }

    /// <summary>The highest offset handed to any pump, by stream: what a pump without a mark would commit.</summary>
    public Dictionary<int, long> Delivered { get; } = [];

    public void Backup()
    {
        var (rows, positions, marks) = (_rows.ToDictionary(), _positions.ToDictionary(), _marks.ToDictionary());
        _restore = () => (_rows, _positions, _marks) = (rows.ToDictionary(), positions.ToDictionary(), marks.ToDictionary());
    }

    /// <summary>Becomes what it was at the backup.</summary>
    public void Restore() => _restore?.Invoke();

    public StoredTwin? Row(AccountKey key) => _rows.TryGetValue(key, out var row) ? new StoredTwin(row.Version, row.Schema, row.State) : null;

    public StreamStart Start(int stream) => _positions.TryGetValue(stream, out var position)
        ? new StreamStart(stream, position.Offset, new MarkedOffset(position.Offset, position.Hash))
        : new StreamStart(stream, -1, null);

    /// <summary>Whether the account is marked: signals of it stand in dead letters.</summary>
    public bool IsAside(AccountKey key) => _marks.ContainsKey(key);

    public async Task<StoredAccount> ReadAsync(AccountKey key, CancellationToken cancellationToken)
    {
        await AnswerAsync();
        var read = new StoredAccount(Row(key), _marks.GetValueOrDefault(key));
        await world.LaterAsync();
        return read;
    }

    public async Task AddAsync(AccountKey key, string code, int signals, CancellationToken cancellationToken)
    {
        await AnswerAsync();
        _marks[key] = new AsideMark(code, world.Clock.GetUtcNow(), signals + (_marks.GetValueOrDefault(key)?.Signals ?? 0));
        if (world.Strikes())
            throw new StoreUnavailableException("The answer to a mark was lost.");
        await world.LaterAsync();
    }

    /// <summary>Nobody settles anything here.</summary>
    public Task<bool> TryRemoveAsync(AccountKey key, AsideMark mark, CancellationToken cancellationToken) => throw new NotSupportedException();

    public async Task<RowVersion?> ReadVersionAsync(AccountKey key, CancellationToken cancellationToken)
    {
        await AnswerAsync();
        return Row(key)?.Version;
    }

    public Task<WriteResult> WriteAsync(TwinWrite write, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<WriteResult>();
        if (IsAway || world.Strikes())
        {
            // The connection broke: no answer now, and the write lands at any time, or never.
            if (!IsAway && world.Dice.Next(3) > 0)
                world.Later(() => Effect(write));
            world.Later(() => answer.SetResult(WriteResult.Unknown));
            return answer.Task;
        }

        world.Later(() =>
        {
            var result = Effect(write);
            world.Later(() => answer.SetResult(world.Strikes() ? WriteResult.Unknown : result));
        });
        return answer.Task;
    }

    public async Task<StreamStart> ReadAsync(int stream)
    {
        await AnswerAsync();
        return Start(stream);
    }

    public async Task<bool> CommitAsync(int stream, long known, MarkedOffset mark)
    {
        await AnswerAsync();
        var offset = breaks == ProtocolBreak.NoMark ? Delivered[stream] : mark.Offset;
        var present = Start(stream).Committed;
        if (present < known)
            return false;
        if (offset > present)
            _positions[stream] = (offset, mark.Hash);
        if (world.Strikes())
            throw new StoreUnavailableException("The answer to a commit was lost.");
        await world.LaterAsync();
        return true;
    }

    private async Task AnswerAsync()
    {
        await world.LaterAsync();
        if (IsAway || world.Strikes())
            throw new StoreUnavailableException("The store is away.");
    }

    private WriteResult Effect(TwinWrite write)
    {
        if (write.Key == Refused)
            return WriteResult.Refused;
        var present = _rows.TryGetValue(write.Key, out var row) ? row.Version : (RowVersion?)null;
        if (present != write.Expected && breaks != ProtocolBreak.NoRevisionCheck)
            return WriteResult.Conflict;
        _rows[write.Key] = (write.Next, write.SchemaVersion, write.State);
        return WriteResult.Written;
    }
}
