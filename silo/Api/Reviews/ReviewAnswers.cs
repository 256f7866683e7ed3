using System.Text.Json;
using AccountTwins.Grains.Decisions;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Api.Decisions;

namespace AccountTwins.Silo.Api.Reviews;

/// <summary>Review items between the store and the wire.</summary>
internal static class ReviewAnswers
{
    public static ReviewView Of(ReviewItem item) => new()
    {
        Id = item.Id,
        DecisionId = ReviewQueue.DecisionOf(item),
        Account = item.Account,
        Kind = Word(item.Kind),
        State = Word(item.State),
        Scenario = item.Scenario,
        AgentRelease = item.AgentRelease,
        Segment = item.Segment,
        ValueTier = item.ValueTier,
        AtRisk = item.AtRisk,
        Role = item.Role,
        People = item.People,
        RequestedBy = item.RequestedBy,
        CreatedAt = item.CreatedAt,
        DueAt = item.DueAt,
        ExpiresAt = item.ExpiresAt,
        ClaimedBy = item.ClaimedBy,
        ClaimedUntil = item.ClaimedUntil,
    };

    /// <summary>True when the person has decided the other one of two blind audits.</summary>
    public static async Task<bool> HasDecidedTwinAsync(IReviewStore reviews, string tenant, string id, string person, CancellationToken cancellationToken)
    {
        var other = id.EndsWith(ReviewQueue.SecondMark, StringComparison.Ordinal) ? id[..^ReviewQueue.SecondMark.Length] : id + ReviewQueue.SecondMark;
        return await reviews.ReadAsync(tenant, other, cancellationToken) is { } item && item.DecidedBy.Split('\n').Contains(person);
    }

    public static ReviewReport ReportOf(ReviewItem item, ReviewBody body, string person, string role) =>
        ReportOf(ReviewQueue.DecisionOf(item), body, person, role) with { IsSecond = item.Kind == ReviewKind.SecondAudit, IsHandover = item.Kind == ReviewKind.Handover };

    public static ReviewReport ReportOf(string decision, ReviewBody body, string person, string role) => new()
    {
        DecisionId = decision,
        Reviewer = person,
        Role = role,
        Verb = body.Verb,
        Edit = body.Edit,
        Goals = body.Goals,
        Severity = body.Severity,
        Reason = body.Reason,
        CorrectedCategory = body.CorrectedCategory,
        Approved = body.Approved is { } approved ? [.. approved.Select(action => action.ToAsk())] : null,
    };

    /// <summary>What kinds are called; of the stored ones all but none.</summary>
    public static readonly string[] Kinds = ["approval", "handover", "audit", "second_audit", "directed"];

    public static ReviewKind? KindOf(string? word) => word switch
    {
        "approval" => ReviewKind.Approval,
        "audit" => ReviewKind.Audit,
        "second_audit" => ReviewKind.SecondAudit,
        "directed" => ReviewKind.Directed,
        "handover" => ReviewKind.Handover,
        _ => null,
    };

    public static ReviewState StateOf(string? word) => word switch
    {
        "done" => ReviewState.Done,
        "expired" => ReviewState.Expired,
        "voided" => ReviewState.Voided,
        _ => ReviewState.Open,
    };

    private static string Word<T>(T value)
        where T : struct, Enum =>
        JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
