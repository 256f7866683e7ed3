using AccountTwins.Domain.Changes;
using AccountTwins.Domain.Decisions;
using AccountTwins.Grains.Decisions;

namespace AccountTwins.Grains.State;

/// <summary>
/// A rare state that follows from a ledger chain: changed under one lock, visible only once it is durable. When an append fails or
/// another activation has written, the chain is read again. All calls come from the turns of one activation.
/// </summary>
public sealed class ChainState<T>
    where T : class
{
    /// <summary>Larger states are not written beside every entry but beside every <see cref="SnapshotEvery"/>th.</summary>
    public const int SnapshotBytesAlways = 16 * 1024;

    public const int SnapshotEvery = 16;

    private const int TriesMax = 3;

    private readonly LedgerSubject subject;
    private readonly ILedgerStore store;
    private readonly T empty;
    private readonly Func<T, string, DateTimeOffset, byte[], T> fold;
    private readonly SemaphoreSlim _gate = new(1);
    private LedgerWriter? _writer;
    private LedgerEnd? _end;

    /// <param name="subject">The chain.</param>
    /// <param name="store">Where it is kept.</param>
    /// <param name="empty">Before the first entry.</param>
    /// <param name="fold">The state after an entry of a kind, made at a moment, with a body. Throws for what cannot be read.</param>
    public ChainState(LedgerSubject subject, ILedgerStore store, T empty, Func<T, string, DateTimeOffset, byte[], T> fold)
    {
        (this.subject, this.store, this.empty, this.fold) = (subject, store, empty, fold);
        State = empty;
    }

    /// <summary>Durable; <c>empty</c> before it was read.</summary>
    public T State { get; private set; }

    /// <summary>Number of the entry that the state follows from.</summary>
    public long Number => _end?.Number ?? 0;

    /// <summary>The state, as the store has it now: another activation's entries are found. Throws <see cref="StoreUnavailableException"/>.</summary>
    public async Task<T> VerifiedAsync(CancellationToken cancellationToken)
    {
        if (_writer is not null)
        {
            var found = await store.ReadEndAsync(subject, cancellationToken);
            if (_writer is not null && IsKnown(found))
                return State;
        }

        // Our own write may be under way; behind it the end is looked at again.
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_writer is null || !IsKnown(await store.ReadEndAsync(subject, cancellationToken)))
                await ReadAsync(cancellationToken);
            return State;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The state, read once. Throws <see cref="StoreUnavailableException"/>.</summary>
    public async Task<T> LoadedAsync(CancellationToken cancellationToken)
    {
        if (_writer is not null)
            return State;
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_writer is null)
                await ReadAsync(cancellationToken);
            return State;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>
    /// Appends what a step makes of the durable state; null: nothing. The step is asked again when another activation came between, unless it
    /// rests on something that the caller looked up before. Throws <see cref="StoreUnavailableException"/> when the chain cannot be read.
    /// </summary>
    public async Task<AppendEnd> ChangeAsync(Func<T, ChainStep<T>?> step, CancellationToken cancellationToken, int triesMax = TriesMax)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var end = AppendEnd.Unspecified;
            for (var tries = 0; tries < triesMax; tries++)
            {
                if (_writer is null)
                    await ReadAsync(cancellationToken);
                if (step(State) is not { } next)
                    return AppendEnd.Appended;
                end = await AppendAsync(next);
                if (end != AppendEnd.Conflict)
                    return end;
            }

            return end;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<AppendEnd> AppendAsync(ChainStep<T> step)
    {
        var writer = _writer!;
        var snapshot = LedgerJson.Write(step.Next);
        var isKept = snapshot.Length <= SnapshotBytesAlways || (writer.LastNumber + 1) % SnapshotEvery == 0;
        var entry = writer.Next(step.Kind, step.At, step.Key, step.Body, isKept ? snapshot : null);
        var end = await writer.AppendAsync(entry, [], step.Announced is { } announced ? [announced(entry)] : [], () => null);
        if (end == AppendEnd.Appended)
            (State, _end) = (step.Next, new LedgerEnd(entry.Number, entry.Hash));
        else
            _writer = null;
        return end;
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var tail = await store.ReadTailAsync(subject, cancellationToken);
        var state = empty;
        foreach (var entry in tail)
            state = entry.Snapshot is { } snapshot ? LedgerJson.Read<T>(snapshot) : fold(state, entry.Kind, entry.At, entry.Body);
        State = state;
        _end = tail.Length == 0 ? null : new LedgerEnd(tail[^1].Number, tail[^1].Hash);
        _writer = new LedgerWriter(subject, _end, store);
    }

    /// <summary>An end behind ours was read before our last entry came.</summary>
    private bool IsKnown(LedgerEnd? found) =>
        (found?.Number ?? 0) < Number || ((found?.Number ?? 0) == Number && (found is null || found.Value.Hash.AsSpan().SequenceEqual(_end!.Value.Hash)));
}

/// <summary>An entry to append, and the state after it.</summary>
public sealed record ChainStep<T>(string Kind, DateTimeOffset At, ulong Key, byte[] Body, T Next)
{
    /// <summary>What is announced with the entry; null: nothing.</summary>
    public Func<LedgerEntry, ChangeRow>? Announced { get; init; }
}
