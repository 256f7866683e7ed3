using AccountTwins.Grains.Interfaces.Contracts;
using Orleans.Concurrency;

namespace AccountTwins.Grains.Interfaces;

/// <summary>
/// The decisions of one account; key <c>tenant/account</c>, the same grain as <see cref="IAccountGrain"/>. Everything interleaves: each call
/// judges, reserves and numbers before its first await, and answers after its entry is durable.
/// </summary>
[Alias("accounttwins.IDecisionGrain")]
public interface IDecisionGrain : IGrainWithStringKey
{
    /// <summary>Seconds that one call may wait: with room below the 30 s after which a call counts as unanswered. Who wants to wait longer calls again.</summary>
    const int WaitSecondsMax = 20;

    /// <summary>"May I do this, for this account, now?" An account that nobody knows is escalated; no twin is made.</summary>
    [Alias("Decide"), AlwaysInterleave]
    Task<DecisionReply> Decide(DecisionAsk ask);

    /// <summary>The decision as it stands; waits up to <paramref name="waitSeconds"/> (0 to <see cref="WaitSecondsMax"/>) while it is pending.</summary>
    [Alias("ReadDecision"), AlwaysInterleave]
    Task<DecisionReply> ReadDecision(string decisionId, int waitSeconds, string? claim);

    /// <summary>
    /// Makes an approval a permit, if the verdict, derived again, is no tighter; else the approval is void and waits again. For the agent that asked,
    /// and no other; the permit is for who made it one, where that caller made a <paramref name="claim"/>.
    /// </summary>
    [Alias("UseDecisionAs"), AlwaysInterleave]
    Task<DecisionReply> UseDecision(string decisionId, string agentId, string? claim);

    [Alias("ReportOutcome"), AlwaysInterleave]
    Task<DecisionReply> ReportOutcome(OutcomeReport report);

    [Alias("ReviewDecision"), AlwaysInterleave]
    Task<DecisionReply> ReviewDecision(ReviewReport report);

    [Alias("Override"), AlwaysInterleave]
    Task<OverrideReply> Override(OverrideAsk ask);

    /// <summary>A person says that the account's signals in dead letters were dealt with: a word in its chain, then the mark goes.</summary>
    [Alias("Settle"), AlwaysInterleave]
    Task<SettleReply> Settle(SettleAsk ask);

    [Alias("ReadLatitude"), AlwaysInterleave]
    Task<LatitudeReply> ReadLatitude(AgentView agent);
}
