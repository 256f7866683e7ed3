using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Silo.Api.Decisions;

/// <summary>A wait that is longer than one call of a twin may take: it is asked again while the decision is pending, until the time is over.</summary>
internal static class DecisionWaits
{
    /// <param name="waitSeconds">How long in all.</param>
    /// <param name="read">One call, which waits as long as it is told while the decision is pending.</param>
    public static async Task<DecisionReply> ReadAsync(int waitSeconds, Func<int, Task<DecisionReply>> read)
    {
        for (var left = waitSeconds; ; left -= IDecisionGrain.WaitSecondsMax)
        {
            var reply = await read(Math.Min(left, IDecisionGrain.WaitSecondsMax));
            if (left <= IDecisionGrain.WaitSecondsMax || reply.View is not { State: DecisionState.Pending })
                return reply;
        }
    }
}
