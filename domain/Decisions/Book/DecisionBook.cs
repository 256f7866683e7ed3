using System.Globalization;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Value.Tiers;

namespace AccountTwins.Domain.Decisions.Book;

/// <summary>
/// What an account remembers of its decisions: what is open, what was spent, which keys it knows. An immutable value that follows from the
/// account's ledger entries alone. Everything in it is bounded; where a bound would make it forget what counts, it says that it is full.
/// </summary>
public sealed partial record DecisionBook
{
    public const int Schema = 1;

    /// <summary>Decisions that wait for a person, for their outcome, or are unconfirmed.</summary>
    public const int OpenMax = 64;

    public const int ConversationsMax = 32;

    /// <summary>Scenarios that are remembered: more than a context has room for lessons of.</summary>
    public const int ScenariosMax = 8;

    /// <summary>Ends of decisions that are kept; older ones are found in the chain.</summary>
    public const int SettledMax = 64;

    public static readonly DecisionBook Empty = new();

    public int SchemaVersion { get; init; } = Schema;

    /// <summary>Number of the last entry of the account's chain; 0: none.</summary>
    public long LastNumber { get; init; }

    /// <summary>No later decision is dated before it.</summary>
    public DateTimeOffset LastAt { get; init; }

    /// <summary>The last tier that a decision knew; tiers change with hysteresis.</summary>
    public ValueTier Tier { get; init; }

    /// <summary>When the customer last asked for a person.</summary>
    public DateTimeOffset? PersonAskedAt { get; init; }

    public ValueList<OpenDecision> Open { get; init; } = [];

    /// <summary>Newest last.</summary>
    public ValueList<SettledDecision> SettledDecisions { get; init; } = [];

    public ValueList<ActionSpend> Spend { get; init; } = [];

    public ValueList<ConversationSpend> Conversations { get; init; } = [];

    /// <summary>Newest last.</summary>
    public KnownKeys Keys { get; init; } = KnownKeys.None;

    /// <summary>When the newest key that was forgotten for lack of room had been used; older keys are asked of the ledger.</summary>
    public DateTimeOffset? KeyForgottenAt { get; init; }

    /// <summary>Decisions whose outcome is still looked for, in the order in which they were permitted.</summary>
    public ValueList<FollowedDecision> Followed { get; init; } = [];

    /// <summary>Money that agents reported as spent and that no billing signal was seen for yet.</summary>
    public ValueList<AwaitedMoney> Awaited { get; init; } = [];

    /// <summary>Billing signals that have confirmed a decision: each confirms one. The newest, sorted.</summary>
    public ValueList<string> UsedSignals { get; init; } = [];

    /// <summary>Scenarios of the last decisions, whatever came of them, each once and the newest first. Not in a book stored before they were kept.</summary>
    public ValueList<string> Scenarios { get; init; } = [];

    public AccountOverride? Tightening { get; init; }

    public AccountOverride? Loosening { get; init; }

    /// <summary>A proposal to loosen that waits for the second person.</summary>
    public AccountOverride? Proposed { get; init; }

    /// <summary>The ceiling that one person wants gone, until when that waits for a second one, and who it was.</summary>
    public AccountOverride? LiftProposed { get; init; }

    /// <summary>Types of action whose spending is remembered; a playbook has at most 64, and yesterday's may have had others.</summary>
    public const int SpendMax = 128;

    public OpenDecision? Find(long number)
    {
        foreach (var decision in Open)
        {
            if (decision.Number == number)
                return decision;
        }

        return null;
    }

    /// <summary>No further decision can be kept open without forgetting one that holds money or waits for people.</summary>
    public bool IsFullAt(DateTimeOffset now) => Spend.Count > SpendMax || Open.Count(open => !IsOver(open, now) && !open.MayBeForgotten(now)) >= OpenMax;

