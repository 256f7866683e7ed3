using System.Data.Common;
using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Storage.Gathering;
using Microsoft.Extensions.Options;

namespace AccountTwins.Silo.Storage.Ledger;

/// <summary>The ledger: gathers concurrent appends and reads into batches over <see cref="ILedgerRows"/> and isolates appends that the database refuses.</summary>
internal sealed class GatheringLedgerStore : ILedgerStore, IAsyncDisposable
{
    private const int ReadMax = 1000;

    private readonly ILedgerRows rows;
    private readonly Database database;
    private readonly LedgerCheck check;
    private readonly StorageMetrics metrics;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly Gathering<LedgerAppend, AppendResult> appends;
    private readonly Gathering<LedgerSubject, LedgerEntry[]> tails;
    private readonly Gathering<LedgerSubject, LedgerEnd?> ends;
    private readonly Gathering<LedgerKey, long?> keys;

    public GatheringLedgerStore(
        ILedgerRows rows, Database database, IOptions<StorageOptions> options, StorageMetrics metrics, TimeProvider clock, ILogger<GatheringLedgerStore> logger)
    {
        var o = options.Value;
        (this.rows, this.database, this.metrics, this.clock, this.logger) = (rows, database, metrics, clock, logger);
        check = new LedgerCheck(o.WriteBatchBytesMax);
        var writeLimits = new GatheringLimits(o.IsPostgres ? o.WriteLanes : 1, o.WriteBatchRowsMax, o.WriteBatchBytesMax, o.WriteQueueMax, o.WaitTimeout);
        var readLimits = new GatheringLimits(o.IsPostgres ? o.ReadLanes : 1, o.ReadBatchKeysMax, int.MaxValue, o.ReadQueueMax, o.WaitTimeout);
        appends = new("appends", writeLimits, append => KeyOf(append.Subject), Size, AppendBatchAsync, clock, logger);
        tails = new("tail reads", readLimits, KeyOf, _ => 1, (subjects, stop) => TimedAsync("tail", subjects, rows.ReadTailsAsync, stop), clock, logger);
        ends = new("end reads", readLimits with { Lanes = 1 }, KeyOf, _ => 1, (subjects, stop) => TimedAsync("end", subjects, rows.ReadEndsAsync, stop), clock, logger);
        keys = new("key reads", readLimits with { Lanes = 1 }, key => KeyOf(key.Subject), _ => 1,
            (wanted, stop) => TimedAsync("key", wanted, rows.FindKeysAsync, stop), clock, logger);
    }

    public Task<LedgerEntry[]> ReadTailAsync(LedgerSubject subject, CancellationToken cancellationToken) => tails.AskAsync(subject, cancellationToken);

    public Task<LedgerEnd?> ReadEndAsync(LedgerSubject subject, CancellationToken cancellationToken) => ends.AskAsync(subject, cancellationToken);

    public Task<long?> FindKeyAsync(LedgerSubject subject, ulong key, CancellationToken cancellationToken) =>
        key == 0 ? Task.FromResult<long?>(null) : keys.AskAsync(new LedgerKey(subject, key), cancellationToken);

    public async Task<LedgerEntry[]> ReadAsync(LedgerSubject subject, long from, int count, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, ReadMax);
        var found = await database.RunAsync(Use.Search, (connection, token) => connection.Statement(
            "SELECT number, kind, at, key, hash, body FROM ledger WHERE tenant = @tenant AND subject = @subject AND number >= @from ORDER BY number LIMIT @count",
            ("@tenant", subject.Tenant), ("@subject", subject.Name), ("@from", from), ("@count", count)).ToListAsync(Map, token), cancellationToken);
        return [.. found];
    }

    public async Task<AppendResult> AppendAsync(LedgerAppend append, CancellationToken cancellationToken)
    {
        if (check.Fault(append) is { } fault)
        {
            logger.AppendRefused(append.Subject.Tenant, append.Subject.Name, fault);
            metrics.CountAppend(AppendResult.Refused);
            return AppendResult.Refused;
        }

        try
        {
            return await appends.AskAsync(append, cancellationToken);
        }
        catch (StoreUnavailableException error)
        {
            // Never sent, or sent without an answer in time: the batch itself reports Unknown without throwing.
            logger.AppendUnknown(1, error.Message);
            metrics.CountAppend(AppendResult.Unknown);
            return AppendResult.Unknown;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await appends.DisposeAsync();
        await tails.DisposeAsync();
        await ends.DisposeAsync();
        await keys.DisposeAsync();
    }

    /// <summary>Chains are gathered like accounts: one that is none has a name that no account has.</summary>
    private static AccountKey KeyOf(LedgerSubject subject) => new(subject.Tenant, subject.Name);

    private static int Size(LedgerAppend append) => (int)LedgerCheck.Bytes(append) + (256 * append.Entries.Length) + (512 * append.Reviews.Length);

    private async Task<AppendResult[]> AppendBatchAsync(LedgerAppend[] batch, CancellationToken stopping)
    {
        var results = new AppendResult[batch.Length];
        var started = clock.GetTimestamp();
        try
        {
            await Halving.RunAsync<LedgerAppend, AppendResult>(batch, results, rows.AppendAsync, Refuse, stopping);
        }
        catch (StoreUnavailableException error)
        {
            // Halves that were answered keep their answer; the others have none.
            for (var i = 0; i < results.Length; i++)
            {
                if (results[i] == AppendResult.Unspecified)
                    results[i] = AppendResult.Unknown;
            }

            logger.AppendUnknown(results.Count(result => result == AppendResult.Unknown), error.Message);
        }

        metrics.Appended(results, clock.GetElapsedTime(started));
        return results;
    }

    private AppendResult Refuse(LedgerAppend append, DataRefusedException error)
    {
        logger.AppendRefused(append.Subject.Tenant, append.Subject.Name, error.Message);
        return AppendResult.Refused;
    }

    private LedgerEntry Map(DbDataReader reader) => new(
        reader.GetInt64(0),
        reader.GetString(1),
        database.Dialect.ReadInstant(reader, 2),
        unchecked((ulong)reader.GetInt64(3)),
        reader.GetFieldValue<byte[]>(4),
        reader.GetFieldValue<byte[]>(5),
        null);

    private async Task<TAnswer[]> TimedAsync<TKey, TAnswer>(
        string kind, TKey[] asked, Func<TKey[], CancellationToken, Task<TAnswer[]>> read, CancellationToken stopping)
    {
        var started = clock.GetTimestamp();
        try
        {
            return await read(asked, stopping);
        }
        finally
        {
            metrics.Read(kind, asked.Length, clock.GetElapsedTime(started));
        }
    }
}
