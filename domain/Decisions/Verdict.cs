using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Decisions;

/// <summary>The answer to "may I do this, for this account, now?".</summary>
public sealed record Verdict
{
    public required VerdictKind Kind { get; init; }

    public required NextStep Next { get; init; }

    /// <summary>False where the playbook only watches: the verdict stands, nobody is bound by it.</summary>
    public bool Enforced { get; init; } = true;

    /// <summary>Seconds after which asking again makes sense.</summary>
    public int? PollAfter { get; init; }

    public Handover? Handover { get; init; }

    /// <summary>Who approves, where a person is needed first.</summary>
    public ApprovalNeed? Approval { get; init; }

    /// <summary>A holding text for the customer, without reasons from inside.</summary>
    public string? CustomerMessageHint { get; init; }

    /// <summary>Until when an allowance holds, or what waits may be decided.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>One for each action asked for, in their order.</summary>
    public required ValueList<ActionVerdict> Actions { get; init; }

    /// <summary>What set the verdict, as one word that changes only when that does.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>
    /// Place of the action that set the verdict: the strictest answer (with obligations or without, an allowance is one), of these the least
    /// latitude, of these the first.
    /// </summary>
    public int Binding()
    {
        var binding = 0;
        for (var index = 1; index < Actions.Count; index++)
        {
            var (known, next) = (Actions[binding], Actions[index]);
            if (Strictness(next) > Strictness(known) || (Strictness(next) == Strictness(known) && next.Effective < known.Effective))
                binding = index;
        }

        return binding;

        static VerdictKind Strictness(ActionVerdict action) => action.Kind > VerdictKind.AllowWithObligations ? action.Kind : VerdictKind.AllowWithObligations;
    }
}

/// <summary>The answer for one action.</summary>
public sealed record ActionVerdict
{
    public required string Type { get; init; }

    public required VerdictKind Kind { get; init; }

    /// <summary>The lowest of all layers.</summary>
    public Latitude Effective { get; init; }

    /// <summary>What the action takes; unspecified when it is not in the catalogue.</summary>
    public Latitude Requires { get; init; }

    /// <summary>Every layer, binding or not.</summary>
    public ValueList<LatitudeLayer> Layers { get; init; } = [];

    /// <summary>Why it is not simply allowed; empty when it is.</summary>
    public ValueList<Reason> Reasons { get; init; } = [];

    /// <summary>All of these together would have allowed it; null when nothing would.</summary>
    public WouldAllowIf? WouldAllowIf { get; init; }

    public ValueList<Obligation> Obligations { get; init; } = [];

    /// <summary>The amount in base currency; null where there is none or no rate.</summary>
    public decimal? AmountInBase { get; init; }

    /// <summary>True: who does it promises the customer a day. Else null.</summary>
    public bool? Promises { get; init; }

    /// <summary>What the tightest budget leaves after this act, in base currency; null where no budget limits money.</summary>
    public BudgetLeft? Budget { get; init; }
}

/// <summary>The five answers. Numbers are stored and rise with strictness.</summary>
public enum VerdictKind : byte
{
    Unspecified = 0,
    Allow = 1,
    AllowWithObligations = 2,
    RequireApproval = 3,
    Escalate = 4,
    Deny = 5,
}

/// <summary>What the agent does now. Numbers are stored.</summary>
public enum NextStep : byte
{
    Unspecified = 0,
    Proceed = 1,
    Wait = 2,
    HandOver = 3,
    Stop = 4,
}

/// <summary>Where latitude or a refusal comes from. Numbers are stored.</summary>
public enum LayerKind : byte
{
    Unspecified = 0,
    Playbook = 1,
    Constraint = 2,
    Freshness = 3,
    Scenario = 4,
    Breaker = 5,
    Override = 6,
    Catalogue = 7,
    Budget = 8,
    Escalation = 9,
    Request = 10,
    Review = 11,
}

/// <summary>How much one layer leaves.</summary>
/// <param name="Rule">The rule's own name within the layer.</param>
/// <param name="IsShadow">Reported only; it takes nothing.</param>
public sealed record LatitudeLayer(LayerKind Layer, string Rule, Latitude AtMost, bool IsShadow = false);

/// <summary>Why it is not simply allowed.</summary>
/// <param name="Code">From <see cref="VerdictCodes"/>.</param>
public sealed record Reason(string Code, LayerKind Layer, string Rule, string Text);

/// <summary>What would have to be otherwise, all of it.</summary>
public sealed record WouldAllowIf(ValueList<string> ByAgent, ValueList<string> ByPeople);

/// <summary>Who takes over, and by when they should have answered.</summary>
public sealed record Handover(HandoverRoute To, DateTimeOffset By);

public sealed record ApprovalNeed(ApproverRole Role, int People);

public sealed record BudgetLeft(decimal Remaining, string Currency, BudgetWindow Window);
