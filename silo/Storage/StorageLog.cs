namespace AccountTwins.Silo.Storage;

/// <summary>Log messages of the store; event ids 4000 to 4099.</summary>
internal static partial class StorageLog
{
    [LoggerMessage(4000, LogLevel.Warning, "The store is away: {Error}")]
    public static partial void StoreIsAway(this ILogger logger, Exception exception, string error);

    [LoggerMessage(4001, LogLevel.Information, "The store answers again after {Seconds:F1} s")]
    public static partial void StoreIsBack(this ILogger logger, double seconds);

    [LoggerMessage(4002, LogLevel.Error, "The store refuses the twin {Account} for its data: {Error}")]
    public static partial void RowRefused(this ILogger logger, string account, string error);

    [LoggerMessage(4003, LogLevel.Warning, "A write of {Rows} rows ended without an answer; their outcome is unknown: {Error}")]
    public static partial void WriteUnknown(this ILogger logger, int rows, string error);

    [LoggerMessage(4004, LogLevel.Information, "Schema {Series} of {Database} moved from version {From} to {To}")]
    public static partial void SchemaMoved(this ILogger logger, string series, string database, int from, int to);

    [LoggerMessage(4005, LogLevel.Information, "Waiting for the database: {Error}")]
    public static partial void WaitingForDatabase(this ILogger logger, string error);

    [LoggerMessage(4006, LogLevel.Error, "Gathering of {Kind} failed where it must not")]
    public static partial void GatheringFailed(this ILogger logger, Exception exception, string kind);

    [LoggerMessage(4007, LogLevel.Warning, "{Count} {Kind} were not answered before the store was closed")]
    public static partial void ClosedUnanswered(this ILogger logger, int count, string kind);

    [LoggerMessage(4008, LogLevel.Error, "The store refuses an append to the chain {Tenant} {Subject}: {Error}")]
    public static partial void AppendRefused(this ILogger logger, string tenant, string subject, string error);

    [LoggerMessage(4009, LogLevel.Warning, "A batch of {Appends} appends ended without an answer; their outcome is unknown: {Error}")]
    public static partial void AppendUnknown(this ILogger logger, int appends, string error);

    [LoggerMessage(4010, LogLevel.Information, "Root {Number} of the ledger of {Tenant}, over {Chains} chains: {Root}")]
    public static partial void RootWritten(this ILogger logger, long number, string tenant, int chains, string root);

    [LoggerMessage(4011, LogLevel.Warning, "No roots of the ledger were written this time: {Error}")]
    public static partial void RootLate(this ILogger logger, string error);

    [LoggerMessage(4012, LogLevel.Warning, "The write-ahead log could not be moved into the database file and grows until it can: {Error}")]
    public static partial void LogNotMoved(this ILogger logger, string error);
}
