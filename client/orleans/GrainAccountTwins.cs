using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AccountTwins.Client.Accounts;
using AccountTwins.Client.Agents;
using AccountTwins.Client.Http;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Client.Cluster;

/// <summary>
/// The service through the grains of its cluster: the answers of HTTP, byte for byte, without its keys. Tenant and agent are the configuration's, for
/// every question.
/// </summary>
/// <param name="grains">A client of the cluster, or a silo's own factory.</param>
/// <param name="options">Checked.</param>
public sealed class GrainAccountTwins(IGrainFactory grains, GrainClientOptions options) : IAccountTwins
{
    public Task<ApiResult<ResolveAnswer>> ResolveAsync(string kind, string identifier, CancellationToken cancellationToken) =>
        AskAsync(TwinsRoute.Resolve, null, new AddressText("").With(kind, identifier), null, ClientJson.Default.ResolveAnswer, cancellationToken);

    public Task<ApiResult<AccountView>> ReadAsync(string account, CancellationToken cancellationToken) =>
        AskAsync(TwinsRoute.Account, account, "", null, ClientJson.Default.AccountView, cancellationToken);

    public Task<ApiResult<AccountView>> ContextAsync(string account, ContextQuery query, CancellationToken cancellationToken) =>
        AskAsync(TwinsRoute.Context, account, query.AddTo(new AddressText("")), null, ClientJson.Default.AccountView, cancellationToken);

    public async Task<ApiResult<string>> PromptAsync(string account, ContextQuery query, CancellationToken cancellationToken)
    {
        var (answer, problem) = await AskAsync(TwinsRoute.Context, account, query.AddTo(new AddressText("").With("format", "prompt")), null, cancellationToken).ConfigureAwait(false);
        return answer is null ? ApiResult<string>.Failed(problem!) : WireAnswer.ReadText(answer.Status, answer.Body);
    }

    public Task<ApiResult<PortfolioAnswer>> FindAsync(PortfolioQuery query, CancellationToken cancellationToken) =>
        AskAsync(TwinsRoute.Find, null, query.AddTo(new AddressText("")), null, ClientJson.Default.PortfolioAnswer, cancellationToken);

    public Task<ApiResult<DecisionView>> DecideAsync(string account, DecisionBody request, CancellationToken cancellationToken) =>
        AskAsync(TwinsRoute.Decide, account, "", JsonSerializer.SerializeToUtf8Bytes(request, ClientJson.Default.DecisionBody), ClientJson.Default.DecisionView, cancellationToken);

    public Task<ApiResult<DecisionView>> ReadDecisionAsync(string decision, int waitSeconds, string? claim, CancellationToken cancellationToken) =>
        AskAsync(TwinsRoute.Decision, decision, new AddressText("").With("wait", waitSeconds).With("claim", claim), null, ClientJson.Default.DecisionView, cancellationToken);

    public Task<ApiResult<DecisionView>> PermitAsync(string decision, string? claim, CancellationToken cancellationToken) =>
        AskAsync(TwinsRoute.Permit, decision, new AddressText("").With("claim", claim), null, ClientJson.Default.DecisionView, cancellationToken);

    public Task<ApiResult<DecisionView>> OutcomeAsync(string decision, OutcomeBody outcome, CancellationToken cancellationToken) =>
        AskAsync(TwinsRoute.Outcome, decision, "", JsonSerializer.SerializeToUtf8Bytes(outcome, ClientJson.Default.OutcomeBody), ClientJson.Default.DecisionView, cancellationToken);

    private async Task<ApiResult<T>> AskAsync<T>(TwinsRoute route, string? subject, string query, byte[]? body, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        var (answer, problem) = await AskAsync(route, subject, query, body, cancellationToken).ConfigureAwait(false);
        return answer is null ? ApiResult<T>.Failed(problem!) : WireAnswer.Read(answer.Status, answer.Body, type);
    }

    /// <summary>The answer, or why there is none. A call cannot be taken back; who cancels only stops waiting for it.</summary>
    private async Task<(AgentAnswer? Answer, ApiProblem? Problem)> AskAsync(TwinsRoute route, string? subject, string query, byte[]? body, CancellationToken cancellationToken)
    {
        try
        {
            var question = new AgentQuestion { Agent = options.Agent, Route = route, Subject = subject, Query = query, Body = body };
            return (await grains.GetGrain<IAgentGrain>(options.Tenant).Ask(question).WaitAsync(cancellationToken).ConfigureAwait(false), null);
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException or ObjectDisposedException)
        {
            return (null, WireAnswer.Unreachable(exception));
        }
    }
}
