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
        var book = Settled(at) with
        {
            LastNumber = number,
            LastAt = at,
            Tier = entry.Input.Account.Tier == ValueTier.Unspecified ? Tier : entry.Input.Account.Tier,
            PersonAskedAt = request.PersonAskedFor ? at : PersonAskedAt,
        };
        if (key != 0)
            book = book.Remember(new KnownKey(key, entry.RequestHash, number, at));
        var isPermit = verdict.Kind <= VerdictKind.AllowWithObligations;
        if (!isPermit && (verdict.Kind > VerdictKind.RequireApproval || !verdict.Enforced))
            return book;
        var steps = StepsOf(request.Actions, verdict);
        book = book.InConversation(request.Conversation, steps, at);
        if (isPermit)
            book = book.Spent(steps, at, 1);
        return book.Opened(new OpenDecision
        {
            Number = number,
            Kind = verdict.Kind,
            State = isPermit ? DecisionState.Permitted : DecisionState.Pending,
            At = at,
            ExpiresAt = verdict.ExpiresAt ?? at,
            Conversation = request.Conversation,
            Steps = steps,
            BasisNumber = number,
        });
    }

    public DecisionBook With(long number, DateTimeOffset at, ReviewEntry entry) => entry.IsBeforeSending
        ? Settled(at).Changed(number, at, entry.Decision, open => Reviewed(open, number, entry))
        : Settled(at) with { LastNumber = number, LastAt = at };

    public DecisionBook With(long number, DateTimeOffset at, PermitEntry entry)
    {
        if (entry.Tighter.Count > 0)
            return Settled(at).Changed(number, at, entry.Decision, open => open with { State = DecisionState.Pending, ApprovedBy = [], ExpiresAt = entry.ExpiresAt, At = at });
        var steps = StepsOf(entry.Input.Request.Actions, entry.Verdict);
        return Settled(at).Spent(steps, at, 1).Changed(
            number, at, entry.Decision, open => open with { State = DecisionState.Permitted, Steps = steps, ExpiresAt = entry.ExpiresAt, At = at });
    }

    public DecisionBook With(long number, DateTimeOffset at, OutcomeEntry entry)
    {
        var book = Settled(at);
        if (book.Find(entry.Decision) is { State: DecisionState.Permitted or DecisionState.Unconfirmed } open)
        {
            var isDone = entry.State is DecisionState.Executed or DecisionState.Partly;
            for (var index = 0; index < open.Steps.Count; index++)
            {
                var (action, reserved) = open.Steps[index];
                var actual = !isDone ? 0 : entry.ActualCents is { } cents && index < cents.Count ? cents[index] : reserved;
                book = book.Spent([new StepSpend(action, actual - reserved)], open.At, isDone ? 0 : -1)
                    .InConversation(open.Conversation, [new StepSpend(action, actual - reserved)], at);
            }
        }

        return book.Changed(number, at, entry.Decision, was => was with { State = entry.State });
    }

    public DecisionBook With(long number, DateTimeOffset at, OverrideEntry entry)
    {
        var book = Settled(at) with { LastNumber = number, LastAt = at };
        return entry.Step switch
        {
            OverrideStep.Tightened => book with { Tightening = entry.Override },
            OverrideStep.LooseningProposed => book with { Proposed = entry.Override },
            OverrideStep.Loosened => book with { Loosening = entry.Override, Proposed = null },
            OverrideStep.TighteningLifted => book with { Tightening = null },
            OverrideStep.LooseningLifted => book with { Loosening = null, Proposed = null },
            _ => throw new ArgumentOutOfRangeException(nameof(entry), entry.Step, "An override entry without a step."),
        };
    }

    /// <summary>The steps of a request in cents of the base currency, as a verdict priced them.</summary>
    public static ValueList<StepSpend> StepsOf(ValueList<ActionRequest> actions, Verdict verdict) =>
        [.. actions.Select((action, index) => new StepSpend(action.Type, (long)((verdict.Actions[index].AmountInBase ?? 0) * 100)))];

    /// <summary>Who edits approves what they left, and nothing that others approved before.</summary>
    private static OpenDecision Reviewed(OpenDecision open, long number, ReviewEntry entry)
    {
        var after = open with { State = entry.State, ExpiresAt = entry.UseBy ?? open.ExpiresAt };
        return entry.Verb switch
        {
            Learning.ReviewVerb.Accept => after with { ApprovedBy = [.. open.ApprovedBy, entry.Reviewer] },
            Learning.ReviewVerb.Edit => after with { ApprovedBy = [entry.Reviewer], Approved = entry.Approved, BasisNumber = number },
            _ => after,
        };
    }

    /// <summary>What time has closed leaves the book; what is unconfirmed stays until someone says what happened.</summary>
    private DecisionBook Settled(DateTimeOffset at)
    {
        if (!Open.Any(open => IsOver(open, at)))
            return this;
        ValueList<SettledDecision> ended = [.. SettledDecisions, .. Open.Where(open => IsOver(open, at)).Select(open => new SettledDecision(open.Number, open.StateAt(at)))];
        return this with
        {
            Open = [.. Open.Where(open => !IsOver(open, at))],
            SettledDecisions = [.. ended.Skip(Math.Max(0, ended.Count - SettledMax))],
        };
    }

    private static bool IsOver(OpenDecision open, DateTimeOffset at) =>
        open.StateAt(at) is not (DecisionState.Pending or DecisionState.Approved or DecisionState.ApprovedEdited or DecisionState.Permitted or DecisionState.Unconfirmed);

    private DecisionBook Changed(long number, DateTimeOffset at, long decision, Func<OpenDecision, OpenDecision> change)
    {
        var book = this with { LastNumber = number, LastAt = at, Open = [.. Open.Select(open => open.Number == decision ? change(open) : open)] };
        return book.Settled(at);
    }

    private DecisionBook Opened(OpenDecision decision) => this with { Open = [.. Open, decision] };

    private DecisionBook Spent(ValueList<StepSpend> steps, DateTimeOffset at, int count)
    {
        var spend = Spend.ToDictionary(known => known.Action, StringComparer.Ordinal);
        foreach (var (action, cents) in steps)
            spend[action] = (spend.TryGetValue(action, out var known) ? known : ActionSpend.None(action)).Add(at, cents, count);
        return this with { Spend = [.. spend.Values.Where(known => !known.IsForgotten(at)).OrderBy(known => known.Action, StringComparer.Ordinal)] };
    }

    /// <summary>The conversation heard of longest ago is forgotten first; the account's own budgets still hold then.</summary>
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
            known.Add(new ConversationSpend(conversation, action, sum, at));
        }

        return this with { Conversations = [.. known.Skip(Math.Max(0, known.Count - ConversationsMax))] };
    }

    private DecisionBook Remember(KnownKey key) => Keys.Count < KeysMax
        ? this with { Keys = [.. Keys, key] }
        : this with { Keys = [.. Keys.Skip(1), key], KeyForgottenAt = Keys[0].At };
}
