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

/// <summary>What a decision puts into the review queue: an approval that it waits for, a conversation that people take over, or audits that were drawn.</summary>
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

    /// <summary>A conversation that people take over.</summary>
    public static ReviewChange Handover(AccountKey key, DecisionId id, DecisionEntry entry, Playbook playbook) =>
        new ReviewChange.Add(Item(key, id, entry, playbook, ReviewKind.Handover));

    /// <summary>A conversation that people take over, as it is told.</summary>
    public static ChangeRow HandedOver(AccountKey key, DecisionId id, DecisionEntry entry, string? owner)
    {
        var (input, verdict) = (entry.Input, entry.Verdict);
        var handover = verdict.Handover ?? throw new ArgumentException("Nobody takes over.", nameof(entry));
        return ChangeForm.Of(key, input.Account.Segment, new AccountChange.HandedOver(
            id.Number,
            new HandoverNotice(
                id.ToString(), input.Actions[verdict.Binding()].Scenario, input.Request.Agent.Release, input.Request.Conversation, WireWords<HandoverRoute>.Of(handover.To), owner, handover.By,
                verdict.Actions[verdict.Binding()].Reasons),
            input.Now));
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

    /// <summary>Stands behind the name of the decision that a second person judges blind.</summary>
    public const string SecondMark = ":2";

    /// <summary>Stands between a decision's name and the number of a review that nobody waited for.</summary>
    private const string DirectedMark = ":d";

    private const string HandoverMark = ":h";

    /// <summary>The name of a decision's item; the second blind audit has one of its own, and so has a handover, beside which an audit may come up.</summary>
    public static string IdOf(DecisionId id, ReviewKind kind) => kind switch
    {
        ReviewKind.SecondAudit => $"{id}{SecondMark}",
        ReviewKind.Handover => $"{id}{HandoverMark}",
        _ => id.ToString(),
    };

    /// <summary>The decision that an item is about.</summary>
    public static string DecisionOf(ReviewItem item) => item.Kind switch
    {
        ReviewKind.SecondAudit => item.Id[..^SecondMark.Length],
        ReviewKind.Handover => item.Id[..^HandoverMark.Length],
        ReviewKind.Directed => item.Id[..item.Id.LastIndexOf(DirectedMark, StringComparison.Ordinal)],
        _ => item.Id,
    };

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
        var auditTime = TimeSpan.FromDays(rules.AuditDays);
        var (dueAt, expiresAt) = kind switch
        {
            ReviewKind.Approval => (input.Now.AddMinutes(rules.DueMinutes), verdict.ExpiresAt ?? input.Now.AddMinutes(2 * rules.DueMinutes)),

            // Late is no reason to forget it.
            ReviewKind.Handover => (verdict.Handover!.By, verdict.Handover.By + (2 * auditTime)),
            _ => (input.Now + auditTime, input.Now + (2 * auditTime)),
        };
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
            Role = kind == ReviewKind.Handover ? WireWords<HandoverRoute>.Of(verdict.Handover!.To) : WireWords<ApproverRole>.Of(verdict.Approval?.Role ?? ApproverRole.Csm),
            People = kind == ReviewKind.Approval ? verdict.Approval?.People ?? 1 : 1,
            RequestedBy = input.Request.OnBehalfOf,
            CreatedAt = input.Now,
            DueAt = dueAt,
            ExpiresAt = expiresAt,
        };
    }
}
