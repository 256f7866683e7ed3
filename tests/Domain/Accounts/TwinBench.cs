using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Streams;

namespace AccountTwins.Tests.Domain.Accounts;

/// <summary>Short ways to put signals into a twin.</summary>
internal static class TwinBench
{
    public static readonly AccountKey Key = new("default", "initech");

    public static AccountTwin Twin => AccountTwin.Empty(Key);

    /// <summary>Everything as one batch of stream 1.</summary>
    public static AccountTwin Fed(params IReadOnlyCollection<Signal> signals) => Fed(Twin, 0, signals);

    public static AccountTwin Fed(AccountTwin twin, long firstOffset, IReadOnlyCollection<Signal> signals)
    {
        var outcome = twin.Apply(1, twin.Positions[1], [.. signals.Select((signal, index) => new StreamSignal(firstOffset + index, signal))]);
        return Assert.IsType<ApplyOutcome.Applied>(outcome).Twin;
    }

    /// <summary>The same signals cut into batches of random length.</summary>
    public static AccountTwin FedInBatches(RandomSignals random, IReadOnlyList<Signal> signals)
    {
        var twin = Twin;
        for (var from = 0; from < signals.Count;)
        {
            var count = Math.Min(signals.Count - from, 1 + random.Below(25));
            twin = Fed(twin, from, [.. signals.Skip(from).Take(count)]);
            from += count;
        }

        return twin;
    }
}
