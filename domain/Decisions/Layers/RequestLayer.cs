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
        if (rule.Reversibility is not (Reversibility.Reversible or Reversibility.Correctable))
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

        if (rule.Promises && judgement.Facts.PromisedOtherwise == true)
        {
            judgement.Raise(VerdictKind.RequireApproval, LayerKind.Request, "promise", VerdictCodes.PromisedOtherwise, "Another day may have been promised in this conversation already.");
            judgement.PeopleCould("a person approves the new day");
            judgement.AgentCould("the day that was promised");
        }

        if (judgement.Facts.Linked is { Kind: > VerdictKind.AllowWithObligations } linked)
        {
            judgement.Raise(linked.Kind, LayerKind.Request, "linked", VerdictCodes.LinkedAnswer, $"Decision {linked.Number} of the same conversation asked for this before; its answer stands.");
            judgement.PeopleCould("the earlier request decided");
        }
    }

    /// <summary>
    /// What comes with an allowance; one that the caller cannot keep makes it none. Looked at whatever the answer is, so that an agent which
    /// mends the rest is not told of it only then.
    /// </summary>
    public static ValueList<Obligation> Obligations(ActionJudgement judgement)
    {
        var owed = judgement.Rule.Obligations.ToList();
        if (judgement.Amount is { } amount)
            owed.Insert(0, new Obligation { Kind = ObligationKind.CapAmount, Max = amount });
        foreach (var kind in owed.Select(obligation => obligation.Kind).Distinct())
            Support(judgement, kind);
        if (judgement.Amount is null && judgement.Rule.TakesAmount)
            Support(judgement, ObligationKind.CapAmount);
        return [.. owed];
    }

    private static void Support(ActionJudgement judgement, ObligationKind kind)
    {
        if (judgement.Input.Request.SupportedObligations.Contains(kind))
            return;
        var word = Words<ObligationKind>.Of(kind);
        judgement.Raise(VerdictKind.RequireApproval, LayerKind.Request, word, VerdictCodes.ObligationUnsupported, $"It is allowed only with {word}, which the caller does not support.");
        judgement.AgentCould($"support for the obligation {word}");
    }
}
