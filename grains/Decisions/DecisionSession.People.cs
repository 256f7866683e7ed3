using AccountTwins.Domain.Changes;
using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Learning;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Signals;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Mapping;
using AccountTwins.Grains.Policies;
using AccountTwins.Grains.State;
using ReviewKind = AccountTwins.Grains.State.ReviewKind;
using DecisionState = AccountTwins.Domain.Decisions.Book.DecisionState;
using VerdictKind = AccountTwins.Domain.Decisions.VerdictKind;

namespace AccountTwins.Grains.Decisions;

/// <summary>What people do to decisions, and what agents do with what people approved.</summary>
public sealed partial class DecisionSession
{
    /// <summary>A person's judgement: before the act it decides, afterwards it teaches, once for each person.</summary>
    public Task<DecisionReply> ReviewAsync(ReviewReport report, CancellationToken cancellationToken) => AnsweringAsync(() => TakeReviewAsync(report, cancellationToken));

    private async Task<DecisionReply> TakeReviewAsync(ReviewReport report, CancellationToken cancellationToken)
    {
        if (await PrepareAsync(cancellationToken) is var standing and not TwinStanding.Ready)
            return Failed(standing);
        if (await parts.Policies.EnsureAsync(key.Tenant, cancellationToken) is not { } policy)
            return Failed(TwinStanding.StoreUnavailable);
        if (await FindAsync(report.DecisionId, cancellationToken) is not { } found)
            return Refused("unknown_decision");
        var decision = LedgerJson.Read<DecisionEntry>(found.Body);
        if (WireWords<ReviewVerb>.Read(report.Verb) is not { } verb)
            return Refused("bad_review");
        var isApproval = decision.Verdict is { Kind: VerdictKind.RequireApproval, Enforced: true };
        if (report.IsDirected)
            return await DirectAsync(found, decision, report, verb, cancellationToken);
        if (!isApproval || await WasWithoutLeaveAsync(found.Number, cancellationToken))
            return await AuditAsync(found, decision, report, verb, cancellationToken);

        // From here to the append nothing is awaited.
        var (entry, refusal) = Approve(found.Number, decision, report, verb, policy);
        return entry is null ? await RefusedAsync(refusal!, cancellationToken) : await WriteReviewAsync(found, entry, 0, ReviewKind.Approval, cancellationToken, Announcing(found, decision, entry));
    }

    /// <summary>A judgement that permits nothing: of what was done, or of what people answered in the agent's place. Once for each person.</summary>
    private async Task<DecisionReply> AuditAsync(LedgerEntry found, DecisionEntry decision, ReviewReport report, ReviewVerb verb, CancellationToken cancellationToken)
    {
        var (kind, way) = report switch
        {
            { IsHandover: true } => (ReviewKind.Handover, ReviewWay.Directed),
            { IsSecond: true } => (ReviewKind.SecondAudit, ReviewWay.SecondAudit),
            _ => (ReviewKind.Audit, ReviewWay.Audit),
        };
        var once = report.IsHandover ? RequestKeys.OfHandover(found.Number, report.Reviewer) : RequestKeys.OfAudit(found.Number, report.Reviewer);
        using var turn = await _turns.TakeAsync(once);
        if (await PrepareAsync(cancellationToken) is var standing and not TwinStanding.Ready)
            return Failed(standing);
        if (await parts.Ledger.FindKeyAsync(_ledger.Subject, once, cancellationToken) is not null)
            return await ShowAsync(found, cancellationToken);
        var entry = Judged(found.Number, report, verb) with { Way = way, TakenUp = report.IsHandover ? TakenUp(decision) : null };
        return await WriteReviewAsync(found, entry, once, kind, cancellationToken, report.IsHandover ? Announcing(found, decision, entry) : null);
    }

    /// <summary>The conversation that was handed over with a decision, or null.</summary>
    private static string? TakenUp(DecisionEntry decision) => decision is { Verdict: { Kind: VerdictKind.Escalate, Enforced: true }, Input: var input }
        ? DecisionBook.ConversationOf(input.Request.Conversation, input.Now)
        : null;

