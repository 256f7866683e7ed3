using System.Collections.Frozen;
using AccountTwins.Client.Http;
using AccountTwins.Grains.Interfaces;

namespace AccountTwins.Client.Agents.Outcomes;

/// <summary>Whom it concerns that a report was not taken: what is wrong with one account must not hold up all others.</summary>
internal enum Hindrance
{
    /// <summary>The service will never take this report.</summary>
    Refused,

    /// <summary>The key may not tell this one; another key may.</summary>
    Report,

    /// <summary>The account cannot take anything now.</summary>
    Account,

    /// <summary>No answer, or none of this release's: the account alone may hang, or all be away.</summary>
    Silence,

    /// <summary>Whatever were told next would end the same way.</summary>
    Service,
}

/// <summary>Each code of the service in its place; one of a later release is taken for silence, which neither drops a report nor stops at one account.</summary>
internal static class Hindrances
{
    private static readonly FrozenSet<string> OfAccounts = FrozenSet.Create(
        StringComparer.Ordinal, ReasonCodes.TwinUnreadable.Code, ReasonCodes.TwinNewer.Code, ReasonCodes.AccountBusy.Code, ReasonCodes.Internal.Code);

    private static readonly FrozenSet<string> OfTheService = FrozenSet.Create(
        StringComparer.Ordinal, ReasonCodes.StoreUnavailable.Code, ReasonCodes.AuthorityUnavailable.Code, ReasonCodes.NotReady.Code, ReasonCodes.Draining.Code,
        ReasonCodes.OutboxFull.Code, ReasonCodes.KafkaUnavailable.Code, ReasonCodes.SubscriberTooSlow.Code, ReasonCodes.SiloBusy.Code);

    public static Hindrance Of(ApiProblem problem) => problem switch
    {
        { Code: ApiProblem.Unreadable } or { Status: 0 or 408 } => Hindrance.Silence,
        { Status: 401 or 429 } => Hindrance.Service,
        { Status: 403 } => Hindrance.Report,
        { Status: < 500 } => Hindrance.Refused,
        _ when problem.Code == ReasonCodes.StoreRefused.Code => Hindrance.Refused,
        _ when OfAccounts.Contains(problem.Code) => Hindrance.Account,
        _ when OfTheService.Contains(problem.Code) => Hindrance.Service,
        _ => Hindrance.Silence,
    };
}
