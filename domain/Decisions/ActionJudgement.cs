using System.Collections.Immutable;
using System.Globalization;
using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Decisions;

/// <summary>
/// The judgement of one action while it is made. Rules can only take: lower the latitude, or raise the answer. Nothing in here can give
/// back, which is why a worse input never loosens a verdict.
/// </summary>
internal sealed class ActionJudgement(ActionRequest action, ActionRule rule, ActionFacts facts, VerdictInput input, Playbook playbook)
{
    private readonly ImmutableArray<LatitudeLayer>.Builder _layers = ImmutableArray.CreateBuilder<LatitudeLayer>();
    private readonly ImmutableArray<Reason>.Builder _reasons = ImmutableArray.CreateBuilder<Reason>();
    private readonly ImmutableArray<string>.Builder _byAgent = ImmutableArray.CreateBuilder<string>();
    private readonly ImmutableArray<string>.Builder _byPeople = ImmutableArray.CreateBuilder<string>();

    public ActionRequest Action => action;

    public ActionRule Rule => rule;

    public ActionFacts Facts => facts;

    public VerdictInput Input => input;

    public AccountFacts Account => input.Account;

    public Playbook Playbook => playbook;

    public Latitude Effective { get; private set; } = Latitude.Full;

    public VerdictKind Kind { get; private set; } = VerdictKind.Allow;

    /// <summary>In base currency; null where there is none or no rate.</summary>
    public decimal? Amount { get; set; }

    public bool IsAllowed => Kind <= VerdictKind.AllowWithObligations;

    /// <summary>
    /// A layer leaves at most so much; it is a reason where that is less than the action takes, and always where nothing but reading is
    /// left. True when it is a reason.
    /// </summary>
    public bool Cap(LayerKind layer, string name, Latitude atMost, string code, string text, string? remedy = null, bool isShadow = false)
    {
        _layers.Add(new LatitudeLayer(layer, name, atMost, isShadow));
        if (isShadow)
            return false;
        if (atMost < Effective)
            Effective = atMost;
        if (!Binds(atMost))
            return false;
        Raise(atMost <= Latitude.Suspended ? VerdictKind.Escalate : VerdictKind.RequireApproval, layer, name, code, text);
        _byPeople.Add(remedy ?? text);
        return true;
    }

    /// <summary>Whether a layer that leaves so much is a reason. Most are not, and then nobody reads their texts: they need not be made.</summary>
    public bool Binds(Latitude atMost) => atMost <= Latitude.Suspended || atMost < rule.Requires;

    /// <summary>A layer without which nothing is done alone: a reason whatever latitude it leaves.</summary>
    public void CapAndStop(LayerKind layer, string name, Latitude atMost, string code, string text, string remedy)
    {
        if (Cap(layer, name, atMost, code, text, remedy))
            return;
        Raise(VerdictKind.RequireApproval, layer, name, code, text);
        _byPeople.Add(remedy);
    }

    /// <summary>The answer is at least as strict as this, whatever the latitude.</summary>
    public void Raise(VerdictKind atLeast, LayerKind layer, string name, string code, string text)
    {
        if (atLeast > Kind)
            Kind = atLeast;
        _reasons.Add(new Reason(code, layer, name, text));
    }

    public void AgentCould(string text) => _byAgent.Add(text);

    public void PeopleCould(string text) => _byPeople.Add(text);

    public ActionVerdict Seal(ValueList<Obligation> obligations, BudgetLeft? budget) => new()
    {
        Type = action.Type,
        Kind = IsAllowed && obligations.Count > 0 ? VerdictKind.AllowWithObligations : Kind,
        Effective = Effective,
        Requires = rule.Requires,
        Layers = new(_layers.ToImmutable()),
        Reasons = new(_reasons.ToImmutable()),
        WouldAllowIf = _reasons.Count == 0 ? null : new WouldAllowIf([.. _byAgent.Distinct()], [.. _byPeople.Distinct()]),
        Obligations = IsAllowed ? obligations : [],
        AmountInBase = Amount,
        Promises = rule.Promises ? true : null,
        Budget = budget,
    };

    public string Money(decimal amount) => string.Create(CultureInfo.InvariantCulture, $"{amount:0.00} {playbook.Money.Base}");
}
