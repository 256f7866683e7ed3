using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Changes;
using AccountTwins.Grains.State;

namespace AccountTwins.Tests.Grains.Decisions;

/// <summary>
/// Chains and the review queue in memory, under the real conditions: numbers without gaps, and the twin's row still of the one who
/// appends. Trouble comes in through <see cref="Around"/> and <see cref="BeforeRead"/>.
/// </summary>
internal sealed class MemoryLedger(MemoryTwins twins) : ILedgerStore
{
    private readonly Dictionary<LedgerSubject, List<LedgerEntry>> _chains = [];

    /// <summary>Wraps an append's effect: it may come late, never, or without its answer.</summary>
    public Func<Func<AppendResult>, Task<AppendResult>> Around { get; set; } = effect => Task.FromResult(effect());

    public Func<Task> BeforeRead { get; set; } = () => Task.CompletedTask;

    /// <summary>For showing what each condition is for.</summary>
    public bool ChecksNumbers { get; init; } = true;

    public bool ChecksTwin { get; init; } = true;

    public Dictionary<string, ReviewItem> Items { get; } = [];

    /// <summary>What the appends announced.</summary>
    public List<ChangeRow> Announced { get; } = [];

    public int Appends { get; private set; }

    public IReadOnlyList<LedgerEntry> Chain(LedgerSubject subject) => _chains.TryGetValue(subject, out var chain) ? chain : [];

    public async Task<LedgerEntry[]> ReadTailAsync(LedgerSubject subject, CancellationToken cancellationToken)
    {
        await BeforeRead();
        var chain = Chain(subject);
        var start = chain.Count;
        while (start > 0 && chain[--start].Snapshot is null)
        {
        }

        return [.. chain.Skip(start)];
    }

    public Task<AppendResult> AppendAsync(LedgerAppend append, CancellationToken cancellationToken) => Around(() => Effect(append));

    public async Task<LedgerEnd?> ReadEndAsync(LedgerSubject subject, CancellationToken cancellationToken)
    {
        await BeforeRead();
        return Chain(subject) is [.., var last] ? new LedgerEnd(last.Number, last.Hash) : null;
    }

    public async Task<LedgerEntry[]> ReadAsync(LedgerSubject subject, long from, int count, CancellationToken cancellationToken)
    {
        await BeforeRead();
        return [.. Chain(subject).Where(entry => entry.Number >= from).Take(count).Select(entry => entry with { Snapshot = null })];
    }

    public async Task<long?> FindKeyAsync(LedgerSubject subject, ulong key, CancellationToken cancellationToken)
    {
        await BeforeRead();
        return Chain(subject).LastOrDefault(entry => entry.Key == key)?.Number;
    }

    private AppendResult Effect(LedgerAppend append)
    {
        var chain = _chains.TryGetValue(append.Subject, out var known) ? known : _chains[append.Subject] = [];
        if (ChecksNumbers && append.Entries[0].Number != chain.Count + 1)
            return AppendResult.Conflict;
        if (ChecksTwin && append.Twin is { } condition && !twins.Holds(new AccountKey(append.Subject.Tenant, append.Subject.Name), condition))
            return AppendResult.Conflict;
        chain.AddRange(append.Entries);
        foreach (var change in append.Reviews)
            Change(change);
        Announced.AddRange(append.Changes);
        Appends++;
        return AppendResult.Appended;
    }

    private void Change(ReviewChange change)
    {
        switch (change)
        {
            case ReviewChange.Add(var item):
                Items[item.Id] = item;
                break;
            case ReviewChange.Decided(var id, var by, var state) when Items.TryGetValue(id, out var item):
                Items[id] = item with { State = state, DecidedBy = item.DecidedBy.Length == 0 ? by : $"{item.DecidedBy}\n{by}" };
                break;
            case ReviewChange.End(var id, var state) when Items.TryGetValue(id, out var item):
                Items[id] = item with { State = state };
                break;
        }
    }
}
