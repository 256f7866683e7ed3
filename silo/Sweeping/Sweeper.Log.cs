using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Silo.Sweeping;

/// <summary>Log messages of the sweeper; event ids 3500 to 3519.</summary>
public sealed partial class Sweeper
{
    [LoggerMessage(3500, LogLevel.Warning, "{Failed} accounts could not be advanced ({Advanced} were); they are tried again next round. Last refusal: {Standing}; the first exception, if any, follows.")]
    private partial void LogAccountsFailed(Exception? exception, int failed, int advanced, TwinStanding standing);

    [LoggerMessage(3501, LogLevel.Warning, "A sweep ended early; what is due is looked for again next round.")]
    private partial void LogRoundFailed(Exception exception);
}
