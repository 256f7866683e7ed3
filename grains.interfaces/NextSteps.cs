using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Grains.Interfaces;

/// <summary>
/// What an agent does now: the one table of verdict × <c>next</c>, which documents, tools and clients share. A pair that is not in it is an
/// answer that cannot be understood, and then nothing is done.
/// </summary>
public static class NextSteps
{
    /// <summary><see cref="DecisionView.Code"/>: another caller's claim holds the permit.</summary>
    public const string PermitClaimed = "permit_claimed";

    /// <summary><see cref="DecisionView.Code"/>: the act was reported as done, and nothing had permitted it.</summary>
    public const string WithoutLeave = "without_leave";

    /// <summary>What an agent is told that acted so, before what it does now.</summary>
    public const string DoneWithoutLeave = "It was done without leave: it counts in the budgets all the same, and people look at it. Act only while a permit holds.";

    private const string Over = "Do not act: it was done already, another process holds the permit, or it ended unused. For another act ask again, with another key.";

    public static IReadOnlyDictionary<(VerdictKind Verdict, NextStep Next), string> All { get; } = new Dictionary<(VerdictKind, NextStep), string>
    {
        [(VerdictKind.Allow, NextStep.Proceed)] = "Act before expiresAt, then report the outcome.",
        [(VerdictKind.Allow, NextStep.Stop)] = Over,
        [(VerdictKind.AllowWithObligations, NextStep.Proceed)] = "Act before expiresAt, keep every obligation, then report the outcome.",
        [(VerdictKind.AllowWithObligations, NextStep.Stop)] = Over,
        [(VerdictKind.RequireApproval, NextStep.Wait)] = "Do not act yet: tell the customer customerMessageHint, and read the decision again after pollAfter.",
        [(VerdictKind.RequireApproval, NextStep.Proceed)] = "A person approved it: make it a permit just before the act, and do what approvedActions say, nothing else.",
        [(VerdictKind.RequireApproval, NextStep.Stop)] = "Do not act: a person said no, answered in person, or nobody did in time.",
        [(VerdictKind.Escalate, NextStep.HandOver)] = "Do not act: hand the conversation to handover.to, who answers by handover.by.",
        [(VerdictKind.Deny, NextStep.Stop)] = "Do not act; reasons and wouldAllowIf say why, and what would change it.",
    };

    /// <summary>Where the playbook only watches, <c>next</c> is proceed whatever the verdict.</summary>
    public const string Watched = "Nobody is bound (enforced is false): go on as without AccountTwins, and report the outcome.";

    /// <summary>What to do with an answer, or null for a pair that means nothing.</summary>
    public static string? Of(VerdictKind verdict, NextStep next, bool enforced) => enforced ? All.GetValueOrDefault((verdict, next)) : Watched;
}
