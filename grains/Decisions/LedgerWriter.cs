using AccountTwins.Domain.Changes;
using AccountTwins.Domain.Decisions;
using AccountTwins.Grains.State;

namespace AccountTwins.Grains.Decisions;

/// <summary>
/// The end of one chain in memory: numbers and hashes entries at once, and writes them in order, one append in flight and the next one
/// filling. When an append fails, everything behind it fails too, and the writer is done: the chain is read again.
/// Not thread-safe: all calls come from the turns of one activation. A chain that takes nothing now holds nothing of what it took: there are as many
/// of them as accounts.
/// </summary>
/// <param name="subject">The chain.</param>
/// <param name="end">Its last entry; null: there is none.</param>
/// <param name="store">Where it is kept.</param>
/// <param name="appended">Called whenever more of it has become durable.</param>
public sealed class LedgerWriter(LedgerSubject subject, LedgerEnd? end, ILedgerStore store, Action? appended = null)
{
    /// <summary>Entries of one append.</summary>
    public const int BatchMax = 128;

    /// <summary>Entries that may wait; more are refused as if the store were away.</summary>
    public const int QueueMax = 4096;

    /// <summary>Bytes of one append, unless a single entry has more: far below what the store takes in one statement.</summary>
    public const int BatchBytesMax = 1024 * 1024;

    private const int TriesMax = 3;

    private long _number = end?.Number ?? 0;
    private ChainHash _hash = ChainHash.Of(end?.Hash);
    private Waiting? _first;
    private Waiting? _newest;
    private int _count;
    private bool _isRunning;

    /// <summary>How it ended, once an append failed; nothing more is taken then.</summary>
    public AppendEnd Failure { get; private set; }

    public long LastNumber => _number;

    /// <summary>Whether the next entry will be taken, and if not, how it ends: nothing may be built on an entry that is not.</summary>
    public AppendEnd Refusal => Failure == AppendEnd.Unspecified && _count >= QueueMax ? AppendEnd.Unavailable : Failure;

    /// <summary>The last entry that the store has.</summary>
    public long Durable { get; private set; } = end?.Number ?? 0;

    /// <summary>Ends when everything up to an entry of this writer is durable, or is known not to be.</summary>
    public Task<AppendEnd> SettledAsync(long number)
    {
        if (number <= Durable)
            return Task.FromResult(AppendEnd.Appended);
        if (_newest is { } newest)
            return newest.End.Task;
        // Not there, and not on its way.
        return Task.FromResult(Failure == AppendEnd.Unspecified ? AppendEnd.Conflict : Failure);
    }

    /// <summary>The next entry of the chain; it must be given to <see cref="AppendAsync"/> before the next is made.</summary>
    public LedgerEntry Next(string kind, DateTimeOffset at, ulong key, byte[] body, byte[]? snapshot) => new(
        _number + 1, kind, at, key,
        LedgerChain.HashOf(_hash.Span, subject.Tenant, subject.Name, _number + 1, kind, at, key, body, snapshot), body, snapshot);

    /// <summary>Durable when this ends with Appended.</summary>
    public Task<AppendEnd> AppendAsync(LedgerEntry entry, ReviewChange[] reviews, ChangeRow[] changes, Func<TwinCondition?> twin)
    {
        if (Refusal is var refusal and not AppendEnd.Unspecified)
            return Task.FromResult(refusal);
        if (entry.Number != _number + 1)
            throw new InvalidOperationException($"Entry {entry.Number} does not follow {_number}.");
        (_number, _hash) = (entry.Number, ChainHash.Of(entry.Hash));
        var waiting = new Waiting(entry, reviews, changes);
        Enqueue(waiting);
        if (!_isRunning)
            _ = RunAsync(twin);
        return waiting.End.Task;
    }

    /// <summary>Another has written the chain: what is on its way meets that by itself, and nothing more is taken.</summary>
    public void Abandon() => Failure = Failure == AppendEnd.Unspecified ? AppendEnd.Conflict : Failure;

