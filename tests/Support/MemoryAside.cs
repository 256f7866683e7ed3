using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.State;

namespace AccountTwins.Tests.Support;

/// <summary>Marks of accounts with signals in dead letters, in memory.</summary>
internal sealed class MemoryAside : IAsideStore
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<AccountKey, AsideMark> _marks = [];
    private readonly Lock _gate = new();

    /// <summary>What every call meets before it takes effect: a place for delay and trouble.</summary>
    public Func<Task> Before { get; set; } = () => Task.CompletedTask;

    public AsideMark? Find(AccountKey key)
    {
        lock (_gate)
            return _marks.GetValueOrDefault(key);
    }

    public async Task AddAsync(AccountKey key, string code, int signals, CancellationToken cancellationToken)
    {
        await Before();
        lock (_gate)
            _marks[key] = _marks.TryGetValue(key, out var mark) ? mark with { Signals = mark.Signals + signals } : new AsideMark(code, Noon, signals);
    }

    public async Task<bool> TryRemoveAsync(AccountKey key, AsideMark mark, CancellationToken cancellationToken)
    {
        await Before();
        lock (_gate)
            return _marks.GetValueOrDefault(key) == mark && _marks.Remove(key);
    }
}
