using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Changes;
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

    /// <summary>
    /// What the account must have announced: the signals one by one, so that no batch of the silo's plays a part. Right only where they reach it in the
    /// order in which they were sent.
    /// </summary>
    public IReadOnlyList<ChangeRow> ChangesOf(AccountKey key)
    {
        var (twin, changes) = (AccountTwin.Empty(key), new List<ChangeRow>());
        foreach (var (index, signal) in _signals.GetValueOrDefault(key, []).Index())
        {
            if (twin.Apply(1, Positions.Nothing, [new StreamSignal(index, signal)]) is not ApplyOutcome.Applied applied)
                throw new InvalidOperationException($"The oracle cannot apply a signal of {key}: the workload is wrong.");
            changes.AddRange(applied.Twin.Changes.Items.Select(change => ChangeForm.Of(key, null, change)));
            twin = applied.Twin with { Changes = NewChanges.None };
        }

        return changes;
    }

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
