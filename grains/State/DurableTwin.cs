using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Changes;
using AccountTwins.Domain.Streams;
using AccountTwins.Grains.Mapping;

namespace AccountTwins.Grains.State;

/// <summary>
/// One activation's twin beside what of it is durable. One write is in flight at a time, of a state captured before the first await;
/// callers who come later join the next one. An activation whose row was written by another is superseded for good.
/// Not thread-safe: all calls come from the turns of one activation.
/// </summary>
public sealed class DurableTwin(AccountKey key, ITwinStore store, Func<int, bool> isRetired, AwakeTwins awake)
{
    /// <summary>Writes tried for one capture before its callers are told that the store is away.</summary>
    public const int WriteTriesMax = 3;

    /// <summary>Changes that may wait for the row that holds them; beyond them one batch more at most.</summary>
    public const int AnnouncedMax = 64;

    private readonly Guid _writer = Guid.NewGuid();
    private readonly HeldTwin _twin = new(AccountTwin.Empty(key), awake);
    private Stand _durable = new(0, Positions.Empty);
    private RowVersion? _row;
    private Attempt? _unsettled;
    private List<ChangeRow>? _announced;
    private Task? _loading;
    private Task<PersistEnd>? _writing;
    private Task<PersistEnd>? _next;
    private int _looksBegun;
    private int _lookTaken;

    public AccountKey Key => key;

    /// <summary>Tells this activation from every other of the account; its rows carry it.</summary>
    public Guid Activation => _writer;

    public TwinStatus Status { get; private set; }

    /// <summary>What this activation answers from; valid when <see cref="Status"/> is Ready.</summary>
    public AccountTwin Current => _twin.Twin;

    /// <summary>Of <see cref="Current"/>, without waking it.</summary>
    public long Revision => _twin.Revision;

    /// <summary>True when the account has a row or holds anything worth one.</summary>
    public bool Exists => _row is not null || Revision > 0;

    /// <summary>True until the row is being read: the next caller reads it as it is then.</summary>
    public bool IsUntouched => Status == TwinStatus.Unloaded && (_loading is null || _loading.IsCompleted);

    /// <summary>True when so much waits to be announced that it should be written before more is brought about.</summary>
    public bool IsAnnouncingFull => _announced is { Count: >= AnnouncedMax };

    public bool IsDirty => Revision != _durable.Revision || _unsettled is not null;

    /// <summary>The row is one that this activation loaded or wrote; null while there is none.</summary>
    public TwinCondition? Condition => _row is { } row ? new TwinCondition(_writer, row) : null;

    /// <summary>The mark that signals of the account stand in dead letters, as last read; valid when <see cref="Status"/> is Ready.</summary>
    public AsideMark? Aside { get; private set; }

    /// <summary>The last offset of a stream that the row holds.</summary>
    public long DurablePosition(int stream) => _durable.Positions[stream];

    /// <summary>
    /// Reads the row once; callers that come meanwhile share the read. Throws <see cref="StoreUnavailableException"/>, and then the next
    /// caller tries again, or <see cref="UnreadableTwinException"/>.
    /// </summary>
    public Task LoadAsync(CancellationToken cancellationToken)
    {
        if (Status != TwinStatus.Unloaded)
            return Task.CompletedTask;
        return _loading is null || _loading.IsCompleted ? _loading = ReadRowAsync(cancellationToken) : _loading;
    }

    /// <summary>Takes a changed twin into memory. It becomes durable with the next write.</summary>
    public void Swap(AccountTwin changed)
    {
        if (Status != TwinStatus.Ready)
            throw new InvalidOperationException($"A twin that is {Status} takes no change.");
        if (changed.Changes.Items.Count > 0)
        {
            var segment = changed.Profile.Segment;
            (_announced ??= []).AddRange(changed.Changes.Items.Select(change => ChangeForm.Of(key, segment, change)));
            changed = changed with { Changes = NewChanges.None };
        }

        _twin.Swap(changed);
    }

    /// <summary>Makes the present state durable. Never throws for a store that is away.</summary>
    public Task<PersistEnd> PersistAsync()
    {
        if (Status == TwinStatus.Superseded)
            return Task.FromResult(PersistEnd.Superseded);
        if (!IsDirty)
            return Task.FromResult(PersistEnd.Durable);
        if (_writing is not null)
            return _next ??= JoinNextAsync(_writing);

        var write = WriteAsync();
        _writing = write.IsCompleted ? null : write;
        return write;
    }

    /// <summary>
    /// Compares the row in the store with the one this activation last wrote or read; another row supersedes it, and so does a mark that is gone
    /// without its doing: a copy from before the mark must bring about its letters again. Durable: they are the same.
    /// Never throws for a store that is away.
    /// </summary>
    public async Task<PersistEnd> RecheckAsync()
    {
        for (var tries = 0; tries < WriteTriesMax && Status == TwinStatus.Ready; tries++)
        {
            if (_writing is not null)
                await _writing;
            var (row, unsettled) = (_row, _unsettled);
            RowVersion? found;
            bool isMarkGone;
            try
            {
                found = await store.ReadVersionAsync(key, CancellationToken.None);
                isMarkGone = Aside is { } mark && (await store.ReadAsync(key, CancellationToken.None)).Aside is null && Aside == mark;
            }
            catch (StoreUnavailableException)
            {
                return PersistEnd.Unavailable;
            }

            // A write that came in between says nothing about the row that was read.
            if (_writing is not null || row != _row)
                continue;
            if (!isMarkGone && (found == row || (unsettled is not null && found == unsettled.Write.Next)))
                return PersistEnd.Durable;
            Status = TwinStatus.Superseded;
        }

        return Status == TwinStatus.Superseded ? PersistEnd.Superseded : PersistEnd.Unavailable;
    }

