using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Silo.Api.Accounts;

/// <summary>Why a twin could not answer, as a code.</summary>
public static class StandingProblem
{
    /// <summary>What a twin that cannot answer is refused with.</summary>
    public static readonly ReasonCode[] All = [ReasonCodes.UnknownAccount, ReasonCodes.StoreUnavailable, ReasonCodes.TwinUnreadable, ReasonCodes.TwinNewer, ReasonCodes.AccountBusy, ReasonCodes.StoreRefused];

    public static ReasonCode Of(TwinStanding standing) => standing switch
    {
        TwinStanding.Unknown => ReasonCodes.UnknownAccount,
        TwinStanding.StoreUnavailable => ReasonCodes.StoreUnavailable,
        TwinStanding.Unreadable => ReasonCodes.TwinUnreadable,
        TwinStanding.Superseded => ReasonCodes.AccountBusy,
        TwinStanding.Newer => ReasonCodes.TwinNewer,
        TwinStanding.Refused => ReasonCodes.StoreRefused,
        _ => ReasonCodes.Internal,
    };
}
