using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Silo.Api.Accounts;

/// <summary>Why a twin could not answer, as a code.</summary>
public static class StandingProblem
{
    public static ReasonCode Of(TwinStanding standing) => standing switch
    {
        TwinStanding.Unknown => ReasonCodes.UnknownAccount,
        TwinStanding.StoreUnavailable => ReasonCodes.StoreUnavailable,
        TwinStanding.Unreadable => ReasonCodes.TwinUnreadable,
        TwinStanding.Superseded => ReasonCodes.AccountBusy,
        TwinStanding.Refused => ReasonCodes.StoreRefused,
        _ => ReasonCodes.Internal,
    };
}
