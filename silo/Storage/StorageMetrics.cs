using System.Diagnostics.Metrics;
using AccountTwins.Grains.State;

namespace AccountTwins.Silo.Storage;

/// <summary>The store's instruments: the one catalogue of their names. Tags are closed sets, never an account.</summary>
public sealed class StorageMetrics
{
    public const string MeterName = "AccountTwins.Storage";

    /// <summary>Rows of one gathered write. Unit {row}.</summary>
    public const string WriteBatchSize = "accounttwins.storage.write.batch_size";

    /// <summary>Seconds from sending one gathered write to its answer. Tag <c>end</c>: answered | unanswered.</summary>
    public const string WriteDuration = "accounttwins.storage.write.duration";

    /// <summary>Rows by how their write ended. Tag <c>outcome</c>: written | conflict | unknown | refused.</summary>
    public const string WriteResults = "accounttwins.storage.write.results";

    /// <summary>Appends to ledger chains of one gathered transaction. Unit {append}.</summary>
    public const string AppendBatchSize = "accounttwins.storage.append.batch_size";

    /// <summary>Seconds from sending one gathered append to its answer. Tag <c>end</c>: answered | unanswered.</summary>
    public const string AppendDuration = "accounttwins.storage.append.duration";

    /// <summary>Appends by how they ended. Tag <c>outcome</c>: appended | conflict | unknown | refused.</summary>
    public const string AppendResults = "accounttwins.storage.append.results";

    /// <summary>Keys read. Tag <c>kind</c>: state | version | tail | end | key.</summary>
    public const string Reads = "accounttwins.storage.reads";

    /// <summary>Seconds of one gathered read. Tag <c>kind</c>: state | version | tail | end | key.</summary>
    public const string ReadDuration = "accounttwins.storage.read.duration";

    private readonly Histogram<long> batchSize;
    private readonly Histogram<double> writeDuration;
    private readonly Counter<long> results;
    private readonly Histogram<long> appendBatchSize;
    private readonly Histogram<double> appendDuration;
    private readonly Counter<long> appendResults;
    private readonly Counter<long> reads;
    private readonly Histogram<double> readDuration;

    public StorageMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        batchSize = meter.CreateHistogram(WriteBatchSize, "{row}", "Rows of one gathered write", advice: Sizes);
        writeDuration = meter.CreateHistogram(WriteDuration, "s", "Duration of one gathered write", advice: Seconds);
        results = meter.CreateCounter<long>(WriteResults, "{row}", "Rows by how their write ended");
        appendBatchSize = meter.CreateHistogram(AppendBatchSize, "{append}", "Appends to ledger chains of one gathered transaction", advice: Sizes);
        appendDuration = meter.CreateHistogram(AppendDuration, "s", "Duration of one gathered append", advice: Seconds);
        appendResults = meter.CreateCounter<long>(AppendResults, "{append}", "Appends to ledger chains by how they ended");
        reads = meter.CreateCounter<long>(Reads, "{row}", "Keys read");
        readDuration = meter.CreateHistogram(ReadDuration, "s", "Duration of one gathered read", advice: Seconds);
    }

    private static InstrumentAdvice<long> Sizes { get; } = new() { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024] };

    private static InstrumentAdvice<double> Seconds { get; } = new()
    {
        HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    };

    internal void Wrote(ReadOnlySpan<WriteResult> ends, TimeSpan took)
    {
        batchSize.Record(ends.Length);
        Span<long> counts = stackalloc long[5];
        foreach (var end in ends)
            counts[(int)end]++;
        writeDuration.Record(took.TotalSeconds,
            new KeyValuePair<string, object?>("end", counts[(int)WriteResult.Unknown] > 0 ? "unanswered" : "answered"));
        Count(counts, WriteResult.Written, "written");
        Count(counts, WriteResult.Conflict, "conflict");
        Count(counts, WriteResult.Unknown, "unknown");
        Count(counts, WriteResult.Refused, "refused");
    }

    /// <summary>A row that never came into a batch, or whose caller gave up waiting for it.</summary>
    internal void CountResult(WriteResult result)
    {
        Span<long> one = stackalloc long[5];
        one[(int)result] = 1;
        Count(one, result, result == WriteResult.Refused ? "refused" : "unknown");
    }

    internal void Appended(AppendResult[] ends, TimeSpan took)
    {
        appendBatchSize.Record(ends.Length);
        appendDuration.Record(took.TotalSeconds,
            new KeyValuePair<string, object?>("end", ends.Contains(AppendResult.Unknown) ? "unanswered" : "answered"));
        foreach (var outcome in ends.CountBy(end => end))
            CountAppend(outcome.Key, outcome.Value);
    }

    /// <summary>Also for appends that never came into a batch, or whose caller gave up waiting for them.</summary>
    internal void CountAppend(AppendResult result, int count = 1) => appendResults.Add(count, new KeyValuePair<string, object?>("outcome", result switch
    {
        AppendResult.Appended => "appended",
        AppendResult.Conflict => "conflict",
        AppendResult.Refused => "refused",
        _ => "unknown",
    }));

    internal void Read(string kind, int keys, TimeSpan took)
    {
        var tag = new KeyValuePair<string, object?>("kind", kind);
        reads.Add(keys, tag);
        readDuration.Record(took.TotalSeconds, tag);
    }

    private void Count(ReadOnlySpan<long> counts, WriteResult result, string outcome)
    {
        if (counts[(int)result] > 0)
            results.Add(counts[(int)result], new KeyValuePair<string, object?>("outcome", outcome));
    }
}
