using System.Globalization;
using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Changes;
using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Health;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Value.Tiers;
using AccountTwins.Grains.Mapping;
using AccountTwins.Grains.State;

namespace AccountTwins.Grains.Decisions;

/// <summary>What a decision puts into the review queue: an approval that it waits for, or audits that were drawn.</summary>
public static class ReviewQueue
{
    public static ReviewChange[] Of(AccountKey key, DecisionId id, DecisionEntry entry, Playbook playbook)
    {
        var verdict = entry.Verdict;
        if (verdict is { Kind: VerdictKind.RequireApproval, Enforced: true })
            return [new ReviewChange.Add(Item(key, id, entry, playbook, ReviewKind.Approval))];
        return entry.Sampling switch
        {
            { IsAudited: true, IsReviewedTwice: true } =>
                [new ReviewChange.Add(Item(key, id, entry, playbook, ReviewKind.Audit)), new ReviewChange.Add(Item(key, id, entry, playbook, ReviewKind.SecondAudit))],
            { IsAudited: true } => [new ReviewChange.Add(Item(key, id, entry, playbook, ReviewKind.Audit))],
            _ => [],
        };
    }

    /// <summary>What waits for a person is announced; what is drawn for an audit never is.</summary>
    public static IEnumerable<ChangeRow> Announced(LedgerEntry entry, ReviewChange[] changes) => changes
        .OfType<ReviewChange.Add>().Select(add => add.Item)
        .Where(item => item is { Kind: ReviewKind.Approval, State: ReviewState.Open })
        .Select(item => ChangeForm.Of(
            new AccountKey(item.Tenant, item.Account), item.Segment,
            new AccountChange.ReviewAwaited(
                entry.Number,
                new AwaitedReview(item.Id, item.Scenario, item.AgentRelease, item.Role, item.People, item.DueAt, item.ExpiresAt),
                entry.At)));

    /// <summary>An audit that a weak label, or an act without leave, brought about; its time begins with that. It takes the place of what the decision had in the queue.</summary>
    public static ReviewChange[] Raised(AccountKey key, DecisionId id, DecisionEntry entry, Playbook playbook, DateTimeOffset now)
    {
        var days = playbook.Reviews.AuditDays;
        return [new ReviewChange.Add(Item(key, id, entry, playbook, ReviewKind.Audit) with { CreatedAt = now, DueAt = now.AddDays(days), ExpiresAt = now.AddDays(2 * days) })];
    }

    /// <summary>Stands between a decision's name and the number of a review that nobody waited for.</summary>
    public const string DirectedMark = ":d";

    /// <summary>The name of a decision's item; the second blind audit has one of its own.</summary>
    public static string IdOf(DecisionId id, ReviewKind kind) => kind == ReviewKind.SecondAudit ? $"{id}:2" : id.ToString();

    /// <summary>A judgement that nobody waited for, as learning finds it.</summary>
    public static ReviewChange Directed(AccountKey key, DecisionId id, DecisionEntry entry, Playbook playbook, long review, string reviewer, DateTimeOffset now) =>
        new ReviewChange.Add(Item(key, id, entry, playbook, ReviewKind.Directed) with
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"{id}{DirectedMark}{review}"),
            CreatedAt = now,
            DueAt = now,
            ExpiresAt = now,
            State = ReviewState.Done,
            DecidedBy = reviewer,
            Reviewed = review.ToString(CultureInfo.InvariantCulture),
        });

    private static ReviewItem Item(AccountKey key, DecisionId id, DecisionEntry entry, Playbook playbook, ReviewKind kind)
    {
        var (input, verdict, rules) = (entry.Input, entry.Verdict, playbook.Reviews);
        var isApproval = kind == ReviewKind.Approval;
        return new ReviewItem
        {
            Id = IdOf(id, kind),
            Tenant = key.Tenant,
            Account = key.Account,
            Number = id.Number,
            Kind = kind,
            Scenario = input.Actions[verdict.Binding()].Scenario,
            AgentRelease = input.Request.Agent.Release,
            Segment = input.Account.Segment,
            ValueTier = input.Account.Tier == ValueTier.Unspecified ? "unknown" : WireWords<ValueTier>.Of(input.Account.Tier),
            AtRisk = input.Account.HasOpenFlag || input.Account.LatitudeBand <= HealthBand.AtRisk,
            Role = WireWords<ApproverRole>.Of(verdict.Approval?.Role ?? ApproverRole.Csm),
            People = isApproval ? verdict.Approval?.People ?? 1 : 1,
            RequestedBy = input.Request.OnBehalfOf,
            CreatedAt = input.Now,
            DueAt = isApproval ? input.Now.AddMinutes(rules.DueMinutes) : input.Now.AddDays(rules.AuditDays),
            ExpiresAt = isApproval ? verdict.ExpiresAt ?? input.Now.AddMinutes(2 * rules.DueMinutes) : input.Now.AddDays(2 * rules.AuditDays),
        };
    }
}