    /// <summary>
    /// A judgement of what a person picked, once for each: recorded, and handed to learning as no sample of anything. What waits for approval is
    /// decided in the queue, where it can still be stopped.
    /// </summary>
    private async Task<DecisionReply> DirectAsync(LedgerEntry found, DecisionEntry decision, ReviewReport report, ReviewVerb verb, CancellationToken cancellationToken)
    {
        var once = RequestKeys.OfDirected(found.Number, report.Reviewer);
        using var turn = await _turns.TakeAsync(once);
        if (await PrepareAsync(cancellationToken) is var standing and not TwinStanding.Ready)
            return Failed(standing);
        if (await parts.Ledger.FindKeyAsync(_ledger.Subject, once, cancellationToken) is not null)
            return await ShowAsync(found, cancellationToken);

        // From here to the append nothing is awaited.
        var now = Now(_ledger.Book);
        if (_ledger.Book.Find(found.Number)?.StateAt(now) == DecisionState.Pending)
            return await RefusedAsync("review_waits", cancellationToken);
        var (entry, playbook) = (Judged(found.Number, report, verb) with { Way = ReviewWay.Directed, TakenUp = TakenUp(decision) }, parts.Policies.For(key.Tenant)!.Playbook);

        // Who judges it here has taken it up: nobody else needs to.
        ReviewChange[] waiting = _ledger.Book.HandedOver.Any(handed => handed.Number == found.Number) ? [new ReviewChange.End(ReviewQueue.IdOf(IdOf(found), ReviewKind.Handover), ReviewState.Voided)] : [];
        var (_, end) = _ledger.Append(
            EntryKinds.Review, now, once, entry, (number, before) => before.With(number, now, entry),
            made => [ReviewQueue.Directed(key, IdOf(found), decision, playbook, made.Number, entry.Reviewer, now), .. waiting]);
        return await AnsweredAsync(found, end, cancellationToken);
    }

    /// <summary>An approved decision becomes a permit when the verdict, derived again, is no tighter. People approved it for who asked: nobody else may use it.</summary>
    public Task<DecisionReply> UseAsync(string decisionId, string agentId, string? claim, CancellationToken cancellationToken) =>
        AnsweringAsync(() => TakePermitAsync(decisionId, agentId, claim, cancellationToken));

    private async Task<DecisionReply> TakePermitAsync(string decisionId, string agentId, string? claim, CancellationToken cancellationToken)
    {
        if (await PrepareAsync(cancellationToken) is var standing and not TwinStanding.Ready)
            return Failed(standing);
        if (await parts.Policies.EnsureAsync(key.Tenant, cancellationToken) is null)
            return Failed(TwinStanding.StoreUnavailable);
        if (await FindAsync(decisionId, cancellationToken) is not { } found)
            return Refused("unknown_decision");
        var decision = LedgerJson.Read<DecisionEntry>(found.Body);
        if (decision.Input.Request.Agent.Id != agentId)
            return Refused("other_agent");
        while (Usable(found.Number) is { } approved)
        {
            if (await _ledger.SettledAsync(_ledger.Book.LastNumber) is var end and not AppendEnd.Appended)
                return Failed(StandingOf(end));
            var basis = approved.BasisNumber == found.Number ? decision.Verdict : (await BasisAsync(approved.BasisNumber, cancellationToken))?.Verdict;
            if (basis is null)
                return Failed(TwinStanding.Unreadable);
            var request = decision.Input.Request with { Actions = approved.Approved ?? decision.Input.Request.Actions };
            await parts.Policies.EnsureSlicesAsync(key.Tenant, request.Agent.Release, SlicesOf(request, parts.Policies.For(key.Tenant)!), cancellationToken);

            // From here to the append nothing is awaited. People may have decided anew meanwhile; then it begins again.
            if (Usable(found.Number) is { } open && open.BasisNumber == approved.BasisNumber)
                return await PermitAsync(found, decision, request, claim, open, basis, cancellationToken);
        }

        // Nothing was made for this caller: who holds the permit that is there is another call.
        return await ShowAsync(found, cancellationToken, isRepeat: true, Asker.ToAct(claim));
    }

    private OpenDecision? Usable(long number) =>
        _ledger.Book.Find(number) is { } open && open.StateAt(Now(_ledger.Book)) is DecisionState.Approved or DecisionState.ApprovedEdited ? open : null;

