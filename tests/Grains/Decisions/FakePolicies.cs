using AccountTwins.Domain.Health;
using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Value.Renewals;
using AccountTwins.Domain.Value.Survival;
using AccountTwins.Domain.Value.Tiers;
using AccountTwins.Grains.Decisions;
using AccountTwins.Grains.Feeds;
using AccountTwins.Grains.Policies;
using AccountTwins.Tests.Support.Decisions;

namespace AccountTwins.Tests.Grains.Decisions;

/// <summary>A policy that the test sets, the playbooks that it ever had, and feeds that are all live.</summary>
internal sealed class FakePolicies : IPolicyBoard, IPlaybookTexts, IFeedBoard
{
    private readonly Dictionary<string, Playbook> _playbooks = [];

    public FakePolicies() => Use(Plain);

    /// <summary>Credits within a budget of 100 a month alone; a refund takes a person, above 50 two leads.</summary>
    public static Playbook Plain { get; } = TestPlaybook.Create() with
    {
        AssumedAiContact = AiContact.Allowed,
        Matrix = TestPlaybook.Matrix((_, _) => Latitude.Full),
        Constraints = [new ConstraintRule { Name = "ai_unwanted", When = Circumstance.AiUnwanted, AtMost = Latitude.Diagnostic }],
        Freshness = new FreshnessRules { EvidenceFloor = 0 },
        Escalation = new EscalationRules { Exempt = ["grant_credit", "refund", "reply"] },
        Actions =
        [
            new ActionRule
            {
                Type = "grant_credit", Requires = Latitude.Bounded, Reversibility = Reversibility.Reversible, TakesAmount = true, AbsoluteCap = 1000,
                Budgets = [new BudgetRule(BudgetWindow.Month, 100, null)], Approvers = [new ApproverRule(null, ValueTier.Global, ApproverRole.Csm, 1)],
            },
            new ActionRule
            {
                Type = "refund", Requires = Latitude.Bounded, Reversibility = Reversibility.Irreversible, TakesAmount = true,
                Approvers = [new ApproverRule(50, ValueTier.Global, ApproverRole.Csm, 1), new ApproverRule(null, ValueTier.Global, ApproverRole.Lead, 2)],
            },
            new ActionRule { Type = "reply", Requires = Latitude.Supervised, Reversibility = Reversibility.Correctable },
        ],
    };

    public TenantPolicy Policy { get; set; } = null!;

    /// <summary>What looking for slices takes.</summary>
    public Func<Task> BeforeSlices { get; set; } = () => Task.CompletedTask;

    public bool HasSlices { get; set; } = true;

    /// <summary>What is known without a lease, where there are no slices.</summary>
    public SliceStanding Here { get; set; } = SliceStanding.Unknown;

    public void Use(Playbook playbook)
    {
        _playbooks[playbook.Hash] = playbook;
        Policy = new TenantPolicy
        {
            Playbook = playbook,
            IsStale = false,
            SamplingKey = 7,
            Survival = SurvivalModels.Fit(RenewalHistory.Empty, playbook.Value.Assumptions),
        };
    }

    public Playbook Playbook(string hash) => _playbooks[hash];

    public TenantPolicy? For(string tenant) => Policy;

    public ValueTask<TenantPolicy?> EnsureAsync(string tenant, CancellationToken cancellationToken) => new(Policy);

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

    public ValueTask EnsureSlicesAsync(string tenant, string release, IReadOnlyList<SliceAsk> steps, CancellationToken cancellationToken) => new(BeforeSlices());

    public bool TryTake(string tenant, string release, IReadOnlyList<SliceAsk> steps) => HasSlices;

    public SliceStanding Look(string tenant, string release, IReadOnlyList<SliceAsk> steps) => HasSlices ? SliceStanding.Covered : Here;

    public ValueTask<Playbook?> FindAsync(string tenant, string hash, CancellationToken cancellationToken) => new(_playbooks.GetValueOrDefault(hash));

    FeedStates IFeedBoard.For(string tenant) => FeedStates.AllLive;

    public void Observe(string tenant, Family family, DateTimeOffset time)
    {
    }

    public void Heartbeat(string tenant, Family family, DateTimeOffset time)
    {
    }
}
