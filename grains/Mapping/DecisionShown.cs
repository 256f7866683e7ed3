using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Grains.Mapping;

/// <summary>A decision with what it takes to show it.</summary>
/// <param name="Basis">The later verdict that people approve, where an edit or a void approval brought one: its acts are the ones that count.</param>
public sealed record DecisionShown(
    DecisionId? Id, string Account, VerdictInput Input, Verdict Verdict, DecisionState State, OpenDecision? Open, Playbook Playbook, bool IsRepeat, ValueList<string> Tighter,
    Verdict? Basis = null)
{
    /// <summary>Who looks.</summary>
    public Asker Asker { get; init; }

    /// <summary>Whose the permit is; null: nobody said so.</summary>
    public string? Claim { get; init; }

    /// <summary>The act was reported as done, and nothing had permitted it.</summary>
    public bool WasWithoutLeave { get; init; }

    /// <summary>The permit is the asker's.</summary>
    public bool IsHeld => Asker.Claim is not null && Asker.Claim == Claim && (State == DecisionState.Permitted || !Verdict.Enforced);

    /// <summary>There is a permit, and it is somebody else's: one permit is acted upon by one caller.</summary>
    public bool IsOthers => State == DecisionState.Permitted && Asker.Claim != Claim && (Asker.IsToAct || Asker.Claim is not null);
}

/// <summary>Who wants to see a decision.</summary>
/// <param name="Claim">The caller's own word, or null.</param>
/// <param name="IsToAct">It asked in order to act; who only reads without a claim sees a permit that is there, whoever's it is.</param>
public readonly record struct Asker(string? Claim, bool IsToAct)
{
    public static Asker ToAct(string? claim) => new(claim, true);
}