    private async Task<DecisionReply> PermitAsync(
        LedgerEntry found, DecisionEntry decision, DecisionRequest request, string? claim, OpenDecision open, Verdict basis, CancellationToken cancellationToken)
    {
        var policy = parts.Policies.For(key.Tenant)!;
        var input = InputOf(request, policy, _ledger.Book, open).AtUse();
        var verdict = VerdictRules.Decide(input, policy.Playbook);
        var tighter = Tightness.Of(basis, verdict);
        if (tighter.Count == 0 && !parts.Policies.TryTake(key.Tenant, request.Agent.Release, SlicesOf(request, policy)))
            tighter = ["This agent release has used up what it may do in an hour."];
        var entry = new PermitEntry
        {
            Decision = found.Number,
            Input = input,
            Verdict = verdict,
            Tighter = tighter,
            ExpiresAt = tighter.Count == 0 ? input.Now.AddSeconds(policy.Playbook.Reviews.PermitSeconds) : input.Now.AddMinutes(2 * policy.Playbook.Reviews.DueMinutes),
            Claim = claim,
        };
        var (_, end) = _ledger.Append(
            EntryKinds.Permit, input.Now, 0, entry, (number, before) => before.With(number, input.Now, entry), _ => Reopened(found, decision, verdict, entry, policy));
        return await AnsweredAsync(found, end, cancellationToken, Asker.ToAct(claim));
    }

    /// <summary>A ceiling holds at once; a wider cell takes a second person, and at most 30 days.</summary>
    public async Task<OverrideReply> OverrideAsync(OverrideAsk ask, CancellationToken cancellationToken)
    {
        if (await PrepareAsync(cancellationToken) is var standing and not TwinStanding.Ready)
            return new OverrideReply { Standing = standing };
        var (book, now) = (_ledger.Book, Now(_ledger.Book));
        if (Overrides.Next(book, ask, now) is not { } entry)
            return new OverrideReply { Standing = TwinStanding.Ready, Refusal = "bad_override" };
        var (_, end) = _ledger.Append(
            EntryKinds.Override, now, 0, entry, (number, before) => before.With(number, now, entry), _ => [],
            Overrides.ChangesLatitude(book, entry, now) ? made => ChangeForm.Of(key, twin.Current.Profile.Segment, new AccountChange.LatitudeOverridden(made.Number, entry, now)) : null);
        if (await end is var ended and not AppendEnd.Appended)
            return new OverrideReply { Standing = StandingOf(ended) };
        return new OverrideReply
        {
            Standing = TwinStanding.Ready,
            View = new OverrideView
            {
                Step = WireWords<OverrideStep>.Of(entry.Step),
                Latitude = (Interfaces.Contracts.Latitude?)entry.Override?.Latitude,
                By = [.. entry.Override?.By ?? [entry.By]],
                ExpiresAt = entry.Override?.ExpiresAt,
            },
        };
    }

    private (ReviewEntry? Entry, string? Refusal) Approve(long number, DecisionEntry decision, ReviewReport report, ReviewVerb verb, TenantPolicy policy)
    {
        var (book, request) = (_ledger.Book, decision.Input.Request);
        var now = Now(book);
        if (book.Find(number) is not { } open || open.StateAt(now) != DecisionState.Pending)
            return (null, "not_pending");
        if (IsSame(report.Reviewer, request.OnBehalfOf) || IsSame(report.Reviewer, request.Agent.Id))
            return (null, "own_request");
        if (open.ApprovedBy.Any(known => IsSame(known, report.Reviewer)))
            return (null, "already_approved");
        var edited = verb == ReviewVerb.Edit ? DecisionMapping.ToActions(report.Approved ?? []) : null;
        if (edited is { Count: 0 })
            return (null, "edit_without_actions");

        var acts = edited ?? open.Approved ?? request.Actions;
        var verdict = VerdictRules.Decide(InputOf(request with { Actions = acts }, policy, book, open).AtUse(), policy.Playbook);
        if (verdict.Kind > VerdictKind.RequireApproval && verb != ReviewVerb.Reject && verb != ReviewVerb.Reply)
            return (null, "not_approvable");
        var need = verdict.Approval ?? decision.Verdict.Approval ?? new ApprovalNeed(ApproverRole.Csm, 1);
        if (WireWords<ApproverRole>.Read(report.Role) is not { } role || role < need.Role)
            return (null, "role_insufficient");
        var given = verb == ReviewVerb.Edit ? 1 : open.ApprovedBy.Count + 1;
        var isApproved = verb is ReviewVerb.Accept or ReviewVerb.Edit && given >= need.People;
        return (Judged(number, report, verb) with
        {
            IsBeforeSending = true,
            Way = ReviewWay.BeforeSending,
            Approved = edited,
            Verdict = verb is ReviewVerb.Edit or ReviewVerb.Accept ? verdict : null,
            UseBy = isApproved ? now.AddMinutes(policy.Playbook.Reviews.ApprovalMinutes) : null,
            State = verb switch
            {
                ReviewVerb.Reject => DecisionState.Rejected,
                ReviewVerb.Reply => DecisionState.Replied,
                _ when !isApproved => DecisionState.Pending,
                _ => edited is not null || open.Approved is not null ? DecisionState.ApprovedEdited : DecisionState.Approved,
            },
        }, null);
    }

