using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Client.Agents.Tools;

/// <summary>The client's own verdict as a problem, for a tool: a program finds the same members as in a decision, a model the sentence.</summary>
public sealed record OwnVerdict
{
    public required string Code { get; init; }

    public required string Title { get; init; }

    /// <summary>No answer that could be used.</summary>
    public int Status => 0;

    public string? Detail { get; init; }

    public required VerdictKind Verdict { get; init; }

    public required NextStep Next { get; init; }

    public int? PollAfter { get; init; }

    internal static OwnVerdict Of(Answer answer) => new()
    {
        Code = answer.Code!,
        Title = $"The service gave no verdict, and that is require_approval: do not act. Ask again with the same idempotencyKey after {answer.PollAfter} seconds.",
        Detail = answer.Problem is { } problem ? (problem.Detail ?? problem.Title) : "The answer makes no sense.",
        Verdict = answer.Verdict,
        Next = answer.Next,
        PollAfter = answer.PollAfter,
    };
}
