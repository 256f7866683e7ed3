using AccountTwins.Domain.Changes;
using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Grains.State;

namespace AccountTwins.Grains.Decisions;

/// <summary>
/// An account's chain and the book that follows from it. The book in memory is ahead of the store by the entries in flight; nothing is
/// answered from an entry before it is durable, and when one fails the chain is read again.
/// </summary>
public sealed class AccountLedger(LedgerSubject subject, ILedgerStore store, Func<TwinCondition?> twin)
{
    /// <summary>Entries between two snapshots of the book: what an activation reads at most, but for the entries in one append.</summary>
    public const int SnapshotEvery = 16;

    private LedgerWriter? _writer;
    private Task? _loading;
    private TaskCompletionSource? _changed;

    public LedgerSubject Subject => subject;

    /// <summary>Valid after <see cref="LoadAsync"/>. Ahead of the store: what it says may be told only once <see cref="SettledAsync"/> has ended well.</summary>
    public DecisionBook Book { get; private set; } = DecisionBook.Empty;

    /// <summary>How often the chain was read. While it stays the same, every entry since came through here.</summary>
    public int Reads { get; private set; }

    /// <summary>Ends when the next entry is durable.</summary>
    public Task Changed => (_changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Reads the chain's end unless it is known. Throws <see cref="StoreUnavailableException"/>; the next caller tries again.</summary>
    public Task LoadAsync(CancellationToken cancellationToken)
    {
        if (_writer is { Failure: AppendEnd.Unspecified })
            return Task.CompletedTask;

        // Shared by all who wait: one caller who leaves does not end it for the others.
        if (_loading is null || _loading.IsCompleted)
            _loading = ReadAsync();
        return _loading.WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Takes the entry into the book at once and makes it durable. <paramref name="reviews"/> get the decision's id, which is known only
    /// when the entry's hash is. Null and how it ended where the chain takes nothing now: the book stays as it was.
    /// </summary>
    public (LedgerEntry? Entry, Task<AppendEnd> End) Append<T>(
        string kind, DateTimeOffset at, ulong key, T body, Func<long, DecisionBook, DecisionBook> fold, Func<LedgerEntry, ReviewChange[]> reviews,
        Func<LedgerEntry, ChangeRow>? announced = null)
    {
        var writer = _writer ?? throw new InvalidOperationException("The chain is not loaded.");
        if (writer.Refusal is var refusal and not AppendEnd.Unspecified)
            return (null, Task.FromResult(refusal));
        var number = writer.LastNumber + 1;
        var book = fold(number, Book);
        var entry = writer.Next(kind, at, key, LedgerJson.Write(body), number % SnapshotEvery == 0 ? LedgerJson.Write(book) : null);
        var changes = reviews(entry);
        ChangeRow[] rows = announced is not null ? [announced(entry)] : changes.Length > 0 ? [.. ReviewQueue.Announced(entry, changes)] : [];
        Book = book;
        return (entry, writer.AppendAsync(entry, changes, rows, twin));
    }

    /// <summary>Ends when everything up to an entry of the present book is durable, or is known not to be.</summary>
    public Task<AppendEnd> SettledAsync(long number) => _writer?.SettledAsync(number) ?? Task.FromResult(AppendEnd.Appended);

    /// <summary>
    /// True when another activation has appended what this one does not know; the chain is read again with the next load. Throws
    /// <see cref="StoreUnavailableException"/>.
    /// </summary>
    public async Task<bool> IsBehindAsync(CancellationToken cancellationToken)
    {
        var end = await store.ReadEndAsync(subject, cancellationToken);
        if ((end?.Number ?? 0) <= Book.LastNumber)
            return false;
        _writer?.Abandon();
        return true;
    }

    /// <summary>Wakes those who wait for the book to change.</summary>
    private void Wake()
    {
        var changed = _changed;
        _changed = null;
        changed?.TrySetResult();
    }

    private async Task ReadAsync()
    {
        var tail = await store.ReadTailAsync(subject, CancellationToken.None);
        Book = BookOf(tail);
        Reads++;
        _writer = new LedgerWriter(subject, tail.Length == 0 ? null : new LedgerEnd(tail[^1].Number, tail[^1].Hash), store, Wake);
    }

    /// <summary>The book after the entries of a chain's tail.</summary>
    public static DecisionBook BookOf(LedgerEntry[] tail)
    {
        var book = DecisionBook.Empty;
        foreach (var entry in tail)
        {
            book = entry.Snapshot is { } snapshot
                ? LedgerJson.Read<DecisionBook>(snapshot)
                : BookFold.Next(book, entry.Kind, entry.Number, entry.At, entry.Key, entry.Body);
        }

        return book;
    }
}
