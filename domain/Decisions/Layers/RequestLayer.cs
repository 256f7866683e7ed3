using System.Globalization;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Decisions.Layers;

/// <summary>What the act and the request themselves ask for: a person for what cannot be undone, confidence, obligations kept, earlier answers obeyed.</summary>
internal static class RequestLayer
{
    public static void Apply(ActionJudgement judgement)
    {
        var (rule, action) = (judgement.Rule, judgement.Action);
        if (rule.Reversibility == Reversibility.Irreversible)
        {
            judgement.Raise(VerdictKind.RequireApproval, LayerKind.Catalogue, rule.Type, VerdictCodes.Irreversible, "This cannot be undone: a person decides.");
            judgement.PeopleCould("a person approves");
        }

        if (rule.ConfidenceFloor is { } floor && (action.Confidence is not { } confidence || confidence < floor))
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"The agent's confidence is not {floor:0.00} or more.");
            judgement.Raise(VerdictKind.RequireApproval, LayerKind.Request, "confidence", VerdictCodes.ConfidenceLow, text);
            judgement.AgentCould(string.Create(CultureInfo.InvariantCulture, $"a confidence of {floor:0.00} or more, if that is true"));
        }

        if (judgement.Facts.Linked is { Kind: > VerdictKind.AllowWithObligations } linked)
        {
            judgement.Raise(linked.Kind, LayerKind.Request, "linked", VerdictCodes.LinkedAnswer, $"Decision {linked.Number} of the same conversation asked for this before; its answer stands.");
            judgement.PeopleCould("the earlier request decided");
        }
    }

    /// <summary>What comes with an allowance; one that the caller cannot keep makes it none.</summary>
    public static ValueList<Obligation> Obligations(ActionJudgement judgement)
    {
        if (!judgement.IsAllowed)
            return [];
        var owed = judgement.Rule.Obligations.ToList();
        if (judgement.Amount is { } amount)
            owed.Insert(0, new Obligation { Kind = ObligationKind.CapAmount, Max = amount });
        foreach (var obligation in owed)
        {
            if (judgement.Input.Request.SupportedObligations.Contains(obligation.Kind))
                continue;
            var word = Words<ObligationKind>.Of(obligation.Kind);
            judgement.Raise(VerdictKind.RequireApproval, LayerKind.Request, word, VerdictCodes.ObligationUnsupported, $"It is allowed only with {word}, which the caller does not support.");
            judgement.AgentCould($"support for the obligation {word}");
        }

        return [.. owed];
    }
}
