using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Decisions;

/// <summary>What comes with an approval when it is used: the action's own obligations, and the approved amount as its cap.</summary>
public static class PermitTerms
{
    public static ValueList<Obligation> Of(Playbook playbook, ActionVerdict verdict)
    {
        ValueList<Obligation> own = playbook.Action(verdict.Type)?.Obligations ?? [];
        return verdict.AmountInBase is { } amount ? [new Obligation { Kind = ObligationKind.CapAmount, Max = amount }, .. own] : own;
    }
}
