using AccountTwins.Client.Accounts;
using AccountTwins.Client.Http;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Client.Agents;

/// <summary>The service over HTTP.</summary>
public sealed class HttpAccountTwins(AccountTwinsClient client) : IAccountTwins
{
    public Task<ApiResult<ResolveAnswer>> ResolveAsync(string kind, string identifier, CancellationToken cancellationToken) =>
        client.Accounts.ResolveAsync(kind, identifier, cancellationToken);

    public Task<ApiResult<AccountView>> ReadAsync(string account, CancellationToken cancellationToken) => client.Accounts.ReadAsync(account, cancellationToken);

    public Task<ApiResult<AccountView>> ContextAsync(string account, ContextQuery query, CancellationToken cancellationToken) =>
        client.Accounts.ContextAsync(account, query, cancellationToken);

    public Task<ApiResult<string>> PromptAsync(string account, ContextQuery query, CancellationToken cancellationToken) => client.Accounts.PromptAsync(account, query, cancellationToken);

    public Task<ApiResult<PortfolioAnswer>> FindAsync(PortfolioQuery query, CancellationToken cancellationToken) => client.Accounts.ListAsync(query, cancellationToken);

    public Task<ApiResult<DecisionView>> DecideAsync(string account, DecisionBody request, CancellationToken cancellationToken) =>
        client.Decisions.DecideAsync(account, request, cancellationToken);

    public Task<ApiResult<DecisionView>> ReadDecisionAsync(string decision, int waitSeconds, string? claim, CancellationToken cancellationToken) =>
        client.Decisions.ReadAsync(decision, waitSeconds, claim, cancellationToken);

    public Task<ApiResult<DecisionView>> PermitAsync(string decision, string? claim, CancellationToken cancellationToken) =>
        client.Decisions.PermitAsync(decision, claim, cancellationToken);

    public Task<ApiResult<DecisionView>> OutcomeAsync(string decision, OutcomeBody outcome, CancellationToken cancellationToken) =>
        client.Decisions.OutcomeAsync(decision, outcome, cancellationToken);
}
