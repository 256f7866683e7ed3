using System.Collections.Concurrent;
using System.Diagnostics;
using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Decisions;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AccountTwins.LoadTest.Ledger;

/// <summary>Appends entries of many accounts through the store as silos use it, then checks that every chain is whole.</summary>
internal sealed class LedgerLoad(ServiceProvider services, LedgerLoadOptions options)
{
    private readonly ILedgerStore ledger = services.GetRequiredService<ILedgerStore>();
    private readonly ConcurrentQueue<double> milliseconds = new();
    private long measuring;

    /// <summary>A line for people.</summary>
    public static async Task<string> RunAsync(LedgerLoadOptions options, bool gathered, string store, (string Key, string Value)[] settings)
    {
        // One by one: the same statements and writers, but a transaction holds a single append.
        var all = settings.Append(("WriteBatchRowsMax", gathered ? "256" : "1"))
            .ToDictionary(setting => $"{StorageOptions.Section}:{setting.Item1}", setting => (string?)setting.Item2);
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddTwinStorage(new ConfigurationBuilder().AddInMemoryCollection(all).Build());
        await using var services = collection.BuildServiceProvider();
        await services.MigrateStorageAsync(CancellationToken.None);
        var (rate, p50, p99) = await new LedgerLoad(services, options).RunAsync();
        return $"{Machine.Header(store)}: {(gathered ? "gathered" : "one by one")}: {rate:N0} appends/s, p50 {p50:F1} ms, p99 {p99:F1} ms";
    }

    private async Task<(double Rate, double P50, double P99)> RunAsync()
    {
        using var stop = new CancellationTokenSource();
        var callers = Enumerable.Range(0, options.Callers).Select(i => CallAsync(new AccountKey("default", $"account-{i}"), stop.Token)).ToArray();
        await Task.Delay(options.Duration / 5);
        Interlocked.Exchange(ref measuring, 1);
        var started = Stopwatch.GetTimestamp();
        await Task.Delay(options.Duration);
        Interlocked.Exchange(ref measuring, 0);
        var took = Stopwatch.GetElapsedTime(started);
        var measured = milliseconds.Order().ToArray();
        await stop.CancelAsync();
        var appended = (await Task.WhenAll(callers)).Sum();

        var audit = services.GetRequiredService<ILedgerAudit>();
        await audit.WriteRootAsync("default", DateTimeOffset.UnixEpoch, CancellationToken.None);
        var report = await audit.VerifyAsync("default", null, CancellationToken.None);
        if (!report.IsSound || report.Read.Entries != appended)
            throw new InvalidOperationException($"{appended} entries were appended, {report.Read.Entries} found, with {report.Faults.Length} faults.");
        return (measured.Length / took.TotalSeconds, measured[measured.Length / 2], measured[(int)(measured.Length * 0.99)]);
    }

    /// <summary>Entries that landed, one after another.</summary>
    private async Task<long> CallAsync(AccountKey account, CancellationToken stop)
    {
        var writer = Guid.NewGuid();
        var twin = new TwinWrite(account, null, new RowVersion(1, writer), 1, new byte[2000], new SearchColumns { Band = "healthy" });
        if (await services.GetRequiredService<ITwinStore>().WriteAsync(twin, CancellationToken.None) != WriteResult.Written)
            throw new InvalidOperationException($"The twin {account} was not written.");
        var subject = new LedgerSubject(account.Tenant, account.Account);
        var body = new byte[options.BodyBytes];
        new Random(account.GetHashCode()).NextBytes(body);
        var (number, hash) = (0L, Array.Empty<byte>());
        while (!stop.IsCancellationRequested)
        {
            var started = Stopwatch.GetTimestamp();
            number++;
            hash = LedgerChain.HashOf(hash, subject.Tenant, subject.Name, number, "decision", DateTimeOffset.UnixEpoch, (ulong)number, body, null);
            var entry = new LedgerEntry(number, "decision", DateTimeOffset.UnixEpoch, (ulong)number, hash, body, null);
            var result = await ledger.AppendAsync(new LedgerAppend(subject, new TwinCondition(writer, null), [entry], []), CancellationToken.None);
            if (result != AppendResult.Appended)
                throw new InvalidOperationException($"Entry {number} of {account} ended {result}.");
            if (Interlocked.Read(ref measuring) == 1)
                milliseconds.Enqueue(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return number;
    }
}