    /// <summary>Reads <see cref="Aside"/> again. Throws <see cref="StoreUnavailableException"/>, and then it stays as it was.</summary>
    public async Task LookAsideAsync(CancellationToken cancellationToken) => await ReadAsync(cancellationToken);

    /// <summary>Readings may end in another order than they began: of the mark, the one that began last counts.</summary>
    private async Task<StoredTwin?> ReadAsync(CancellationToken cancellationToken)
    {
        var look = ++_looksBegun;
        var (row, aside) = await store.ReadAsync(key, cancellationToken);
        if (look > _lookTaken)
            (_lookTaken, Aside) = (look, aside);
        return row;
    }

    private async Task ReadRowAsync(CancellationToken cancellationToken)
    {
        var stored = await ReadAsync(cancellationToken);
        if (Status != TwinStatus.Unloaded)
            return;
        if (stored is not null)
        {
            var twin = TwinRow.Read(key, stored);
            // Not a change of its own: the positions of logs that are gone leave the row with the next write.
            twin = twin with { Positions = twin.Positions.Without(isRetired) };
            _twin.Swap(twin);
            _durable = Stand.Of(twin);
            _row = stored.Version;
        }

        Status = TwinStatus.Ready;
        // Who waits holds it; a twin need not for as long as it lives.
        _loading = null;
    }

    /// <summary>What those wait for whose change came after the capture of the write in flight.</summary>
    private async Task<PersistEnd> JoinNextAsync(Task<PersistEnd> inFlight)
    {
        try
        {
            await inFlight;
        }
        finally
        {
            _next = null;
        }

        return await PersistAsync();
    }

    private async Task<PersistEnd> WriteAsync()
    {
        try
        {
            var wanted = Revision;
            PersistEnd end;
            do
            {
                end = await SettleAsync(_unsettled ?? Capture());
            }
            while (end == PersistEnd.Durable && _durable.Revision < wanted);
            return end;
        }
        finally
        {
            _writing = null;
        }
    }

    /// <summary>Writes one capture until its end is known. While it is not, it stays the only capture that may be written.</summary>
    private async Task<PersistEnd> SettleAsync(Attempt attempt)
    {
        for (var tries = 0; tries < WriteTriesMax; tries++)
        {
            var result = await store.WriteAsync(attempt.Write, CancellationToken.None);
            if (result == WriteResult.Refused)
            {
                // It never lands, so that a later state may be tried instead.
                _unsettled = null;
                return PersistEnd.Refused;
            }


            var found = result == WriteResult.Written ? RowFound.Ours : await FindRowAsync(attempt);
            if (found == RowFound.Ours)
            {
                (_durable, _row, _unsettled) = (attempt.Stand, attempt.Write.Next, null);
                Forget(attempt.Write.Changes.Count);
                return PersistEnd.Durable;
            }

            if (found == RowFound.Anothers)
            {
                Status = TwinStatus.Superseded;
                return PersistEnd.Superseded;
            }

            _unsettled = attempt;
            if (found == RowFound.NoAnswer)
                break;
        }

        return PersistEnd.Unavailable;
    }

    private async Task<RowFound> FindRowAsync(Attempt attempt)
    {
        try
        {
            var version = await store.ReadVersionAsync(key, CancellationToken.None);
            return version == attempt.Write.Next ? RowFound.Ours : version == _row ? RowFound.Unchanged : RowFound.Anothers;
        }
        catch (StoreUnavailableException)
        {
            return RowFound.NoAnswer;
        }
    }

    private Attempt Capture()
    {
        var twin = Current;
        var write = TwinRow.Write(twin, _row, _writer);
        return new Attempt(Stand.Of(twin), _announced is { Count: > 0 } announced ? write with { Changes = announced.ToArray() } : write);
    }

    /// <summary>The first ones are durable with the row; what came after its capture goes with the next.</summary>
    private void Forget(int count)
    {
        if (count == 0)
            return;
        _announced!.RemoveRange(0, count);
        if (_announced.Count == 0)
            _announced = null;
    }

    private sealed record Attempt(Stand Stand, TwinWrite Write);

    /// <summary>How far a state of the twin had come.</summary>
    private readonly record struct Stand(long Revision, Positions Positions)
    {
        public static Stand Of(AccountTwin twin) => new(twin.Revision, twin.Positions);
    }

    private enum RowFound
    {
        Unspecified = 0,
        Ours = 1,
        Unchanged = 2,
        Anothers = 3,
        NoAnswer = 4,
    }
}

/// <summary>What an activation may do.</summary>
public enum TwinStatus
{
    /// <summary>The row was not read yet: nothing may be answered.</summary>
    Unloaded = 0,
    Ready = 1,

    /// <summary>Another activation wrote the row: this one answers nothing more.</summary>
    Superseded = 2,
}

/// <summary>How an attempt to make a twin durable ended.</summary>
public enum PersistEnd
{
    Unspecified = 0,
    Durable = 1,
    Superseded = 2,

    /// <summary>The store gave no answer; memory keeps the change and the next attempt settles it.</summary>
    Unavailable = 3,

    /// <summary>The store refuses this row for its data.</summary>
    Refused = 4,
}
