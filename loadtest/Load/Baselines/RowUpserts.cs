using System.Diagnostics;
using AccountTwins.Domain.Signals;
using AccountTwins.LoadTest.Running;

namespace AccountTwins.LoadTest.Load.Baselines;

/// <summary>An account's part of a batch: how many signals, and the last of them.</summary>
internal readonly record struct AccountRow(string Account, int Signals, byte[] Last);

/// <summary>One row an account: how many signals it had, and the last.</summary>
internal interface IRowTable : IDisposable
{
    /// <summary>Adds to these rows, each account once, in one transaction that is durable when this returns.</summary>
    void Upsert(IReadOnlyCollection<AccountRow> rows);
}

/// <summary>
/// What is built when nobody builds twins: consume, decode, and upsert the account's row, one transaction a signal or a batch. It keeps
/// far less than a twin does; that it is so much less work is in its favour.
/// </summary>
internal static class RowUpserts
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(4);

    /// <summary>Signals a second.</summary>
    public static double Run(Place place, IRowTable table, int signalsPerTransaction)
    {
        var rules = new DecodeRules { Now = TimeProvider.System.GetUtcNow() };
        var (count, began) = (0L, 0L);
        foreach (var batch in LogReader.Read(place).Chunk(signalsPerTransaction))
        {
            if (began == 0)
                began = Stopwatch.GetTimestamp();
            table.Upsert(Gather(batch, rules));
            count += batch.Length;
            if (Stopwatch.GetElapsedTime(began) > Duration)
                break;
        }

        return count / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static Dictionary<string, AccountRow>.ValueCollection Gather(byte[][] batch, DecodeRules rules)
    {
        var rows = new Dictionary<string, AccountRow>(StringComparer.Ordinal);
        foreach (var message in batch)
        {
            var account = SignalDecoder.Decode(message, rules).Account.ToString();
            rows[account] = new AccountRow(account, rows.GetValueOrDefault(account).Signals + 1, message);
        }

        return rows.Values;
    }
}
