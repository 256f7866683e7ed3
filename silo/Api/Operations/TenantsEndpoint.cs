using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Silo.Api.Keys;
using AccountTwins.Silo.Api.Problems;
using AccountTwins.Silo.Security;
using AccountTwins.Silo.Storage;

namespace AccountTwins.Silo.Api.Operations;

/// <summary>
/// <c>/v1/tenants</c>: a further tenant's first key, for who runs the deployment. A tenant that has an admin key has an owner, who makes the next
/// ones: nobody gets into it from here.
/// </summary>
public static class TenantsEndpoint
{
    private const string FirstName = "first key";

    private static readonly RequiredScopes Scopes = new(KeyScopes.Admin, OfOperators: true);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/tenants", AddAsync)
            .RequireScopes(Scopes).WithName("addTenant").WithSummary("A tenant's first admin key; its text is shown this once.")
            .Takes<TenantBody>().Answers<KeyView>(StatusCodes.Status201Created).Fails(
                ReasonCodes.BadParameter, ReasonCodes.BadRequest, ReasonCodes.BadTenant, ReasonCodes.BadKey, ReasonCodes.TenantHasAdmin, ReasonCodes.KeyNameTaken, ReasonCodes.TooManyKeys,
                ReasonCodes.StoreUnavailable);

    private static async Task AddAsync(HttpContext context, IApiKeyStore store, KeyLedger ledger, TimeProvider clock)
    {
        if (!await OperationsEndpoint.IsPlainAsync(context) || await JsonRequest.ReadAsync(context, ApiJson.Default.TenantBody) is not { } body)
            return;
        if (!AccountKey.IsPart(body.Tenant))
        {
            await Problem.WriteAsync(context, ReasonCodes.BadTenant, $"tenant: 1 to {AccountKey.PartLengthMax} characters without '/' and control characters.");
            return;
        }

        var (now, key) = (clock.GetUtcNow(), new KeyBody { Name = body.Name ?? FirstName, Scopes = [KeyScopesText.Write(KeyScopes.Admin)] });
        if (KeyCheck.FaultOf(key, now) is { } fault)
        {
            await Problem.WriteAsync(context, ReasonCodes.BadKey, fault);
            return;
        }

        if (await store.HasLiveAsync(body.Tenant, key.Scopes[0], now, context.RequestAborted))
        {
            await Problem.WriteAsync(context, ReasonCodes.TenantHasAdmin);
            return;
        }

        // Of two who ask at once at most one gets a key, because both would have the same name.
        var (made, refusal) = await NewKey.CreateAsync(store, ledger, body.Tenant, key, SignedBy(context.Credential(), body.Tenant), now, context.RequestAborted);
        if (made is not var (row, text))
        {
            await Problem.WriteAsync(context, refusal!);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status201Created;
        await KeysEndpoint.WriteAsync(context, KeysEndpoint.ViewOf(row, now) with { Key = text });
    }

    /// <summary>The tenant's ledger says who came from outside: a tenant's name holds no '/'.</summary>
    private static string SignedBy(Credential caller, string tenant) => caller.Tenant == tenant ? caller.Name : $"{caller.Tenant}/{caller.Name}";
}
