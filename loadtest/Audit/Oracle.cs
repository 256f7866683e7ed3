using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Streams;
using AccountTwins.LoadTest.Workload;

namespace AccountTwins.LoadTest.Audit;

/// <summary>What every twin must hold: each distinct valid signal that was sent, applied once, in the order it was sent.</summary>
public sealed class Oracle
{
    private readonly Dictionary<AccountKey, List<Signal>> _signals = [];

    public int Accounts => _signals.Count;

    public long Signals => _signals.Values.Sum(signals => (long)signals.Count);

    public void Note(Outgoing message)
    {
        if (message.Kind != OutgoingKind.Signal)
            return;
        if (!_signals.TryGetValue(message.Account, out var signals))
            _signals[message.Account] = signals = [];
        signals.Add(message.Signal!);
    }

    public IEnumerable<AccountKey> Keys => _signals.Keys;

    /// <summary>What the account's twin must be; null when nothing was sent to it.</summary>
    public AccountTwin? TwinOf(AccountKey key) => _signals.TryGetValue(key, out var signals) ? TwinOf(key, signals) : null;

    public IEnumerable<AccountTwin> Twins() => _signals.Select(account => TwinOf(account.Key, account.Value));

    private static AccountTwin TwinOf(AccountKey key, List<Signal> signals)
    {
        var twin = AccountTwin.Empty(key);
        StreamSignal[] batch = [.. signals.Select((signal, index) => new StreamSignal(index, signal))];
        return twin.Apply(1, Positions.Nothing, batch) is ApplyOutcome.Applied applied && applied.Count == batch.Length
            ? applied.Twin
            : throw new InvalidOperationException($"The oracle cannot apply the signals of {key}: the workload is wrong.");
    }
}
