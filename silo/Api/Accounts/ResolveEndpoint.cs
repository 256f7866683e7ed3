using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Silo.Api.Problems;
using AccountTwins.Silo.Security;
using AccountTwins.Silo.Storage.Search;

namespace AccountTwins.Silo.Api.Accounts;

/// <summary>
/// <c>GET /v1/accounts/resolve</c>: the one account behind a contact, a domain, a ticket or an external id. Exact: an agent that acts on
/// a guess would act on somebody else's account.
/// </summary>
public static class ResolveEndpoint
{
    private const int IdentifierLengthMax = 254;

    private static readonly string[] Kinds = ["contact", "domain", "ticket", "external"];

    private static readonly RequiredScopes Scopes = new(KeyScopes.Agent | KeyScopes.Reviewer | KeyScopes.Reader | KeyScopes.Signals);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/accounts/resolve", GetAsync)
            .RequireScopes(Scopes).WithName("resolveAccount").WithSummary("The account that answers to exactly one identifier.")
            .Query("contact", "E-mail address of a person at the account.", QueryForm.Text(IdentifierLengthMax))
            .Query("domain", "Internet domain of the account.", QueryForm.Text(IdentifierLengthMax))
            .Query("ticket", "Id of a ticket.", QueryForm.Text(IdentifierLengthMax))
            .Query("external", "Id in another system, as system:id.", QueryForm.Text(IdentifierLengthMax))
            .Answers<ResolveAnswer>().Fails(ReasonCodes.BadParameter, ReasonCodes.UnknownAccount, ReasonCodes.Ambiguous, ReasonCodes.StoreUnavailable);

    private static async Task GetAsync(HttpContext context, IAccountSearch search)
    {
        var (fault, kind, value) = Read(context.Request.Query);
        if (fault is not null)
        {
            await Problem.WriteAsync(context, ReasonCodes.BadParameter, fault);
            return;
        }

        // Stored identifiers are lower case and trimmed.
        var found = await search.ResolveAsync(context.Credential().Tenant, $"{kind}:{value.Trim().ToLowerInvariant()}", context.RequestAborted);
        if (found.Count == 1)
            await JsonAnswer.WriteAsync(context, new ResolveAnswer(found[0].Account, kind), ApiJson.Default.ResolveAnswer);
        else
            await Problem.WriteAsync(context, found.Count == 0 ? ReasonCodes.UnknownAccount : ReasonCodes.Ambiguous);
    }

    private static (string? Fault, string Kind, string Value) Read(IQueryCollection parameters)
    {
        var query = new QueryParameters(parameters);
        query.Only(Kinds);
        if (query.Fault is null && parameters.Count != 1)
            return ("Exactly one of contact, domain, ticket or external is needed.", string.Empty, string.Empty);
        var kind = parameters.Keys.FirstOrDefault() ?? string.Empty;
        return (query.Text(kind, IdentifierLengthMax) is { } value ? query.Fault : query.Fault ?? "The identifier is empty.", kind, parameters[kind].ToString());
    }
}
