using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Value.Tiers;

namespace AccountTwins.Domain.Decisions.Book;

/// <summary>What each entry does to the book. An entry was decided before it came here: nothing is refused, whatever it says happened.</summary>
public sealed partial record DecisionBook
{
    /// <param name="key">Hash of the idempotency key; 0: none.</param>
    public DecisionBook With(long number, DateTimeOffset at, ulong key, DecisionEntry entry)
    {
        var (request, verdict) = (entry.Input.Request, entry.Verdict);
        var book = Settled(at).NoLongerPromised(promise => entry.Input.PromisesOver?.Contains(promise.Number) == true) with
        {
            LastNumber = number,
            LastAt = at,
            Tier = entry.Input.Account.Tier == ValueTier.Unspecified ? Tier : entry.Input.Account.Tier,
            PersonAskedAt = request.PersonAskedFor ? at : PersonAskedAt,
            Scenarios = Used(entry.Input.Actions),
        };
        if (key != 0)
            book = book.Remember(new KnownKey(key, entry.RequestHash, number, at));
        var isPermit = verdict.Kind <= VerdictKind.AllowWithObligations;
        if (!isPermit && (verdict.Kind > VerdictKind.RequireApproval || !verdict.Enforced))
            return book.Handing(number, at, entry);
        var steps = StepsOf(request.Actions, verdict);
        var conversation = ConversationOf(request.Conversation, at);
        book = book.InConversation(conversation, steps, at);
        if (isPermit)
            book = book.Spent(steps, at, 1).Promising(number, at, conversation, steps);
        return book.Opened(new OpenDecision
        {
            Number = number,
            Kind = verdict.Kind,
            State = isPermit ? DecisionState.Permitted : DecisionState.Pending,
            At = at,
            ExpiresAt = verdict.ExpiresAt ?? at,
            Conversation = conversation,
            Steps = steps,
            BasisNumber = number,
            Claim = entry.Claim,
        }).Following(isPermit, number, at, request);
    }

    /// <summary>Who judges what was handed over has taken up its conversation: from then on it stands in nobody's way.</summary>
    public DecisionBook With(long number, DateTimeOffset at, ReviewEntry entry) => entry.IsBeforeSending
        ? Settled(at).Changed(number, at, entry.Decision, open => Reviewed(open, number, entry))
        : Settled(at).NoLongerHanded(handed => handed.Number == entry.Decision || handed.Conversation == entry.TakenUp) with { LastNumber = number, LastAt = at };

    /// <summary>
    /// A void approval waits again, on the verdict that voided it: who approves now has seen what changed, so the next use is compared
    /// with that.
    /// </summary>
    public DecisionBook With(long number, DateTimeOffset at, PermitEntry entry)
    {
        if (entry.Tighter.Count > 0)
        {
            return Settled(at).Changed(
                number, at, entry.Decision,
                open => open with { State = DecisionState.Pending, ApprovedBy = [], ExpiresAt = entry.ExpiresAt, At = at, BasisNumber = number });
        }

        var steps = StepsOf(entry.Input.Request.Actions, entry.Verdict);
        var book = Settled(at).Spent(steps, at, 1);
        if (Find(entry.Decision) is { } used)
            book = book.Promising(entry.Decision, at, used.Conversation, steps);
        return book.Changed(
            number, at, entry.Decision, open => open with { State = DecisionState.Permitted, Steps = steps, ExpiresAt = entry.ExpiresAt, At = at, Claim = entry.Claim })
            .Following(true, entry.Decision, at, entry.Input.Request);
    }

    /// <summary>What was done is spent even where nothing was reserved for it: an agent may have acted without waiting.</summary>
    public DecisionBook With(long number, DateTimeOffset at, OutcomeEntry entry)
    {
        var book = Settled(at).Heard(entry, at);
        if (entry.State is DecisionState.NotExecuted or DecisionState.Failed)
            book = book.NoLongerPromised(promise => promise.Number == entry.Decision);
        if (book.Find(entry.Decision) is not { } open)
            return book.Told(entry).Watched(entry, at) with { LastNumber = number, LastAt = at };
        for (var index = 0; index < open.Steps.Count; index++)
        {
            var (action, asked) = open.Steps[index];
            var actual = ActualOf(entry, index, asked);
            var isDone = actual > 0 || entry.State is DecisionState.Executed or DecisionState.Partly;
            var (reserved, counted) = open.IsReserved ? (asked, 1) : (0, 0);
            book = book.Spent([new StepSpend(action, actual - reserved)], open.IsReserved ? open.At : at, (isDone ? 1 : 0) - counted)
                .InConversation(open.Conversation, [new StepSpend(action, actual - asked)], at);
        }

        if (!open.IsReserved && entry.State is DecisionState.Executed or DecisionState.Partly)
            book = book.Promising(open.Number, open.At, open.Conversation, open.Steps);
        return book with
        {
            LastNumber = number,
            LastAt = at,
            Open = [.. book.Open.Where(other => other.Number != open.Number)],
            SettledDecisions = Kept([.. book.SettledDecisions, new SettledDecision(open.Number, entry.State, entry.WithoutLeave)]),
        };
    }

