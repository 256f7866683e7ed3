using System.Diagnostics.CodeAnalysis;
using AccountTwins.Client.Http;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Client.Agents;

/// <summary>What an agent was told: the service's verdict, or, where there was none, the client's own, which never allows.</summary>
public sealed record Answer
{
    /// <summary>Seconds after which a question that nobody answered may be asked again, with the same key.</summary>
    public const int AskAgainAfter = 5;

    public required VerdictKind Verdict { get; init; }

    /// <summary>What the agent does now; docs/client.md has the table.</summary>
    public required NextStep Next { get; init; }

    /// <summary>Why the client said so itself, a code of <see cref="AnswerCodes"/> or of the service; null for a plain verdict.</summary>
    public string? Code { get; init; }

    /// <summary>The service's verdict; where <see cref="Code"/> is set, the one that the client did not act upon, or null.</summary>
    public DecisionView? Decision { get; init; }

    /// <summary>What came instead of a verdict.</summary>
    public ApiProblem? Problem { get; init; }

    /// <summary>Given here, without the service or against what it said.</summary>
    public bool IsLocal => Code is not null && Code != Decision?.Code;

    public string? DecisionId => Decision?.DecisionId;

    /// <summary>Seconds after which asking again makes sense.</summary>
    public int? PollAfter { get; init; }

    /// <summary>The agent may act: at once, or as soon as its approval has been made a permit. The guard looks closer.</summary>
    [MemberNotNullWhen(true, nameof(Decision))]
    public bool MayProceed => Next == NextStep.Proceed && Decision is not null && Code is null;

    internal Permits.ServerTime? Time { get; init; }

    internal static Answer Of(DecisionView view, Permits.ServerTime? time) => new()
    {
        Verdict = view.Verdict, Next = view.Next, Code = view.Code, Decision = view, PollAfter = view.PollAfter, Time = time,
    };

    /// <summary>The problem of a call as an answer: one that asking again may mend waits, another stops.</summary>
    internal static Answer Of(ApiProblem problem) => problem.Status is >= 400 and < 500 and not (408 or 429) && problem.Code != ApiProblem.Unreadable
        ? Stopped(problem.Code, null) with { Problem = problem }
        : Waiting(problem.Status is 408 or 429 && problem.Code != ApiProblem.Unreadable ? problem.Code : AnswerCodes.Unreachable) with { Problem = problem, PollAfter = PollAfterOf(problem) };

    private static int PollAfterOf(ApiProblem problem) =>
        problem is { Status: 429, RetryAfter: { } pause } ? (int)Math.Clamp(Math.Ceiling(pause.TotalSeconds), 1, 3600) : AskAgainAfter;

    internal static Answer Stopped(string code, DecisionView? decision) => new() { Verdict = VerdictKind.Deny, Next = NextStep.Stop, Code = code, Decision = decision };

    internal static Answer Waiting(string code) => new() { Verdict = VerdictKind.RequireApproval, Next = NextStep.Wait, Code = code, PollAfter = AskAgainAfter };
}

/// <summary>Why the client answers itself.</summary>
public static class AnswerCodes
{
    /// <summary>No answer in time, a failed service, or an answer that cannot be read. Whether it decided is not known: ask again with the same key.</summary>
    public const string Unreachable = ApiProblem.Unreachable;

    /// <summary>The permit had ended, by the server's clock, before the act began; it was reported as not executed. Ask anew, with another key.</summary>
    public const string PermitExpired = "permit_expired";

    /// <summary>The permit carries an obligation that nobody here keeps.</summary>
    public const string ObligationUnsupported = "obligation_unsupported";

    /// <summary>The service: another process asked with the same key, or used the same approval, and holds the permit. Leave the act to it.</summary>
    public const string PermitClaimed = NextSteps.PermitClaimed;

    /// <summary>The service: the act was reported as done, and nothing had permitted it.</summary>
    public const string WithoutLeave = NextSteps.WithoutLeave;

    /// <summary>This request was permitted before, and whether it was carried out is not known here. It is not done a second time.</summary>
    public const string AlreadyAsked = "already_asked";
}