    private async Task RunAsync(Func<TwinCondition?> twin)
    {
        _isRunning = true;
        while (_first is not null && Failure == AppendEnd.Unspecified)
        {
            var batch = NextBatch();
            End(batch, await WriteAsync(batch, twin));
        }

        while (_first is not null)
            End(Dequeue(), Failure);
        _isRunning = false;
    }

    private void Enqueue(Waiting waiting)
    {
        if (_first is null)
            _first = waiting;
        else
            _newest!.Next = waiting;
        _newest = waiting;
        _count++;
    }

    private Waiting Dequeue()
    {
        var waiting = _first!;
        (_first, waiting.Next) = (waiting.Next, null);
        _count--;
        return waiting;
    }

    private List<Waiting> NextBatch()
    {
        var batch = new List<Waiting>();
        var bytes = 0L;
        while (batch.Count < BatchMax && _first is { } next && (batch.Count == 0 || bytes + next.Bytes <= BatchBytesMax))
        {
            bytes += next.Bytes;
            batch.Add(Dequeue());
        }

        return batch;
    }

    private void End(List<Waiting> batch, AppendEnd result)
    {
        if (result != AppendEnd.Appended)
            Failure = result;
        else
            Durable = batch[^1].Entry.Number;
        foreach (var waiting in batch)
            End(waiting, result);
        if (result == AppendEnd.Appended)
            appended?.Invoke();
    }

    private void End(Waiting waiting, AppendEnd result)
    {
        if (_newest == waiting)
            _newest = null;
        waiting.End.TrySetResult(result);
    }

    /// <summary>
    /// An append without an answer is tried again while the chain ends where it did: the numbers let only one of the tries in. A try may
    /// land after the look at the chain's end, and then the next one meets its own entries.
    /// </summary>
    private async Task<AppendEnd> WriteAsync(List<Waiting> batch, Func<TwinCondition?> twin)
    {
        try
        {
            var append = new LedgerAppend(subject, twin(), [.. batch.Select(one => one.Entry)], [.. batch.SelectMany(one => one.Reviews)])
            {
                Changes = [.. batch.SelectMany(one => one.Changes)],
            };
            for (var tries = 0; tries < TriesMax; tries++)
            {
                var result = await store.AppendAsync(append, CancellationToken.None);
                if (result == AppendResult.Appended)
                    return AppendEnd.Appended;
                if (result == AppendResult.Refused)
                    return AppendEnd.Refused;
                if (result == AppendResult.Conflict && tries == 0)
                    return AppendEnd.Conflict;
                var found = await store.ReadEndAsync(subject, CancellationToken.None);
                if (found is { } there && there.Number == append.Entries[^1].Number && there.Hash.AsSpan().SequenceEqual(append.Entries[^1].Hash))
                    return AppendEnd.Appended;
                if (result == AppendResult.Conflict || (found?.Number ?? 0) != Durable)
                    return AppendEnd.Conflict;
            }

            return AppendEnd.Unavailable;
        }
        catch (StoreUnavailableException)
        {
            return AppendEnd.Unavailable;
        }
        catch (Exception)
        {
            // Whoever waits must get an answer; what happened is in the store's own log, and the chain is read again before anything more.
            return AppendEnd.Unavailable;
        }
    }

    private sealed class Waiting(LedgerEntry entry, ReviewChange[] reviews, ChangeRow[] changes)
    {
        public LedgerEntry Entry => entry;

        public ReviewChange[] Reviews => reviews;

        public ChangeRow[] Changes => changes;

        /// <summary>Who came next; null for the newest.</summary>
        public Waiting? Next { get; set; }

        public long Bytes => (long)Entry.Body.Length + (Entry.Snapshot?.Length ?? 0) + Changes.Sum(change => change.Data.Length);

        public TaskCompletionSource<AppendEnd> End { get; } = new();
    }
}

/// <summary>How an entry ended.</summary>
public enum AppendEnd
{
    Unspecified = 0,

    /// <summary>Durable.</summary>
    Appended = 1,

    /// <summary>Another writer is at the chain, or the twin's row is another's.</summary>
    Conflict = 2,

    /// <summary>No answer: it may or may not be there.</summary>
    Unavailable = 3,

    Refused = 4,
}
