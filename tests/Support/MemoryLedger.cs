using AccountTwins.Grains.State;

namespace AccountTwins.Tests.Support;

/// <summary>Chains in memory that outlive the grains of a test, with faults on demand.</summary>
internal sealed class MemoryLedger : ILedgerStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<LedgerSubject, List<LedgerEntry>> _chains = [];

    /// <summary>What an append does instead: a result before anything was written; null: it is written.</summary>
    public Func<LedgerAppend, AppendResult?>? Before { get; set; }

    /// <summary>What an append answers although it was written; null: that it was.</summary>
    public Func<LedgerAppend, AppendResult?>? After { get; set; }

    public bool IsAway { get; set; }

    public Task<LedgerEntry[]> ReadTailAsync(LedgerSubject subject, CancellationToken cancellationToken)
    {
        var entries = Entries(subject);
        return Task.FromResult(entries[Math.Max(0, Array.FindLastIndex(entries, entry => entry.Snapshot is not null))..]);
    }

    public Task<AppendResult> AppendAsync(LedgerAppend append, CancellationToken cancellationToken)
    {
        if (IsAway)
            return Task.FromResult(AppendResult.Unknown);
        if (Before?.Invoke(append) is { } instead)
            return Task.FromResult(instead);
        lock (_gate)
        {
            if (!_chains.TryGetValue(append.Subject, out var chain))
                _chains[append.Subject] = chain = [];
            if (chain.Count != append.Entries[0].Number - 1)
                return Task.FromResult(AppendResult.Conflict);
            chain.AddRange(append.Entries);
        }

        return Task.FromResult(After?.Invoke(append) ?? AppendResult.Appended);
    }

    public Task<LedgerEnd?> ReadEndAsync(LedgerSubject subject, CancellationToken cancellationToken) =>
        Task.FromResult(Entries(subject) is [.., var last] ? new LedgerEnd(last.Number, last.Hash) : (LedgerEnd?)null);

    public Task<LedgerEntry[]> ReadAsync(LedgerSubject subject, long from, int count, CancellationToken cancellationToken) =>
        Task.FromResult(Entries(subject).Where(entry => entry.Number >= from).Take(count).ToArray());

    public Task<long?> FindKeyAsync(LedgerSubject subject, ulong key, CancellationToken cancellationToken) =>
        Task.FromResult(Entries(subject).LastOrDefault(entry => entry.Key == key && key != 0)?.Number);

    public LedgerEntry[] Entries(LedgerSubject subject)
    {
        if (IsAway)
            throw new StoreUnavailableException("away");
        lock (_gate)
            return _chains.TryGetValue(subject, out var chain) ? [.. chain] : [];
    }
}
