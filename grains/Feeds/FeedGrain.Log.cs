using Microsoft.Extensions.Logging;

namespace AccountTwins.Grains.Feeds;

/// <summary>Log messages of the feeds' grain; event ids 3400 to 3409.</summary>
public sealed partial class FeedGrain
{
    [LoggerMessage(3400, LogLevel.Warning, "The feeds could not be stored; memory keeps them and the next write tries again.")]
    private partial void LogNotWritten(Exception exception);

    [LoggerMessage(3401, LogLevel.Information, "The feeds are stored again.")]
    private partial void LogWrittenAgain();

    [LoggerMessage(3402, LogLevel.Warning, "The stored feeds could not be read again after a conflict; the next write tries again.")]
    private partial void LogNotRead(Exception exception);

    [LoggerMessage(3403, LogLevel.Error, "The feeds are full ({Tenants} tenants, {Partitions} partitions); silo {Silo} reported more. The rest counts as dead.")]
    private partial void LogFull(int tenants, int partitions, string silo);
}
