using System.Collections.Concurrent;
using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Policies;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Api.Decisions;
using AccountTwins.Domain.Value.Renewals;
using AccountTwins.Domain.Value.Survival;
using AccountTwins.Silo.Learning;
using AccountTwins.Silo.Playbooks;

namespace AccountTwins.Tests.Silo.Api;

/// <summary>Decisions that answer what the test says, and a record of what they were asked.</summary>
internal sealed class FakeDecisions : IDecisions
{
    public ConcurrentQueue<(AccountKey Key, object Asked)> Asked { get; } = new();

    public DecisionReply Reply { get; set; } = new() { Standing = TwinStanding.Unknown };

    public OverrideReply OverrideReply { get; set; } = new() { Standing = TwinStanding.Unknown };

    public SettleReply SettleReply { get; set; } = new() { Standing = TwinStanding.Unknown };

    public LatitudeReply LatitudeReply { get; set; } = new() { Standing = TwinStanding.Unknown };

    public Task<DecisionReply> DecideAsync(AccountKey key, DecisionAsk ask) => Answer(key, ask, Reply);

    public Task<DecisionReply> ReadAsync(AccountKey key, string decisionId, int waitSeconds, string? claim) => Answer(key, (decisionId, waitSeconds, claim), Reply);

    public Task<DecisionReply> UseAsync(AccountKey key, string decisionId, string agentId, string? claim) => Answer(key, (decisionId, claim), Reply);

    public Task<DecisionReply> OutcomeAsync(AccountKey key, OutcomeReport report) => Answer(key, report, Reply);

    public Task<DecisionReply> ReviewAsync(AccountKey key, ReviewReport report) => Answer(key, report, Reply);

    public Task<OverrideReply> OverrideAsync(AccountKey key, OverrideAsk ask) => Answer(key, ask, OverrideReply);

    public Task<SettleReply> SettleAsync(AccountKey key, SettleAsk ask) => Answer(key, ask, SettleReply);

    public Task<LatitudeReply> LatitudeAsync(AccountKey key, AgentView agent) => Answer(key, agent, LatitudeReply);

    private Task<T> Answer<T>(AccountKey key, object asked, T reply)
    {
        Asked.Enqueue((key, asked));
        return Task.FromResult(reply);
    }
}

/// <summary>A queue in memory, one tenant's items by id.</summary>
internal sealed class FakeReviews : IReviewStore
{
    public ConcurrentDictionary<string, ReviewItem> Items { get; } = new();

    public ReviewQuery? Query { get; private set; }

    public Task<ReviewItem?> ClaimAsync(string tenant, string id, string person, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken)
    {
        if (Of(tenant, id) is not { State: ReviewState.Open } item || (item.ClaimedBy is { } holder && holder != person && item.ClaimedUntil > now))
            return Task.FromResult<ReviewItem?>(null);
        return Task.FromResult<ReviewItem?>(Items[id] = item with { ClaimedBy = person, ClaimedUntil = until });
    }

    public Task<bool> ReleaseAsync(string tenant, string id, string person, CancellationToken cancellationToken)
    {
        if (Of(tenant, id) is not { } item || item.ClaimedBy != person)
            return Task.FromResult(false);
        Items[id] = item with { ClaimedBy = null, ClaimedUntil = null };
        return Task.FromResult(true);
    }

    public Task<ReviewItem?> ReadAsync(string tenant, string id, CancellationToken cancellationToken) => Task.FromResult(Of(tenant, id));

    public Task<ReviewItem[]> ListAsync(ReviewQuery query, CancellationToken cancellationToken)
    {
        Query = query;
        return Task.FromResult(Items.Values.Where(item => item.Tenant == query.Tenant && item.State == query.State).OrderBy(item => item.DueAt).Take(query.Limit).ToArray());
    }

    public Task<ReviewCount[]> CountOpenAsync(CancellationToken cancellationToken) => Task.FromResult<ReviewCount[]>([]);

    public Task<ReviewItem[]> ExpiredAsync(DateTimeOffset now, int count, CancellationToken cancellationToken) => Task.FromResult<ReviewItem[]>([]);

    public Task<int> ExpireAsync(DateTimeOffset now, int count, CancellationToken cancellationToken) => Task.FromResult(0);

    public Task<ReviewItem[]> DoneNotFedAsync(int count, CancellationToken cancellationToken) => Task.FromResult<ReviewItem[]>([]);

    public Task<bool> MarkFedAsync(ReviewItem item, CancellationToken cancellationToken) => Task.FromResult(true);

    private ReviewItem? Of(string tenant, string id) => Items.TryGetValue(id, out var item) && item.Tenant == tenant ? item : null;
}

/// <summary>A board that knows no tenant.</summary>
internal sealed class EmptyPolicyBoard : IPolicyBoard
{
    public TenantPolicy? For(string tenant) => null;

    public ValueTask<TenantPolicy?> EnsureAsync(string tenant, CancellationToken cancellationToken) => ValueTask.FromResult<TenantPolicy?>(new TenantPolicy
    {
        Playbook = DefaultPlaybook.Value, IsStale = false, SamplingKey = 7, Survival = SurvivalModels.Fit(RenewalHistory.Empty, DefaultPlaybook.Value.Value.Assumptions),
    });

    public void Decided(string tenant, string scenario, string release)
    {
    }

    public void HandoverQueued(string tenant)
    {
    }

    public void ApprovalQueued(string tenant)
    {
    }

    public void Learned(string tenant, int reviews, int outcomes)
    {
    }

    public ValueTask EnsureSlicesAsync(string tenant, string release, IReadOnlyList<SliceAsk> steps, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public bool TryTake(string tenant, string release, IReadOnlyList<SliceAsk> steps) => true;

    public SliceStanding Look(string tenant, string release, IReadOnlyList<SliceAsk> steps) => SliceStanding.Covered;
}

internal sealed class CountedNudges : ILearningNudge
{
    public int Count { get; private set; }

    public void Nudge() => Count++;
}
