using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Silo.Api.Decisions;

/// <summary>A checked body as the grain is asked it. Which agent asks says its key.</summary>
internal static class DecisionAsks
{
    public static DecisionAsk ToAsk(this DecisionBody body, string agent) => new()
    {
        Actions = [.. body.Actions.Select(action => action.ToAsk())],
        Agent = new AgentView { Id = agent, Release = body.Agent.Release, Model = body.Agent.Model },
        OnBehalfOf = body.OnBehalfOf,
        Contact = body.Contact,
        Conversation = body.Conversation,
        PersonAskedFor = body.PersonAskedFor,
        IdempotencyKey = body.IdempotencyKey ?? "",
        SupportedObligations = body.SupportedObligations,
        MaxStaleness = body.MaxStaleness,
        DryRun = body.DryRun,
        Claim = body.Claim,
    };

    public static ActionAsk ToAsk(this ActionBody body) => new()
    {
        Type = body.Type,
        Category = body.Category,
        Amount = body.Amount,
        Currency = body.Currency,
        Confidence = body.Confidence,
        Draft = body.Draft,
        Due = body.Due,
    };
}
