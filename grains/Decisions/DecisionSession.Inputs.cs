using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Health;
using AccountTwins.Domain.Incidents;
using AccountTwins.Domain.Value.Tiers;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Mapping;
using AccountTwins.Grains.Policies;
using DecisionState = AccountTwins.Domain.Decisions.Book.DecisionState;
using VerdictKind = AccountTwins.Domain.Decisions.VerdictKind;

namespace AccountTwins.Grains.Decisions;

/// <summary>What a verdict is made from, gathered in one stretch: the twin, its feeds, its book and the tenant's policy, all of one moment.</summary>
public sealed partial class DecisionSession
{
    private readonly KeptStake _stakes = new();
    private readonly KeptFacts _facts = new();

    private VerdictInput InputOf(DecisionRequest request, TenantPolicy policy, DecisionBook book, OpenDecision? self)
    {
        var now = Now(book);
        var (current, states) = (twin.Current, feeds.For(key.Tenant));
        var stake = _stakes.Of(current, policy, book.Tier, now);
        var account = FactsOf.Around(_facts.Of(current, states, stake, now), current, states, book, IsParked, now);
        if (twin.Aside is { } mark)
            account = account with { SignalsAside = mark.Signals };
        return new VerdictInput
        {
            Now = now,
            Request = request,
            Account = account,
            Tenant = new TenantFacts
            {
                Playbook = policy.Playbook.Hash,
                Renewals = policy.Renewals,
                IsPolicyStale = policy.IsStale,
                HasIncident = HasIncident(policy, request.Actions.Select(action => action.Category), now),
                IsReviewQueueFull = policy.IsReviewQueueFull,
            },
            Actions = [.. request.Actions.Select(action => ActionFactsOf(request, action, policy, book, account, now, self))],
            Override = book.OverrideAt(now),
            Ticket = FactsOf.Ticket(current, request.Conversation, account),
            PromisesOver = book.PromisesOver(current),
        };
    }

    /// <summary>An open incident concerns the account, or a request about these categories.</summary>
    private bool HasIncident(TenantPolicy policy, IEnumerable<string?> categories, DateTimeOffset now) =>
        policy.Incidents.Count > 0 && policy.Incidents.Any(incident => IncidentTopic.Concerns(incident.Topic, twin.Current, categories, now));

    private ActionFacts ActionFactsOf(
        DecisionRequest request, ActionRequest action, TenantPolicy policy, DecisionBook book, AccountFacts account, DateTimeOffset now, OpenDecision? self)
    {
        var facts = policy.FactsFor(Scenarios.NameOf(policy.Playbook, action, account.Tier), request.Agent.Release, account.Segment, action.Type);
        facts = book.FactsFor(WithSlices(facts, request, action, policy), action, request.Conversation, now, self);
        return book.IsPromisedOtherwise(action, request.Conversation, twin.Current, now, self) ? facts with { PromisedOtherwise = true } : facts;
    }

    /// <summary>
    /// The hourly limit of the release, over all steps of the action. In earnest slices were fetched before, so what is not here is spent; a dry
    /// run fetches none and says what it cannot know.
    /// </summary>
    private ActionFacts WithSlices(ActionFacts facts, DecisionRequest request, ActionRequest action, TenantPolicy policy)
    {
        if (policy.Playbook.Action(action.Type) is not { ReleaseAmountPerHour: not null } and not { ReleaseCountPerHour: not null })
            return facts;
        return parts.Policies.Look(key.Tenant, request.Agent.Release, SlicesOf(request, policy, action.Type)) switch
        {
            SliceStanding.Covered => facts,
            SliceStanding.Unknown when request.DryRun => facts with { ReleaseBudgetUnknown = true },
            _ => facts with { ReleaseBudgetCovers = false },
        };
    }

    /// <summary>Whole milliseconds, which every store keeps; never before the account's last decision.</summary>
    private DateTimeOffset Now(DecisionBook book)
    {
        var now = clock.GetUtcNow().ToUniversalTime();
        now = new DateTimeOffset(now.Ticks - now.Ticks % TimeSpan.TicksPerMillisecond, TimeSpan.Zero);
        return now < book.LastAt ? book.LastAt : now;
    }

    private DecisionReply Unknown(DecisionRequest request)
    {
        var policy = parts.Policies.For(key.Tenant)!;
        var input = new VerdictInput
        {
            Now = Now(DecisionBook.Empty),
            Request = request,
            Account = AccountFacts.Unknown,
            Tenant = new TenantFacts { Playbook = policy.Playbook.Hash },
            Actions = [.. request.Actions.Select(action => new ActionFacts { Scenario = Scenarios.NameOf(policy.Playbook, action, ValueTier.Unspecified) })],
        };
        return Shown(new DecisionShown(null, key.Account, input, VerdictRules.Decide(input, policy.Playbook), DecisionState.Closed, null, policy.Playbook, false, []));
    }

    private static List<SliceAsk> SlicesOf(DecisionRequest request, TenantPolicy policy, string? only = null)
    {
        var slices = new List<SliceAsk>();
        foreach (var action in request.Actions)
        {
            if ((only is null || only == action.Type) && policy.Playbook.Action(action.Type) is { } rule && (rule.ReleaseAmountPerHour is not null || rule.ReleaseCountPerHour is not null))
                slices.Add(new SliceAsk(rule, policy.Playbook.Money.ToBase(action.Amount ?? 0, action.Currency) ?? 0));
        }

        return slices;
    }

    private SamplingFact? SamplingOf(VerdictInput input, Verdict verdict, TenantPolicy policy) =>
        verdict.Kind <= VerdictKind.AllowWithObligations
            ? Audits.Draw(policy.Playbook, policy.SamplingKey, input.Actions.Max(action => policy.AuditProbabilityOf(action.Scenario, input.Request.Agent.Release)), policy.AuditShare, $"{key}#{_ledger.Book.LastNumber + 1}")
            : null;
}
