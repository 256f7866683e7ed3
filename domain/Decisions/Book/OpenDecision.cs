using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Decisions.Book;

/// <summary>A decision that is not settled.</summary>
public sealed record OpenDecision
{
    public required long Number { get; init; }

    public required VerdictKind Kind { get; init; }

    /// <summary>As last recorded; see <see cref="StateAt"/> for what time has made of it.</summary>
    public required DecisionState State { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>A permit holds, and an approval may be given or used, until then.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>As the caller named it, else the one of its day. Null: from before those that name none were added up.</summary>
    public string? Conversation { get; init; }

    public required ValueList<StepSpend> Steps { get; init; }

    /// <summary>People who approved so far.</summary>
    public ValueList<string> ApprovedBy { get; init; } = [];

    /// <summary>Number of the entry whose verdict people approved: the decision itself, or the review that edited it.</summary>
    public long BasisNumber { get; init; }

    /// <summary>The acts that an edit left; null: as asked for.</summary>
    public ValueList<ActionRequest>? Approved { get; init; }

    /// <summary>Whose the permit is; null: nobody said so.</summary>
    public string? Claim { get; init; }

    /// <summary>Its amounts and counts are taken from the budgets.</summary>
    public bool IsReserved => State is DecisionState.Permitted or DecisionState.Unconfirmed;

    /// <summary>
    /// Nobody said what became of it, and no money hangs on it: a reply, say. Where room is short it may leave; else an agent that reports
    /// nothing would close its account to itself.
    /// </summary>
    public bool MayBeForgotten(DateTimeOffset now) => StateAt(now) == DecisionState.Unconfirmed && Steps.All(step => step.Cents == 0);

    /// <summary>What its acts of a type take, in base currency.</summary>
    public decimal AmountOf(string action)
    {
        var cents = 0L;
        foreach (var step in Steps)
            cents += step.Action == action ? step.Cents : 0;
        return cents / 100m;
    }

    /// <summary>The one amount that it grants, or null: of several, no signal tells which was meant.</summary>
    public (decimal Amount, string Currency)? Money
    {
        get
        {
            (decimal, string)? only = null;
            foreach (var step in Steps)
            {
                if (step.Cents == 0)
                    continue;
                if (only is not null || step is not { Amount: { } amount, Currency: { } currency })
                    return null;
                only = (amount, currency);
            }

            return only;
        }
    }

    /// <summary>A moment after the expiry changes what is recorded: nobody may use it any more, or its money stays spent unconfirmed.</summary>
    public DecisionState StateAt(DateTimeOffset now) => now < ExpiresAt
        ? State
        : State switch
        {
            DecisionState.Pending or DecisionState.Approved or DecisionState.ApprovedEdited => DecisionState.Expired,
            DecisionState.Permitted => DecisionState.Unconfirmed,
            _ => State,
        };
}

/// <summary>How a decision ended, kept for a while so that asking again needs no search.</summary>
/// <param name="WithoutLeave">True: it was done although nothing permitted it. Else null.</param>
public readonly record struct SettledDecision(long Number, DecisionState State, bool? WithoutLeave = null);

/// <summary>What one act takes from budgets. Cents of the base currency.</summary>
public sealed record StepSpend(string Action, long Cents)
{
    /// <summary>As the agent asked, which is how a billing signal will say it; null where nothing was asked for, and in older entries.</summary>
    public decimal? Amount { get; init; }

    public string? Currency { get; init; }

    /// <summary>What it promises the customer; null: nothing.</summary>
    public PromisedDay? Promise { get; init; }
}

/// <summary>A day that an act promises; null: it named none.</summary>
public sealed record PromisedDay(DateOnly? Due);

/// <summary>Where a decision stands. Numbers are stored.</summary>
public enum DecisionState : byte
{
    Unspecified = 0,

    /// <summary>Waits for a person.</summary>
    Pending = 1,
    Approved = 2,

    /// <summary>Approved with changes: only the approved acts may be done.</summary>
    ApprovedEdited = 3,
    Rejected = 4,

    /// <summary>The reviewer answered the customer in person.</summary>
    Replied = 5,

    /// <summary>Nobody decided, or used it, in time: a denial.</summary>
    Expired = 6,

    /// <summary>The account had changed for the worse when it was to be used.</summary>
    Voided = 7,

    /// <summary>May be done now; its amount is reserved.</summary>
    Permitted = 8,

    /// <summary>Its time ran out without an outcome: the amount stays spent until someone says what happened.</summary>
    Unconfirmed = 9,
    Executed = 10,

    /// <summary>Some of it was done.</summary>
    Partly = 11,
    Failed = 12,
    NotExecuted = 13,

    /// <summary>Answered with escalate or deny: nothing is open.</summary>
    Closed = 14,
}
