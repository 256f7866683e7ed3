using AccountTwins.Client.Accounts;
using AccountTwins.Client.Http;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Client.Agents;

/// <summary>
/// What an agent asks the service, whatever the way to it. One call an answer; deadlines, repeats and what to do without an answer are
/// <see cref="AgentClient"/>'s. A refusal is a problem, never an exception.
/// </summary>
public interface IAccountTwins
{
    /// <param name="kind">contact, domain, ticket or external.</param>
    /// <param name="identifier">Exact; an agent that acts on a guess acts on somebody else's account.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<ApiResult<ResolveAnswer>> ResolveAsync(string kind, string identifier, CancellationToken cancellationToken);

    /// <summary>The account as its twin holds it, with what its score is made of.</summary>
    Task<ApiResult<AccountView>> ReadAsync(string account, CancellationToken cancellationToken);

    /// <summary>The same for an agent that is about to act.</summary>
    Task<ApiResult<AccountView>> ContextAsync(string account, ContextQuery query, CancellationToken cancellationToken);

    /// <summary>The context as Markdown for a model.</summary>
    Task<ApiResult<string>> PromptAsync(string account, ContextQuery query, CancellationToken cancellationToken);

    Task<ApiResult<PortfolioAnswer>> FindAsync(PortfolioQuery query, CancellationToken cancellationToken);

    Task<ApiResult<DecisionView>> DecideAsync(string account, DecisionBody request, CancellationToken cancellationToken);

    /// <param name="decision">Its id.</param>
    /// <param name="waitSeconds">0 to 30: how long to wait while it is pending.</param>
    /// <param name="claim">As in <see cref="DecisionBody.Claim"/>; null: to read, not to act.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<ApiResult<DecisionView>> ReadDecisionAsync(string decision, int waitSeconds, string? claim, CancellationToken cancellationToken);

    /// <summary>Makes an approval a permit, for who made the claim where there is one.</summary>
    Task<ApiResult<DecisionView>> PermitAsync(string decision, string? claim, CancellationToken cancellationToken);

    Task<ApiResult<DecisionView>> OutcomeAsync(string decision, OutcomeBody outcome, CancellationToken cancellationToken);
}
