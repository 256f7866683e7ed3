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
    private readonly KeyedTurns _turns = new();
    private readonly AccountLedger _ledger = new(new LedgerSubject(key.Tenant, key.Account), parts.Ledger, () => twin.Condition);

    public Task<DecisionReply> DecideAsync(DecisionAsk ask, CancellationToken cancellationToken) => AnsweringAsync(() => JudgeAsync(ask, cancellationToken));

    private async Task<DecisionReply> JudgeAsync(DecisionAsk ask, CancellationToken cancellationToken)
    {
        var standing = await twin.KnownAsync();
        var request = DecisionMapping.ToRequest(ask);
        if (await parts.Policies.EnsureAsync(key.Tenant, cancellationToken) is not { } policy)
            return Failed(TwinStanding.StoreUnavailable);
        if (standing == TwinStanding.Unknown)
            return Unknown(request);
        if (standing == TwinStanding.Ready)
            standing = request.DryRun ? await LoadAsync(cancellationToken) : await PrepareAsync(cancellationToken);
        if (standing != TwinStanding.Ready)
            return Failed(standing);
        if (request.DryRun)
            return Tried(request, policy);

        // One at a time for a key: a repeat finds the first one decided, and durable or known to have failed.
        var hash = RequestKeys.OfRequest(request);
        using var turn = await _turns.TakeAsync(hash);
        return await DecideInTurnAsync(request, ask.Claim, hash, cancellationToken);
    }

    private async Task<DecisionReply> DecideInTurnAsync(DecisionRequest request, string? claim, ulong hash, CancellationToken cancellationToken)
    {
        var content = ContentOf(request);
        int read;
        do
        {
            if (await PrepareAsync(cancellationToken) is var standing and not TwinStanding.Ready)
                return Failed(standing);
            read = _ledger.Reads;
            if (await KnownAsync(hash, cancellationToken) is { } known)
                return await RepeatAsync(known, content, Asker.ToAct(claim), cancellationToken);
            await parts.Policies.EnsureSlicesAsync(key.Tenant, request.Agent.Release, SlicesOf(request, parts.Policies.For(key.Tenant)!), cancellationToken);
        }
        while (_ledger.Reads != read);

        // From here to the append nothing is awaited.
        var (book, policy) = (_ledger.Book, parts.Policies.For(key.Tenant)!);
        var input = InputOf(request, policy, book, self: null);
        var verdict = VerdictRules.Decide(input, policy.Playbook);
        if (verdict.Kind <= VerdictKind.AllowWithObligations && !parts.Policies.TryTake(key.Tenant, request.Agent.Release, SlicesOf(request, policy)))
        {
            input = input with { Actions = [.. input.Actions.Select(action => action with { ReleaseBudgetCovers = false })] };
            verdict = VerdictRules.Decide(input, policy.Playbook);
        }

        return await RecordAsync(hash, content, claim, input, verdict, policy);
    }

    /// <summary>What the answer would be from what is known here: nothing is recorded, reserved or leased, and no key is looked at.</summary>
    private DecisionReply Tried(DecisionRequest request, TenantPolicy policy)
    {
        var input = InputOf(request, policy, _ledger.Book, self: null);
        var verdict = VerdictRules.Decide(input, policy.Playbook);
        return Shown(new DecisionShown(null, key.Account, input, verdict, StateOf(verdict), null, policy.Playbook, false, []));
    }

    /// <summary>The decision as it stands, for no claim.</summary>
    public Task<DecisionReply> ReadAsync(string decisionId, CancellationToken cancellationToken) => ReadAsync(decisionId, null, cancellationToken);

    private Task<DecisionReply> ReadAsync(string decisionId, string? claim, CancellationToken cancellationToken) => AnsweringAsync(async () =>
    {
        if (await LoadAsync(cancellationToken) is var standing and not TwinStanding.Ready)
            return Failed(standing);
        return await FindAsync(decisionId, cancellationToken) is { } found ? await ShowAsync(found, cancellationToken, asker: new Asker(claim, false)) : Refused("unknown_decision");
    });

    /// <summary>As <see cref="ReadAsync"/>, but waits while the decision is pending, at most as long as asked.</summary>
    public async Task<DecisionReply> WaitAsync(string decisionId, string? claim, TimeSpan wait, CancellationToken cancellationToken)
    {
        var until = clock.GetUtcNow() + wait;
        while (true)
        {
            var reply = await ReadAsync(decisionId, claim, cancellationToken);
            var left = until - clock.GetUtcNow();
            if (reply.View is not { State: Interfaces.Contracts.DecisionState.Pending } view || left <= TimeSpan.Zero)
                return reply;
            if (view.ExpiresAt - clock.GetUtcNow() is { } pending && pending > TimeSpan.Zero && pending < left)
                left = pending;
            await WhilePendingAsync(DecisionId.TryParse(decisionId)!.Value.Number, left, cancellationToken);
        }
    }

    /// <summary>Looks at the book alone, so that a busy account does not read its waiting decisions again with each entry.</summary>
    private async Task WhilePendingAsync(long number, TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var time = Task.Delay(atMost, clock, done.Token);
        while (!time.IsCompleted && _ledger.Book.StateOf(number, Now(_ledger.Book)) == DecisionState.Pending)
            await Task.WhenAny(_ledger.Changed, time);
        done.Cancel();
        cancellationToken.ThrowIfCancellationRequested();
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
        input = input with { Actions = [.. input.Actions.Select(action => action with { ReleaseBudgetUnknown = null })] };
        var verdict = VerdictRules.Decide(input, policy.Playbook);
        return new LatitudeReply
        {
            Standing = TwinStanding.Ready,
            View = LatitudeOf(input, verdict, policy.Playbook),
        };
    }

    private AccountLatitudeView LatitudeOf(VerdictInput input, Verdict verdict, Playbook playbook) => new()
    {
        Account = key.Account,
        ValueTier = input.Account.Tier == ValueTier.Unspecified ? "unknown" : WireWords<ValueTier>.Of(input.Account.Tier),
        Band = HealthScore.NameOf(input.Account.LatitudeBand),
        Playbook = new PlaybookRefView { Version = playbook.Version, Hash = playbook.Hash },
        AsOf = input.Now,
        Actions = [.. verdict.Actions.Select(action => new ActionLatitudeView
        {
            Type = action.Type,
            Verdict = (Interfaces.Contracts.VerdictKind)action.Kind,
            Latitude = DecisionMapping.ToLatitude(action),
        })],
    };

    private async Task<DecisionReply> RecordAsync(ulong hash, ulong content, string? claim, VerdictInput input, Verdict verdict, TenantPolicy policy)
    {
        var sampling = SamplingOf(input, verdict, policy);
        var entry = new DecisionEntry
        {
            Input = input,
            Verdict = verdict,
            ActionsHash = Fingerprints.OfActions(input.Request.Actions),
            RequestHash = content,
            Sampling = sampling,
            Claim = claim,
        };
        foreach (var action in input.Actions)
            parts.Policies.Decided(key.Tenant, action.Scenario, input.Request.Agent.Release);
        if (StateOf(verdict) == DecisionState.Pending)
            parts.Policies.ApprovalQueued(key.Tenant);
        var isHandedOver = verdict is { Kind: VerdictKind.Escalate, Enforced: true } && !_ledger.Book.IsHandedOver(input.Request.Conversation, input.Now);
        var isHandoverQueued = isHandedOver && !policy.IsHandoverQueueFull;
        if (isHandoverQueued)
            parts.Policies.HandoverQueued(key.Tenant);
        var (written, end) = _ledger.Append(
            EntryKinds.Decision, input.Now, hash, entry,
            (number, book) => book.With(number, input.Now, hash, entry),
            made => isHandoverQueued ? [ReviewQueue.Handover(key, IdOf(made), entry, policy.Playbook)] : ReviewQueue.Of(key, IdOf(made), entry, policy.Playbook),
            isHandedOver ? made => ReviewQueue.HandedOver(key, IdOf(made), entry, twin.Current.Profile.Owner) : null);
        var book = _ledger.Book;
        var ended = await end;
        if (ended != AppendEnd.Appended || written is null)
            return Failed(StandingOf(ended));
        var open = book.Find(written.Number);
        var state = open?.StateAt(Now(book)) ?? StateOf(verdict);
        return Shown(new DecisionShown(IdOf(written), key.Account, input, verdict, state, open, policy.Playbook, false, [])
        {
            Asker = Asker.ToAct(claim),
            Claim = claim,
        });
    }

    private DecisionId IdOf(LedgerEntry decision) => DecisionId.Of(decision.Number, decision.Hash, key.Account);

    /// <summary>A row of the twin that decisions can be bound to, and the chain in memory.</summary>
    private async Task<TwinStanding> PrepareAsync(CancellationToken cancellationToken)
    {
        if (await twin.KnownAsync() is var standing and not TwinStanding.Ready)
            return standing;
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

    private static DecisionState StateOf(Verdict verdict) => verdict.Kind switch
    {
        VerdictKind.Allow or VerdictKind.AllowWithObligations => DecisionState.Permitted,
        VerdictKind.RequireApproval when verdict.Enforced => DecisionState.Pending,
        _ => DecisionState.Closed,
    };

    /// <summary>With the moment of this very answer, so that whoever holds a permit can tell how old it is by this clock and no other.</summary>
    private DecisionReply Shown(DecisionShown shown) => new() { Standing = TwinStanding.Ready, View = DecisionMapping.ToView(shown) with { AnsweredAt = Now(_ledger.Book) } };

    /// <summary>A store that goes away on the way, or an entry that cannot be read, is an answer and not an exception.</summary>
    private static async Task<DecisionReply> AnsweringAsync(Func<Task<DecisionReply>> work)
    {
        try
        {
            return await work();
        }
        catch (StoreUnavailableException)
        {
            return Failed(TwinStanding.StoreUnavailable);
        }
        catch (System.Text.Json.JsonException)
        {
            return Failed(TwinStanding.Unreadable);
        }
    }

    private static DecisionReply Failed(TwinStanding standing) => new() { Standing = standing };

    /// <summary>A refusal that follows from where the decision stands: only the activation that knows the whole chain may give it.</summary>
    private async Task<DecisionReply> RefusedAsync(string code, CancellationToken cancellationToken) =>
        await _ledger.IsBehindAsync(cancellationToken) ? Failed(TwinStanding.Superseded) : Refused(code);

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
