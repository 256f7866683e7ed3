using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Decisions.Book;

/// <summary>What people were given to answer: until they did, or should have, the same act gets no milder answer under another name.</summary>
public sealed partial record DecisionBook
{
    /// <summary>As many as conversations are added up; of more, the one whose time ends first is forgotten.</summary>
    public const int HandedOverMax = 32;

    /// <summary>Escalations that stand. Not in a book stored before they were kept.</summary>
    public ValueList<HandedOver> HandedOver { get; init; } = [];

    /// <summary>People have this conversation already: they are told once, not with every question about it.</summary>
    public bool IsHandedOver(string? conversation, DateTimeOffset at)
    {
        var named = ConversationOf(conversation, at);
        return HandedOver.Any(handed => at < handed.Until && handed.Conversation == named);
    }

    private DecisionBook Handing(long number, DateTimeOffset at, DecisionEntry entry)
    {
        if (entry is not { Verdict: { Enforced: true, Handover.By: var until }, Input.Request: var request })
            return this;

        // What names no conversation is linked to nothing.
        string[] acts = request.Conversation is null ? [] : [.. entry.Verdict.Actions.Where(IsHandedOver).Select(verdict => verdict.Type).Distinct(StringComparer.Ordinal)];
        if (acts.Length == 0 && IsHandedOver(request.Conversation, at))
            return this;
        var conversation = ConversationOf(request.Conversation, at);
        var standing = HandedOver.Count < HandedOverMax ? HandedOver : [.. HandedOver.Where(handed => !ReferenceEquals(handed, HandedOver.MinBy(each => each.Until)))];
        return this with { HandedOver = [.. standing, new HandedOver(number, conversation, [.. acts], until)] };
    }

    /// <summary>
    /// For a reason that another category or amount might not have: a switch or a full book ends with its cause. What only an earlier escalation
    /// stops is none of its own, or an agent that keeps asking would never come to an end.
    /// </summary>
    private static bool IsHandedOver(ActionVerdict verdict) => verdict.Kind == VerdictKind.Escalate && verdict.Reasons.Any(reason => reason
        is { Layer: LayerKind.Review or LayerKind.Scenario } or { Layer: LayerKind.Escalation, Code: not (VerdictCodes.HighValue or VerdictCodes.AtRisk) });

    /// <summary>The answer that people owe the same act of the conversation, or null.</summary>
    private LinkedFact? HandedBefore(string action, string conversation, DateTimeOffset now, OpenDecision? self)
    {
        foreach (var handed in HandedOver)
        {
            if (!(handed.Number >= self?.Number) && now < handed.Until && handed.Conversation == conversation && handed.Actions.Contains(action))
                return new LinkedFact(handed.Number, VerdictKind.Escalate);
        }

        return null;
    }

    private DecisionBook NoLongerHanded(Func<HandedOver, bool> isOver) =>
        HandedOver.Any(isOver) ? this with { HandedOver = [.. HandedOver.Where(handed => !isOver(handed))] } : this;
}
