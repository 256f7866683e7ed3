using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Silo.Api;
using AccountTwins.Silo.Security;
using Microsoft.AspNetCore.WebUtilities;
using Orleans.Concurrency;

namespace AccountTwins.Silo.Agents;

/// <summary>
/// Answers agents that are clients of the cluster, on whichever silo they reach, with the handlers of the HTTP routes. It knows no rule and
/// keeps nothing, so it may answer any number at once.
/// </summary>
[StatelessWorker, Reentrant]
public sealed class AgentGrain(InnerRoutes routes, IServiceProvider services) : Grain, IAgentGrain
{
    /// <summary>What an agent's key may have.</summary>
    private const KeyScopes Scopes = KeyScopes.Agent | KeyScopes.Reader;

    public Task<AgentAnswer> Ask(AgentQuestion question)
    {
        var tenant = this.GetPrimaryKeyString();
        if (!AccountKey.IsPart(tenant) || !AccountKey.IsPart(question.Agent))
            throw new ArgumentException("A question needs a tenant and an agent.", nameof(question));
        // The handlers run on the pool as they do for HTTP: beside each other, and not one after the other in this grain's turns.
        return Task.Run(() => AnswerAsync(new Credential("cluster", tenant, question.Agent, Scopes), question));
    }

    private async Task<AgentAnswer> AnswerAsync(Credential credential, AgentQuestion question)
    {
        var request = new InnerRequest(services, credential)
        {
            Subject = question.Subject,
            Query = question.Query.Length == 0 ? null : new QueryCollection(QueryHelpers.ParseQuery(question.Query)),
            Body = question.Body,
        };
        var (status, body) = await routes.AskAsync(question.Route, request, CancellationToken.None);
        return new AgentAnswer { Status = status, Body = body.ToArray() };
    }
}
