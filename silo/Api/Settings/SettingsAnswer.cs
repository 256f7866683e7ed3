using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Silo.Api.Decisions;
using AccountTwins.Silo.Api.Problems;

namespace AccountTwins.Silo.Api.Settings;

/// <summary>How a change of settings ended, on the wire.</summary>
internal static class SettingsAnswer
{
    /// <summary>False after a problem was written.</summary>
    public static async Task<bool> IsDoneAsync(HttpContext context, TwinStanding standing, string? refusal)
    {
        if (DecisionAnswer.FaultOf(standing, refusal) is not { } fault)
            return true;
        await Problem.WriteAsync(context, fault);
        return false;
    }

    public static Task<bool> IsDoneAsync(HttpContext context, TenantReply reply) => IsDoneAsync(context, reply.Standing, reply.Refusal);

    public static readonly ReasonCode[] Usual = [ReasonCodes.BadRequest, ReasonCodes.StoreUnavailable, ReasonCodes.TwinUnreadable, ReasonCodes.AccountBusy, ReasonCodes.StoreRefused];
}