    public OverrideFact? OverrideAt(DateTimeOffset now)
    {
        var (tight, loose) = (Tightening?.In(now), Loosening?.In(now));
        return tight is null && loose is null ? null : new OverrideFact(tight, loose);
    }

    /// <summary>Where a decision stands; null when it is neither open nor remembered.</summary>
    public DecisionState? StateOf(long number, DateTimeOffset now)
    {
        if (Find(number) is { } open)
            return open.StateAt(now);
        foreach (var settled in SettledDecisions)
        {
            if (settled.Number == number)
                return settled.State;
        }

        return null;
    }

    /// <summary>Its end is remembered, and nothing had permitted the act.</summary>
    public bool WasWithoutLeave(long number)
    {
        foreach (var settled in SettledDecisions)
        {
            if (settled.Number == number)
                return settled.WithoutLeave == true;
        }

        return false;
    }

    /// <summary>What the book says about one action of a request; money in base currency.</summary>
    /// <param name="self">
    /// The decision whose approval is being used. It is not counted against itself, and neither is what the agent only asked for after it:
    /// that one counts this one.
    /// </param>
    public ActionFacts FactsFor(ActionFacts policy, ActionRequest action, string? conversation, DateTimeOffset now, OpenDecision? self = null)
    {
        if (Open.Any(open => IsOver(open, now)))
            return Settled(now).FactsFor(policy, action, conversation, now, self);
        var spend = SpendOf(action.Type);
        return policy with
        {
            SpentDay = spend?.DayAmount(now) ?? 0,
            SpentMonth = spend?.MonthAmount(now) ?? 0,
            CountDay = spend?.DayCount(now) ?? 0,
            CountMonth = spend?.MonthCount(now) ?? 0,
            SpentConversation = Math.Max(0, ConversationAmount(action.Type, self is null ? ConversationOf(conversation, now) : self.Conversation) - NotAgainst(self, action.Type)),
            Linked = Linked(action.Type, conversation, now, self),
            IsBookFull = self is null && IsFullAt(now),
        };
    }

    /// <summary>
    /// Under which amounts add up. What names no conversation is one conversation of the account and the day (UTC), or leaving the name out
    /// would end the adding up. No caller's own name has such a first character.
    /// </summary>
    public static string ConversationOf(string? named, DateTimeOffset at) => named ?? string.Create(CultureInfo.InvariantCulture, $"\n{at.UtcDateTime:yyyy-MM-dd}");

    internal ActionSpend? SpendOf(string action)
    {
        foreach (var spend in Spend)
        {
            if (spend.Action == action)
                return spend;
        }

        return null;
    }

    private decimal ConversationAmount(string action, string? conversation)
    {
        if (conversation is null)
            return 0;
        foreach (var known in Conversations)
        {
            if (known.Conversation == conversation && known.Action == action)
                return known.Cents / 100m;
        }

        return 0;
    }

    /// <summary>What the decision takes, with what was asked for after it in its conversation and is not reserved.</summary>
    private decimal NotAgainst(OpenDecision? self, string action) => self is null ? 0 : Open
        .Where(open => open.Number == self.Number || (open.Number > self.Number && open.Conversation == self.Conversation && !open.IsReserved))
        .Sum(open => open.AmountOf(action));

    /// <summary>
    /// The strictest answer that still stands for the same action in the same conversation. What names none is linked to nothing: one question
    /// that waits would stop all that name none.
    /// </summary>
    private LinkedFact? Linked(string action, string? conversation, DateTimeOffset now, OpenDecision? self)
    {
        if (conversation is null)
            return null;
        var strictest = HandedBefore(action, conversation, now, self);
        foreach (var open in Open)
        {
            if (open.Number >= self?.Number || open.Conversation != conversation || open.StateAt(now) != DecisionState.Pending || !open.Steps.Any(step => step.Action == action))
                continue;
            if (strictest is null || open.Kind > strictest.Kind)
                strictest = new LinkedFact(open.Number, open.Kind);
        }

        return strictest;
    }
}
