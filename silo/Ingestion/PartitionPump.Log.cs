using AccountTwins.Domain.Accounts;
using Microsoft.Extensions.Logging;

namespace AccountTwins.Silo.Ingestion;

/// <summary>Log events of pumps: 3000 to 3049. No payloads.</summary>
internal sealed partial class PartitionPump
{
    private static readonly TimeSpan FailedCallsEvery = TimeSpan.FromSeconds(5);

    private int _failedCalls;
    private DateTimeOffset _failedCallsSaid = DateTimeOffset.MinValue;

    /// <summary>Where a silo or the store is away, the calls of all their accounts fail again and again; it is said now and then, with how many.</summary>
    private void NoteFailedCall(Exception exception, AccountKey account)
    {
        _failedCalls++;
        var now = _clock.GetUtcNow();
        if (now - _failedCallsSaid < FailedCallsEvery)
            return;
        LogCallFailed(exception, account, _failedCalls);
        (_failedCalls, _failedCallsSaid) = (0, now);
    }

    [LoggerMessage(3000, LogLevel.Warning, "A call to {Account} failed; it is tried again. Failed calls since this was last said: {Count}.")]
    private partial void LogCallFailed(Exception exception, AccountKey account, int count);

    [LoggerMessage(3001, LogLevel.Warning, "The dead letter of {Topic}[{Partition}]@{Offset} was not acknowledged; it is tried again.")]
    private partial void LogLetterFailed(Exception exception, string topic, int partition, long offset);

    [LoggerMessage(3002, LogLevel.Warning, "The position of {Topic}[{Partition}] cannot be read or written now: {Reason}")]
    private partial void LogCommitFailed(string topic, int partition, string reason);

    [LoggerMessage(3003, LogLevel.Warning, "{Topic}[{Partition}] is read again from its committed position ({Reason}); {Count} signals were held.")]
    private partial void LogRewound(string topic, int partition, string reason, int count);

    [LoggerMessage(3004, LogLevel.Error, "The pump of {Topic}[{Partition}] failed.")]
    private partial void LogFailed(Exception exception, string topic, int partition);

    [LoggerMessage(3005, LogLevel.Warning, "{Topic}[{Partition}] was not drained in time; {Count} signals are read again by whoever comes next.")]
    private partial void LogDrainLate(string topic, int partition, int count);
}
