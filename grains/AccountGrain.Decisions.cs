using AccountTwins.Grains.Decisions;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Grains;

/// <summary>The account's decisions; loaded when the first one is asked for, so that a twin that decides nothing carries nothing.</summary>
public sealed partial class AccountGrain : IDecisionGrain
{
    private DecisionSession? _decisions;

    private DecisionSession Decisions => _decisions ??= new DecisionSession(_session.Key, _session, parts, feeds, () => _parked?.Present is not null, clock);

    public Task<DecisionReply> Decide(DecisionAsk ask) => Kept(Decisions.DecideAsync(ask, CancellationToken.None));

    public Task<DecisionReply> ReadDecision(string decisionId, int waitSeconds, string? claim) =>
        Kept(Decisions.WaitAsync(decisionId, claim, TimeSpan.FromSeconds(Math.Clamp(waitSeconds, 0, IDecisionGrain.WaitSecondsMax)), CancellationToken.None));

    public Task<DecisionReply> UseDecision(string decisionId, string agentId, string? claim) => Kept(Decisions.UseAsync(decisionId, agentId, claim, CancellationToken.None));

    public Task<DecisionReply> ReportOutcome(OutcomeReport report) => Kept(Decisions.OutcomeAsync(report, CancellationToken.None));

    public Task<DecisionReply> ReviewDecision(ReviewReport report) => Kept(Decisions.ReviewAsync(report, CancellationToken.None));

    public async Task<OverrideReply> Override(OverrideAsk ask)
    {
        var reply = await Decisions.OverrideAsync(ask, CancellationToken.None);
        Keep(reply.Standing);
        return reply;
    }

    public async Task<SettleReply> Settle(SettleAsk ask)
    {
        var reply = await Decisions.SettleAsync(ask, CancellationToken.None);
        Keep(reply.Standing);
        return reply;
    }

    public async Task<LatitudeReply> ReadLatitude(AgentView agent)
    {
        var reply = await Decisions.LatitudeAsync(agent, CancellationToken.None);
        Keep(reply.Standing);
        return reply;
    }

    private async Task<DecisionReply> Kept(Task<DecisionReply> work)
    {
        var reply = await work;
        Keep(reply.Standing);
        Heard(null);
        return reply;
    }
}
