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
    /// <summary>A person's judgement: before the act it decides, afterwards it teaches.</summary>
    public async Task<DecisionReply> ReviewAsync(ReviewReport report, CancellationToken cancellationToken)
    {
        if (await LoadAsync(cancellationToken) is var standing and not TwinStanding.Ready)
            return Failed(standing);
        if (await parts.Policies.EnsureAsync(key.Tenant, cancellationToken) is not { } policy)
            return Failed(TwinStanding.StoreUnavailable);
        if (await FindAsync(report.DecisionId, cancellationToken) is not { } found)
            return Refused("unknown_decision");
        var decision = LedgerJson.Read<DecisionEntry>(found.Body);
        if (WireWords<ReviewVerb>.Read(report.Verb) is not { } verb)
            return Refused("bad_review");

        var isBefore = decision.Verdict.Kind == VerdictKind.RequireApproval;
        var (entry, refusal) = isBefore ? Approve(found.Number, decision, report, verb, policy) : (Judged(found.Number, report, verb), null);
        if (entry is null)
            return Refused(refusal!);
        return await WriteReviewAsync(found, decision, entry, report, cancellationToken);
    }

    /// <summary>An approved decision becomes a permit when the verdict, derived again, is no tighter.</summary>
    public async Task<DecisionReply> UseAsync(string decisionId, CancellationToken cancellationToken)
    {
        if (await LoadAsync(cancellationToken) is var standing and not TwinStanding.Ready)
            return Failed(standing);
        if (await parts.Policies.EnsureAsync(key.Tenant, cancellationToken) is null)
            return Failed(TwinStanding.StoreUnavailable);
        if (await FindAsync(decisionId, cancellationToken) is not { } found)
            return Refused("unknown_decision");
        var decision = LedgerJson.Read<DecisionEntry>(found.Body);
        var basis = await BasisAsync(found, decision, cancellationToken);
        var request = decision.Input.Request with { Actions = _ledger.Book.Find(found.Number)?.Approved ?? decision.Input.Request.Actions };
        await parts.Policies.EnsureSlicesAsync(key.Tenant, request.Agent.Release, SlicesOf(request, parts.Policies.For(key.Tenant)!), cancellationToken);

        // From here to the append nothing is awaited.
        var (book, policy) = (_ledger.Book, parts.Policies.For(key.Tenant)!);
        if (book.Find(found.Number) is not { } open || open.StateAt(Now(book)) is not (DecisionState.Approved or DecisionState.ApprovedEdited))
            return await ShowAsync(found, cancellationToken);
        var input = InputOf(request, policy, book, open).AtUse();
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
        };
        var (_, end) = _ledger.Append(
            EntryKinds.Permit, input.Now, 0, entry, (number, before) => before.With(number, input.Now, entry), _ => Reopened(found, decision, verdict, entry, policy));
        return await end is var ended and not AppendEnd.Appended ? Failed(StandingOf(ended)) : await ShowAsync(found, cancellationToken, tighter: tighter);
    }

    /// <summary>What became of an act. The same report again changes nothing.</summary>
    public async Task<DecisionReply> OutcomeAsync(OutcomeReport report, CancellationToken cancellationToken)
    {
        if (await LoadAsync(cancellationToken) is var standing and not TwinStanding.Ready)
            return Failed(standing);
        if (await FindAsync(report.DecisionId, cancellationToken) is not { } found)
            return Refused("unknown_decision");
        var wanted = (DecisionState)report.State;
        var decision = LedgerJson.Read<DecisionEntry>(found.Body);
        if (await parts.Playbooks.FindAsync(key.Tenant, decision.Input.Tenant.Playbook, cancellationToken) is not { } playbook)
            return Failed(TwinStanding.Unreadable);
        var state = await StateAsync(found, decision, cancellationToken);
        if (state == wanted)
            return await ShowAsync(found, cancellationToken);

        // A decision that was only watched reserved nothing, but what was done beside it is kept, once.
        var isWatched = !decision.Verdict.Enforced && state == DecisionState.Closed;
        var outcomeKey = isWatched ? Hash64.Of(System.Text.Encoding.UTF8.GetBytes($"outcome\n{found.Number}")) : 0;
        if (isWatched && await parts.Ledger.FindKeyAsync(_ledger.Subject, outcomeKey, cancellationToken) is not null)
            return await ShowAsync(found, cancellationToken);
        var now = Now(_ledger.Book);
        if (!isWatched && _ledger.Book.StateOf(found.Number, now) is not (DecisionState.Permitted or DecisionState.Unconfirmed))
            return Refused("outcome_conflict");
        var entry = new OutcomeEntry
        {
            Decision = found.Number,
            State = wanted,
            ActualCents = report.Amounts is { } amounts ? CentsOf(amounts, report.Currency, playbook) : null,
            Detail = report.Detail,
            By = report.By,
        };
        var (_, end) = _ledger.Append(EntryKinds.Outcome, now, outcomeKey, entry, (number, before) => before.With(number, now, entry), _ => []);
        return await end is var ended and not AppendEnd.Appended ? Failed(StandingOf(ended)) : await ShowAsync(found, cancellationToken);
    }

    /// <summary>A ceiling holds at once; a wider cell takes a second person, and at most 30 days.</summary>
    public async Task<OverrideReply> OverrideAsync(OverrideAsk ask, CancellationToken cancellationToken)
    {
        if (await PrepareAsync(cancellationToken) is var standing and not TwinStanding.Ready)
            return new OverrideReply { Standing = standing };
        var (book, now) = (_ledger.Book, Now(_ledger.Book));
        if (Overrides.Next(book, ask, now) is not { } entry)
            return new OverrideReply { Standing = TwinStanding.Ready, Refusal = "bad_override" };
        var (_, end) = _ledger.Append(EntryKinds.Override, now, 0, entry, (number, before) => before.With(number, now, entry), _ => []);
        if (await end is var ended and not AppendEnd.Appended)
            return new OverrideReply { Standing = StandingOf(ended) };
        return new OverrideReply
        {
            Standing = TwinStanding.Ready,
            Step = WireWords<OverrideStep>.Of(entry.Step),
            Latitude = (Interfaces.Contracts.Latitude)(entry.Override?.Latitude ?? 0),
            By = [.. entry.Override?.By ?? [entry.By]],
            ExpiresAt = entry.Override?.ExpiresAt,
        };
    }

    private (ReviewEntry? Entry, string? Refusal) Approve(long number, DecisionEntry decision, ReviewReport report, ReviewVerb verb, TenantPolicy policy)
    {
        var (book, request) = (_ledger.Book, decision.Input.Request);
        var now = Now(book);
        if (book.Find(number) is not { } open || open.StateAt(now) != DecisionState.Pending)
            return (null, "not_pending");
        if (report.Reviewer == request.OnBehalfOf || report.Reviewer == request.Agent.Id)
            return (null, "own_request");
        if (open.ApprovedBy.Contains(report.Reviewer))
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

    private async Task<DecisionReply> WriteReviewAsync(LedgerEntry found, DecisionEntry decision, ReviewEntry entry, ReviewReport report, CancellationToken cancellationToken)
    {
        var now = Now(_ledger.Book);
        var kind = entry.IsBeforeSending ? ReviewKind.Approval : report.IsSecond ? ReviewKind.SecondAudit : ReviewKind.Audit;
        var item = ReviewQueue.IdOf(DecisionId.Of(found.Number, found.Hash, key.Account), kind);
        var state = entry is { IsBeforeSending: true, State: DecisionState.Pending } ? ReviewState.Open : ReviewState.Done;
        var (_, end) = _ledger.Append(
            EntryKinds.Review, now, 0, entry, (number, before) => before.With(number, now, entry), _ => [new ReviewChange.Decided(item, entry.Reviewer, state)]);
        return await end is var ended and not AppendEnd.Appended ? Failed(StandingOf(ended)) : await ShowAsync(found, cancellationToken);
    }

    /// <summary>The verdict that people approved: on what was asked, on what an edit left, or the one that voided an earlier approval.</summary>
    private async Task<Verdict> BasisAsync(LedgerEntry found, DecisionEntry decision, CancellationToken cancellationToken)
    {
        var basis = _ledger.Book.Find(found.Number)?.BasisNumber ?? found.Number;
        if (basis == found.Number || await EntryAsync(basis, cancellationToken) is not { } entry)
            return decision.Verdict;
        return (entry.Kind == EntryKinds.Permit ? LedgerJson.Read<PermitEntry>(entry.Body).Verdict : LedgerJson.Read<ReviewEntry>(entry.Body).Verdict) ?? decision.Verdict;
    }

    /// <summary>A void approval waits for people again, under the same name.</summary>
    private ReviewChange[] Reopened(LedgerEntry found, DecisionEntry decision, Verdict verdict, PermitEntry entry, TenantPolicy policy) => entry.Tighter.Count == 0
        ? []
        : ReviewQueue.Of(key, DecisionId.Of(found.Number, found.Hash, key.Account), decision with { Input = entry.Input, Verdict = verdict with { Kind = VerdictKind.RequireApproval, ExpiresAt = entry.ExpiresAt } }, policy.Playbook);

    private static ValueList<long>? CentsOf(decimal[] amounts, string? currency, Playbook playbook)
    {
        var cents = new long[amounts.Length];
        for (var index = 0; index < amounts.Length; index++)
        {
            if (playbook.Money.ToBase(amounts[index], currency) is not { } amount)
                return null;
            cents[index] = (long)decimal.Ceiling(amount * 100);
        }

        return [.. cents];
    }
}
