using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Silo.Api.Accounts;
using AccountTwins.Silo.Api.Problems;

namespace AccountTwins.Silo.Api.Decisions;

/// <summary>Writes what a decision call came to: the decision, or a problem with its code. Never cached: an old verdict is none.</summary>
public static class DecisionAnswer
{
    public static Task WriteAsync(HttpContext context, DecisionReply reply)
    {
        if (FaultOf(reply.Standing, reply.Refusal) is { } fault)
            return Problem.WriteAsync(context, fault);
        context.Response.Headers.CacheControl = "no-store";
        return JsonAnswer.WriteAsync(context, reply.View!, ApiJson.Default.DecisionView);
    }

    /// <summary>The code of what went wrong, or null.</summary>
    public static ReasonCode? FaultOf(TwinStanding standing, string? refusal) =>
        standing != TwinStanding.Ready ? StandingProblem.Of(standing) : refusal is null ? null : ReasonCodes.All.GetValueOrDefault(refusal, ReasonCodes.Internal);

    /// <summary>Makes the call, and tells a twin that gave no answer from one that refused.</summary>
    public static async Task<T?> AskAsync<T>(HttpContext context, Func<Task<T>> call)
        where T : class
    {
        try
        {
            return await call();
        }
        catch (Exception exception) when (exception is TimeoutException or OrleansMessageRejectionException)
        {
            await Problem.WriteAsync(context, ReasonCodes.AccountBusy);
            return null;
        }
    }
}
