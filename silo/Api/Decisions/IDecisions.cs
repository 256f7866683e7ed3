using AccountTwins.Domain.Accounts;
using AccountTwins.Grains;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Silo.Api.Decisions;

/// <summary>The decisions as the doors need them.</summary>
public interface IDecisions
{
    Task<DecisionReply> DecideAsync(AccountKey key, DecisionAsk ask);

    Task<DecisionReply> ReadAsync(AccountKey key, string decisionId, int waitSeconds, string? claim);

    Task<DecisionReply> UseAsync(AccountKey key, string decisionId, string agentId, string? claim);

    Task<DecisionReply> OutcomeAsync(AccountKey key, OutcomeReport report);

    Task<DecisionReply> ReviewAsync(AccountKey key, ReviewReport report);

    Task<OverrideReply> OverrideAsync(AccountKey key, OverrideAsk ask);

    Task<SettleReply> SettleAsync(AccountKey key, SettleAsk ask);

    Task<LatitudeReply> LatitudeAsync(AccountKey key, AgentView agent);
}

/// <summary>
/// Asks the twins. Who was superseded is asked once more, which is safe: a request is known by its key, and reviews, uses and outcomes
/// change nothing when they are repeated.
/// </summary>
public sealed class GrainDecisions(IGrainFactory grains) : IDecisions
{
    private readonly AccountGrains<IDecisionGrain> _twins = new(grains);

    public Task<DecisionReply> DecideAsync(AccountKey key, DecisionAsk ask) => TwiceAsync(key, twin => twin.Decide(ask));

    public Task<DecisionReply> ReadAsync(AccountKey key, string decisionId, int waitSeconds, string? claim) =>
        DecisionWaits.ReadAsync(waitSeconds, each => TwiceAsync(key, twin => twin.ReadDecision(decisionId, each, claim)));

    public Task<DecisionReply> UseAsync(AccountKey key, string decisionId, string agentId, string? claim) => TwiceAsync(key, twin => twin.UseDecision(decisionId, agentId, claim));

    public Task<DecisionReply> OutcomeAsync(AccountKey key, OutcomeReport report) => TwiceAsync(key, twin => twin.ReportOutcome(report));

    public Task<DecisionReply> ReviewAsync(AccountKey key, ReviewReport report) => TwiceAsync(key, twin => twin.ReviewDecision(report));

    public async Task<OverrideReply> OverrideAsync(AccountKey key, OverrideAsk ask)
    {
        var reply = await _twins.Of(key).Override(ask);
        return reply.Standing == TwinStanding.Superseded ? await _twins.Of(key).Override(ask) : reply;
    }

    public async Task<SettleReply> SettleAsync(AccountKey key, SettleAsk ask)
    {
        var reply = await _twins.Of(key).Settle(ask);
        return reply.Standing == TwinStanding.Superseded ? await _twins.Of(key).Settle(ask) : reply;
    }

    public async Task<LatitudeReply> LatitudeAsync(AccountKey key, AgentView agent)
    {
        var reply = await _twins.Of(key).ReadLatitude(agent);
        return reply.Standing == TwinStanding.Superseded ? await _twins.Of(key).ReadLatitude(agent) : reply;
    }

    private async Task<DecisionReply> TwiceAsync(AccountKey key, Func<IDecisionGrain, Task<DecisionReply>> call)
    {
        var reply = await call(_twins.Of(key));
        return reply.Standing == TwinStanding.Superseded ? await call(_twins.Of(key)) : reply;
    }
}