    /// <summary>The book knows nothing of what is put aside; the entry is for people who ask who settled it.</summary>
    public DecisionBook With(long number, DateTimeOffset at, SettledEntry entry) => Settled(at) with { LastNumber = number, LastAt = at };

    public DecisionBook With(long number, DateTimeOffset at, OverrideEntry entry)
    {
        var book = Settled(at) with { LastNumber = number, LastAt = at };
        return entry.Step switch
        {
            OverrideStep.Tightened => book with { Tightening = entry.Override, LiftProposed = null },
            OverrideStep.LooseningProposed => book with { Proposed = entry.Override },
            OverrideStep.Loosened => book with { Loosening = entry.Override, Proposed = null },
            OverrideStep.TighteningLiftProposed => book with { LiftProposed = entry.Override },
            OverrideStep.TighteningLifted => book with { Tightening = null, LiftProposed = null },
            OverrideStep.LooseningLifted => book with { Loosening = null, Proposed = null },
            _ => throw new ArgumentOutOfRangeException(nameof(entry), entry.Step, "An override entry without a step."),
        };
    }

    /// <summary>The steps of a request in cents of the base currency, as a verdict priced them.</summary>
    public static ValueList<StepSpend> StepsOf(ValueList<ActionRequest> actions, Verdict verdict) =>
        [.. actions.Select((action, index) => StepOf(action, verdict.Actions[index]))];

    private static StepSpend StepOf(ActionRequest action, ActionVerdict verdict) => new(action.Type, (long)decimal.Ceiling((verdict.AmountInBase ?? 0) * 100))
    {
        Amount = action.Amount,
        Currency = action.Currency,
        Promise = verdict.Promises == true ? new PromisedDay(action.Due) : null,
    };

    /// <summary>What an outcome says was done of a decision that the book does not hold open: nobody was bound by its verdict, or the act was done against it.</summary>
    public static WatchedActs WatchedOf(DecisionEntry decision, OutcomeEntry entry)
    {
        var (request, verdict) = (decision.Input.Request, decision.Verdict);
        var done = new List<StepSpend>();
        var steps = StepsOf(request.Actions, verdict);
        for (var index = 0; index < steps.Count; index++)
        {
            var actual = ActualOf(entry, index, steps[index].Cents);
            if (verdict.Actions[index].Requires != Latitudes.Latitude.Unspecified && (actual > 0 || entry.State is DecisionState.Executed or DecisionState.Partly))
                done.Add(steps[index] with { Cents = actual, Promise = entry.State is DecisionState.Executed or DecisionState.Partly ? steps[index].Promise : null });
        }

        return new WatchedActs(ConversationOf(request.Conversation, decision.Input.Now), [.. done]) { At = decision.Input.Now };
    }

    private DecisionBook Watched(OutcomeEntry entry, DateTimeOffset at) =>
        entry.Watched is { } watched
            ? Spent(watched.Done, at, 1).InConversation(watched.Conversation, watched.Done, at).Promising(entry.Decision, watched.At ?? at, watched.Conversation, watched.Done)
            : this;

    /// <summary>Nothing of what did not happen; else what was reported, and what was asked for where nothing was.</summary>
    private static long ActualOf(OutcomeEntry entry, int index, long asked)
    {
        long? reported = entry.ActualCents is { } cents && index < cents.Count ? Math.Max(0, cents[index]) : null;
        return entry.State switch
        {
            DecisionState.NotExecuted => 0,
            DecisionState.Failed => reported ?? 0,
            _ => reported ?? asked,
        };
    }

    /// <summary>Who edits approves what they left, and nothing that others approved before. Nobody counts as two people.</summary>
    private static OpenDecision Reviewed(OpenDecision open, long number, ReviewEntry entry)
    {
        var after = open with { State = entry.State, ExpiresAt = entry.UseBy ?? open.ExpiresAt };
        return entry.Verb switch
        {
            Learning.ReviewVerb.Accept when !open.ApprovedBy.Contains(entry.Reviewer) => after with { ApprovedBy = [.. open.ApprovedBy, entry.Reviewer] },
            Learning.ReviewVerb.Edit => after with
            {
                ApprovedBy = [entry.Reviewer],
                Approved = entry.Approved,
                BasisNumber = number,
                Steps = entry is { Approved: { } approved, Verdict: { } verdict } ? StepsOf(approved, verdict) : open.Steps,
            },
            _ => after,
        };
    }

    /// <summary>What time has closed leaves the book; what is unconfirmed stays until someone says what happened.</summary>
    private DecisionBook Settled(DateTimeOffset at)
    {
        var book = (HandedOver.Count == 0 ? this : NoLongerHanded(handed => handed.Until <= at)).NoLongerPromised(promise => promise.IsForgotten(at));
        foreach (var open in Open)
        {
            if (IsOver(open, at))
                book = book.GivenBack(open, at).Without(open, at);
        }

        return book;
    }

