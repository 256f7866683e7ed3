using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Health;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Value.Tiers;
using AccountTwins.Grains.Feeds;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Mapping;
using AccountTwins.Grains.Policies;
using AccountTwins.Grains.State;
using DecisionState = AccountTwins.Domain.Decisions.Book.DecisionState;
using VerdictKind = AccountTwins.Domain.Decisions.VerdictKind;

namespace AccountTwins.Grains.Decisions;

/// <summary>
/// What one activation decides. Judging, reserving and numbering happen in one stretch without an await, so no two requests ever see the
/// same budget; the answer goes out after the entry is durable. Needs no Orleans.
/// </summary>
public sealed partial class DecisionSession(
    AccountKey key, TwinSession twin, DecisionParts parts, IFeedBoard feeds, Func<bool> isParked, TimeProvider clock)
{
    private readonly KeptStake _stakes = new();
    private readonly AccountLedger _ledger = new(new LedgerSubject(key.Tenant, key.Account), parts.Ledger, () => twin.Condition);

    public async Task<DecisionReply> DecideAsync(DecisionAsk ask, CancellationToken cancellationToken)
    {
        var standing = await twin.KnownAsync();
        var request = DecisionMapping.ToRequest(ask);
        if (await parts.Policies.EnsureAsync(key.Tenant, cancellationToken) is null)
            return Failed(TwinStanding.StoreUnavailable);
        if (standing == TwinStanding.Unknown)
            return Unknown(request);
        if (standing == TwinStanding.Ready)
            standing = await PrepareAsync(cancellationToken);
        if (standing != TwinStanding.Ready)
            return Failed(standing);

        var (hash, content) = (Hash64.Of(System.Text.Encoding.UTF8.GetBytes($"{request.Agent.Id}\n{request.IdempotencyKey}")), ContentOf(request));
        if (await KnownAsync(hash, cancellationToken) is { } known)
            return await RepeatAsync(known, content, cancellationToken);
        await parts.Policies.EnsureSlicesAsync(key.Tenant, request.Agent.Release, SlicesOf(request, parts.Policies.For(key.Tenant)!), cancellationToken);

        // From here to the append nothing is awaited.
        var book = _ledger.Book;
        if (book.Known(hash) is { } meanwhile)
            return await RepeatAsync(meanwhile, content, cancellationToken);
        var policy = parts.Policies.For(key.Tenant)!;
        var input = InputOf(request, policy, book, self: null);
        var verdict = VerdictRules.Decide(input, policy.Playbook);
        if (verdict.Kind <= VerdictKind.AllowWithObligations && !request.DryRun && !parts.Policies.TryTake(key.Tenant, request.Agent.Release, SlicesOf(request, policy)))
        {
            input = input with { Actions = [.. input.Actions.Select(action => action with { ReleaseBudgetCovers = false })] };
            verdict = VerdictRules.Decide(input, policy.Playbook);
        }

        if (request.DryRun)
            return Shown(null, input, verdict, StateOf(verdict), null, policy.Playbook);
        return await RecordAsync(hash, content, input, verdict, policy);
    }

    /// <summary>The decision as it stands; null state for one that is not of this account.</summary>
    public async Task<DecisionReply> ReadAsync(string decisionId, CancellationToken cancellationToken)
    {
        if (await LoadAsync(cancellationToken) is var standing and not TwinStanding.Ready)
            return Failed(standing);
        return await FindAsync(decisionId, cancellationToken) is { } found ? await ShowAsync(found, cancellationToken) : Refused("unknown_decision");
    }

    /// <summary>As <see cref="ReadAsync"/>, but waits while the decision is pending, at most as long as asked.</summary>
    public async Task<DecisionReply> WaitAsync(string decisionId, TimeSpan wait, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        while (true)
        {
            var changed = _ledger.Changed;
            var reply = await ReadAsync(decisionId, cancellationToken);
            var left = wait - clock.GetElapsedTime(started);
            if (reply.View?.State != Interfaces.Contracts.DecisionState.Pending || left <= TimeSpan.Zero)
                return reply;
            await Task.WhenAny(changed, Task.Delay(left, clock, cancellationToken));
        }
    }

    /// <summary>How far an agent release may go with each action of the catalogue now. Nothing is recorded.</summary>
    public async Task<LatitudeReply> LatitudeAsync(AgentView agent, CancellationToken cancellationToken)
    {
        if (await LoadAsync(cancellationToken) is var standing and not TwinStanding.Ready)
            return new LatitudeReply { Standing = standing };
        if (await parts.Policies.EnsureAsync(key.Tenant, cancellationToken) is not { } policy)
            return new LatitudeReply { Standing = TwinStanding.StoreUnavailable };
        var probe = new DecisionRequest
        {
            Actions = [.. policy.Playbook.Actions.Select(rule => new ActionRequest(rule.Type, null, rule.TakesAmount ? 0 : null, policy.Playbook.Money.Base, 1, null))],
            Agent = new AgentIdentity(agent.Id, agent.Release, agent.Model),
            IdempotencyKey = "",
            SupportedObligations = [.. Enum.GetValues<ObligationKind>()],
            DryRun = true,
        };
        var input = InputOf(probe, policy, _ledger.Book, self: null);
        var verdict = VerdictRules.Decide(input, policy.Playbook);
        return new LatitudeReply
        {
            Standing = TwinStanding.Ready,
            ValueTier = input.Account.Tier == ValueTier.Unspecified ? "unknown" : WireWords<ValueTier>.Of(input.Account.Tier),
            Band = HealthScore.NameOf(input.Account.LatitudeBand),
            Playbook = new PlaybookRefView { Version = policy.Playbook.Version, Hash = policy.Playbook.Hash },
            AsOf = input.Now,
            Actions = [.. verdict.Actions.Select(action => new ActionLatitudeView
            {
                Type = action.Type,
                Verdict = (Interfaces.Contracts.VerdictKind)action.Kind,
                Latitude = DecisionMapping.ToLatitude(action),
            })],
        };
    }

    private async Task<DecisionReply> RecordAsync(ulong hash, ulong content, VerdictInput input, Verdict verdict, TenantPolicy policy)
    {
        var sampling = SamplingOf(input, verdict, policy);
        var entry = new DecisionEntry
        {
            Input = input,
            Verdict = verdict,
            ActionsHash = Fingerprints.OfActions(input.Request.Actions),
            RequestHash = content,
            Sampling = sampling,
        };
        foreach (var action in input.Actions)
            parts.Policies.Decided(key.Tenant, action.Scenario, input.Request.Agent.Release);
        var (written, end) = _ledger.Append(
            EntryKinds.Decision, input.Now, hash, entry,
            (number, book) => book.With(number, input.Now, hash, entry),
            made => ReviewQueue.Of(key, DecisionId.Of(made.Number, made.Hash, key.Account), entry, policy.Playbook));
        var open = _ledger.Book.Find(written.Number);
        if (await end is var ended and not AppendEnd.Appended)
            return Failed(StandingOf(ended));
        return Shown(DecisionId.Of(written.Number, written.Hash, key.Account), input, verdict, StateOf(verdict), open, policy.Playbook);
    }

    private VerdictInput InputOf(DecisionRequest request, TenantPolicy policy, DecisionBook book, OpenDecision? self)
    {
        var now = Now(book);
        var (current, states) = (twin.Current, feeds.For(key.Tenant));
        var stake = _stakes.Of(current, policy, book.Tier, now);
        var account = FactsOf.Twin(current, HealthRules.Assess(current, states, now), states, stake, book, isParked(), now);
        return new VerdictInput
        {
            Now = now,
            Request = request,
            Account = account,
            Tenant = new TenantFacts
            {
                Playbook = policy.Playbook.Hash,
                IsPolicyStale = policy.IsStale,
                HasIncident = policy.HasIncident,
                IsReviewQueueFull = policy.IsReviewQueueFull,
            },
            Actions = [.. request.Actions.Select(action => ActionFactsOf(request, action, policy, book, account, now, self))],
            Override = book.OverrideAt(now),
        };
    }

    private ActionFacts ActionFactsOf(
        DecisionRequest request, ActionRequest action, TenantPolicy policy, DecisionBook book, AccountFacts account, DateTimeOffset now, OpenDecision? self)
    {
        var facts = policy.FactsFor(Scenarios.NameOf(policy.Playbook, action, account.Tier), request.Agent.Release, account.Segment, action.Type);
        if (policy.Playbook.Action(action.Type) is { } rule)
            facts = facts with { ReleaseBudgetCovers = parts.Policies.Covers(key.Tenant, request.Agent.Release, new SliceAsk(rule, policy.Playbook.Money.ToBase(action.Amount ?? 0, action.Currency) ?? 0)) };
        return book.FactsFor(facts, action, request.Conversation, now, self);
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
        return Shown(null, input, VerdictRules.Decide(input, policy.Playbook), DecisionState.Closed, null, policy.Playbook);
    }

    /// <summary>The chain in memory, and a row of the twin that decisions can be bound to.</summary>
    private async Task<TwinStanding> PrepareAsync(CancellationToken cancellationToken)
    {
        if (twin.Condition is null && await twin.PersistAsync() is var persisted and not TwinStanding.Ready)
            return persisted;
        return await LoadAsync(cancellationToken);
    }

    private async Task<TwinStanding> LoadAsync(CancellationToken cancellationToken)
    {
        if (await twin.KnownAsync() is var standing and not TwinStanding.Ready)
            return standing;
        try
        {
            await _ledger.LoadAsync(cancellationToken);
            return TwinStanding.Ready;
        }
        catch (StoreUnavailableException)
        {
            return TwinStanding.StoreUnavailable;
        }
        catch (System.Text.Json.JsonException)
        {
            return TwinStanding.Unreadable;
        }
    }

    private static List<SliceAsk> SlicesOf(DecisionRequest request, TenantPolicy policy)
    {
        var slices = new List<SliceAsk>();
        foreach (var action in request.Actions)
        {
            if (policy.Playbook.Action(action.Type) is { } rule && (rule.ReleaseAmountPerHour is not null || rule.ReleaseCountPerHour is not null))
                slices.Add(new SliceAsk(rule, policy.Playbook.Money.ToBase(action.Amount ?? 0, action.Currency) ?? 0));
        }

        return slices;
    }

    private SamplingFact? SamplingOf(VerdictInput input, Verdict verdict, TenantPolicy policy) =>
        verdict.Kind <= VerdictKind.AllowWithObligations
            ? Audits.Draw(policy.Playbook, policy.SamplingKey, input.Actions.Max(action => policy.AuditProbabilityOf(action.Scenario, input.Request.Agent.Release)), policy.AuditShare, $"{key}#{_ledger.Book.LastNumber + 1}")
            : null;

    private static DecisionState StateOf(Verdict verdict) => verdict.Kind switch
    {
        VerdictKind.Allow or VerdictKind.AllowWithObligations => DecisionState.Permitted,
        VerdictKind.RequireApproval when verdict.Enforced => DecisionState.Pending,
        _ => DecisionState.Closed,
    };

    private DecisionReply Shown(
        DecisionId? id, VerdictInput input, Verdict verdict, DecisionState state, OpenDecision? open, Playbook playbook, bool isRepeat = false, ValueList<string>? tighter = null) => new()
    {
        Standing = TwinStanding.Ready,
        View = DecisionMapping.ToView(new DecisionShown(id, key.Account, input, verdict, state, open, playbook, isRepeat, tighter ?? [])),
    };

    private static DecisionReply Failed(TwinStanding standing) => new() { Standing = standing };

    private static DecisionReply Refused(string code) => new() { Standing = TwinStanding.Ready, Refusal = code };

    /// <summary>A chain that another writer is at means that this activation is not the only one: the caller asks again and meets the other, or a chain read anew.</summary>
    private static TwinStanding StandingOf(AppendEnd end) => end switch
    {
        AppendEnd.Conflict => TwinStanding.Superseded,
        AppendEnd.Refused => TwinStanding.Refused,
        _ => TwinStanding.StoreUnavailable,
    };

    private static ulong ContentOf(DecisionRequest request) => Hash64.Of(LedgerJson.Write(request));
}