    /// <summary>People write their names in many ways; two people differ in more than that.</summary>
    private static bool IsSame(string one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static ReviewEntry Judged(long number, ReviewReport report, ReviewVerb verb) => new()
    {
        Decision = number,
        Reviewer = report.Reviewer,
        IsBeforeSending = false,
        Verb = verb,
        Edit = WireWords<EditKind>.Read(report.Edit) ?? EditKind.Unspecified,
        Goals = WireWords<GoalFit>.Read(report.Goals) ?? GoalFit.Unspecified,
        Severity = WireWords<Domain.Learning.Severity>.Read(report.Severity) ?? Domain.Learning.Severity.None,
        Reason = report.Reason,
        CorrectedCategory = report.CorrectedCategory,
        State = DecisionState.Closed,
    };

    private async Task<DecisionReply> WriteReviewAsync(LedgerEntry found, ReviewEntry entry, ulong once, ReviewKind kind, CancellationToken cancellationToken, Func<LedgerEntry, ChangeRow>? announced = null)
    {
        var now = Now(_ledger.Book);
        var item = ReviewQueue.IdOf(IdOf(found), kind);
        var state = entry is { IsBeforeSending: true, State: DecisionState.Pending } ? ReviewState.Open : ReviewState.Done;
        var (_, end) = _ledger.Append(
            EntryKinds.Review, now, once, entry, (number, before) => before.With(number, now, entry), made => [new ReviewChange.Decided(item, entry.Reviewer, state) { Entry = made.Number }],
            announced);
        return await AnsweredAsync(found, end, cancellationToken);
    }

    private Func<LedgerEntry, ChangeRow> Announcing(LedgerEntry found, DecisionEntry decision, ReviewEntry review)
    {
        var (id, scenario) = (IdOf(found).ToString(), decision.Input.Actions[decision.Verdict.Binding()].Scenario);
        return made => ChangeForm.Of(key, decision.Input.Account.Segment, new AccountChange.ReviewDone(made.Number, id, scenario, review, made.At));
    }

    /// <summary>Where the decision stands after what was just appended, once that is durable.</summary>
    private async Task<DecisionReply> AnsweredAsync(LedgerEntry found, Task<AppendEnd> end, CancellationToken cancellationToken, Asker asker = default)
    {
        var book = _ledger.Book;
        return await end is var ended and not AppendEnd.Appended ? Failed(StandingOf(ended)) : await ShowAsync(found, book, cancellationToken, false, asker);
    }

    /// <summary>A void approval waits for people again, under the same name, and for no fewer of them.</summary>
    private ReviewChange[] Reopened(LedgerEntry found, DecisionEntry decision, Verdict verdict, PermitEntry entry, TenantPolicy policy)
    {
        if (entry.Tighter.Count == 0)
            return [];
        var waits = verdict with { Kind = VerdictKind.RequireApproval, Enforced = true, Approval = verdict.Approval ?? decision.Verdict.Approval, ExpiresAt = entry.ExpiresAt };
        return ReviewQueue.Of(key, IdOf(found), decision with { Input = entry.Input, Verdict = waits }, policy.Playbook);
    }
}