    /// <summary>The end of a decision that had to leave unconfirmed; its count stays used. What was done against an answer ends a decision that had its end.</summary>
    private DecisionBook Told(OutcomeEntry entry) => this with
    {
        SettledDecisions = entry.WithoutLeave == true
            ? Kept([.. SettledDecisions.Where(was => was.Number != entry.Decision), new SettledDecision(entry.Decision, entry.State, true)])
            : [.. SettledDecisions.Select(was => was == new SettledDecision(entry.Decision, DecisionState.Unconfirmed) ? was with { State = entry.State } : was)],
    };

    /// <summary>Unchanged where the same is asked again and again, which is the usual case.</summary>
    private ValueList<string> Used(ValueList<ActionFacts> steps)
    {
        var known = Scenarios;
        for (var step = steps.Count - 1; step >= 0; step--)
        {
            var scenario = steps[step].Scenario;
            if (known.Count == 0 || known[0] != scenario)
                known = [scenario, .. known.Where(other => other != scenario).Take(ScenariosMax - 1)];
        }

        return known;
    }

    /// <summary>What nobody may do any more was only asked for: its conversation forgets it.</summary>
    private DecisionBook GivenBack(OpenDecision open, DateTimeOffset at) => InConversation(open.Conversation, [.. open.Steps.Select(step => step with { Cents = -step.Cents })], at);

    private DecisionBook Without(OpenDecision decision, DateTimeOffset at) => this with
    {
        Open = [.. Open.Where(open => open.Number != decision.Number)],
        SettledDecisions = Kept([.. SettledDecisions, new SettledDecision(decision.Number, decision.StateAt(at))]),
    };

    private static ValueList<SettledDecision> Kept(ValueList<SettledDecision> settled) => [.. settled.Skip(Math.Max(0, settled.Count - SettledMax))];

    private static bool IsOver(OpenDecision open, DateTimeOffset at) =>
        open.StateAt(at) is not (DecisionState.Pending or DecisionState.Approved or DecisionState.ApprovedEdited or DecisionState.Permitted or DecisionState.Unconfirmed);

    private DecisionBook Changed(long number, DateTimeOffset at, long decision, Func<OpenDecision, OpenDecision> change)
    {
        var book = this with { LastNumber = number, LastAt = at };
        if (Find(decision) is not { } was)
            return book;
        var now = change(was);
        book = book with { Open = [.. Open.Select(open => open.Number == decision ? now : open)] };
        if (!now.Steps.Equals(was.Steps))
            book = book.GivenBack(was, at).InConversation(now.Conversation, now.Steps, at);
        return book.Settled(at);
    }

    /// <summary>
    /// Where there is no room, one leaves for it: first what may be forgotten, then what is unconfirmed, then the oldest. What it spent
    /// stays spent. A verdict is no allowance when the book is full, so only the first of these happens to a book of verdicts.
    /// </summary>
    private DecisionBook Opened(OpenDecision decision)
    {
        if (Open.Count < OpenMax)
            return this with { Open = [.. Open, decision] };
        var at = decision.At;
        var leaves = Open.FirstOrDefault(open => open.MayBeForgotten(at)) ?? Open.FirstOrDefault(open => open.StateAt(at) == DecisionState.Unconfirmed) ?? Open[0];
        var book = Without(leaves, at);
        return book with { Open = [.. book.Open, decision] };
    }

    private DecisionBook Spent(ValueList<StepSpend> steps, DateTimeOffset at, int count)
    {
        var spend = Spend.ToDictionary(known => known.Action, StringComparer.Ordinal);
        foreach (var (action, cents) in steps)
            spend[action] = (spend.TryGetValue(action, out var known) ? known : ActionSpend.None(action)).Add(at, cents, count);
        return this with { Spend = [.. spend.Values.Where(known => !known.IsForgotten(at)).OrderBy(known => known.Action, StringComparer.Ordinal)] };
    }

    /// <summary>
    /// The conversation heard of longest ago is forgotten first; the account's own budgets still hold then. Null: of a decision from before
    /// those that name none were added up.
    /// </summary>
    private DecisionBook InConversation(string? conversation, ValueList<StepSpend> steps, DateTimeOffset at)
    {
        if (conversation is null)
            return this;
        var known = Conversations.ToList();
        foreach (var (action, cents) in steps)
        {
            var index = known.FindIndex(spend => spend.Conversation == conversation && spend.Action == action);
            var sum = Math.Max(0, (index < 0 ? 0 : known[index].Cents) + cents);
            if (index >= 0)
                known.RemoveAt(index);
            if (sum > 0)
                known.Add(new ConversationSpend(conversation, action, sum, at));
        }

        return this with { Conversations = [.. known.Skip(Math.Max(0, known.Count - ConversationsMax))] };
    }

    private DecisionBook Remember(KnownKey key) => Keys.Count < KnownKeys.Max
        ? this with { Keys = Keys.Then(key) }
        : this with { Keys = Keys.Then(key), KeyForgottenAt = Keys[0].At };
}
