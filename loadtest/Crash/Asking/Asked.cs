using AccountTwins.Client.Decisions;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.LoadTest.Crash.Asking;

/// <summary>One request of one agent, and what the service has answered to it so far.</summary>
internal sealed record Asked(string Account, string Release, string Key, decimal Amount)
{
    private static readonly string[] Obligations = ["cap_amount", "report_outcome", "use_template", "disclose_ai", "no_new_commitment", "no_billing_fact", "copy", "delay"];

    public string? DecisionId { get; init; }

    public VerdictKind Verdict { get; init; }

    /// <summary>Of a verdict that is no allowance, what set it first.</summary>
    public string? Because { get; init; }

    /// <summary>The outcome that was reported and answered.</summary>
    public DecisionState? Reported { get; init; }

    public bool IsAllowed => Verdict is VerdictKind.Allow or VerdictKind.AllowWithObligations;

    public DecisionBody Body => new()
    {
        Actions = [new ActionBody { Type = "grant_credit", Category = "service_credit", Amount = Amount, Currency = "EUR", Confidence = 0.9m }],
        Agent = new AgentBody { Release = Release },
        Conversation = Key,
        IdempotencyKey = Key,
        SupportedObligations = Obligations,
    };

    public Asked Answered(DecisionView view) => this with { DecisionId = view.DecisionId, Verdict = view.Verdict, Because = view.Actions[0].Reasons.FirstOrDefault()?.Code };

    /// <summary>What is wrong with the answer to the same key again; null when it is the first answer with its present state.</summary>
    public string? FaultOf(DecisionView again)
    {
        if (again.DecisionId != DecisionId || again.Verdict != Verdict || !again.IsRepeat)
            return $"{Key} of {Account}: was {DecisionId} {Verdict}, is {again.DecisionId} {again.Verdict}, {(again.IsRepeat ? "a repeat" : "decided anew")}";
        return Reported is { } state && again.State != state ? $"{DecisionId}: was reported as {state}, is {again.State}" : null;
    }
}
