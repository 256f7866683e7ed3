using AccountTwins.Domain.Keys;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Silo.Api.Problems;
using AccountTwins.Silo.Security;
using AccountTwins.Silo.Storage;

namespace AccountTwins.Silo.Api.Keys;

/// <summary>The tenant's API keys: make, list, revoke. The secret is in the answer to making it and nowhere else.</summary>
public static class KeysEndpoint
{
    /// <summary>Keys in an answer; all live ones find room.</summary>
    private const int ShownMax = NewKey.LiveMax;

    internal static readonly RequiredScopes Scopes = new(KeyScopes.Admin);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/keys", CreateAsync)
            .RequireScopes(Scopes).WithName("createKey").WithSummary("A new key; its text is shown this once.")
            .Takes<KeyBody>().Answers<KeyView>(StatusCodes.Status201Created).Fails(ReasonCodes.BadRequest, ReasonCodes.BadKey, ReasonCodes.KeyNameTaken, ReasonCodes.TooManyKeys, ReasonCodes.StoreUnavailable);
        routes.MapGet("/v1/keys", ListAsync)
            .RequireScopes(Scopes).WithName("listKeys").WithSummary("The tenant's keys: all that are live, and after them those that ended, as far as there is room.")
            .Answers<KeysAnswer>().Fails(ReasonCodes.BadParameter, ReasonCodes.StoreUnavailable);
        routes.MapDelete("/v1/keys/{id}", RevokeAsync)
            .RequireScopes(Scopes).WithName("revokeKey").WithSummary("Ends a key; every silo knows within ten seconds.")
            .Answers<KeyView>().Fails(ReasonCodes.UnknownKey, ReasonCodes.OwnKey, ReasonCodes.StoreUnavailable);
    }

    private static async Task CreateAsync(HttpContext context, IApiKeyStore store, KeyLedger ledger, TimeProvider clock)
    {
        if (await JsonRequest.ReadAsync(context, ApiJson.Default.KeyBody) is not { } body)
            return;
        var now = clock.GetUtcNow();
        if (KeyCheck.FaultOf(body, now) is { } fault)
        {
            await Problem.WriteAsync(context, ReasonCodes.BadKey, fault);
            return;
        }

        var caller = context.Credential();
        var (made, refusal) = await NewKey.CreateAsync(store, ledger, caller.Tenant, body, caller.Name, now, context.RequestAborted);
        if (made is not var (row, text))
        {
            await Problem.WriteAsync(context, refusal!);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status201Created;
        await WriteAsync(context, ViewOf(row, now) with { Key = text });
    }

    private static async Task ListAsync(HttpContext context, IApiKeyStore store, TimeProvider clock)
    {
        var query = new QueryParameters(context.Request.Query);
        query.Only([]);
        if (query.Fault is { } fault)
        {
            await Problem.WriteAsync(context, ReasonCodes.BadParameter, fault);
            return;
        }

        var now = clock.GetUtcNow();
        var rows = await store.ListAsync(context.Credential().Tenant, now, ShownMax + 1, context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        var answer = new KeysAnswer { Keys = [.. rows.Take(ShownMax).Select(row => ViewOf(row, now))], HasMore = rows.Count > ShownMax };
        await JsonAnswer.WriteAsync(context, answer, ApiJson.Default.KeysAnswer);
    }

    private static async Task RevokeAsync(HttpContext context, string id, IApiKeyStore store, KeyLedger ledger, ApiKeys keys, TimeProvider clock)
    {
        var caller = context.Credential();
        if (id == caller.KeyId)
        {
            await Problem.WriteAsync(context, ReasonCodes.OwnKey);
            return;
        }

        // Looked up first: a key of another tenant is as unknown as one that never was.
        var now = clock.GetUtcNow();
        if (await store.FindAsync(id, context.RequestAborted) is not { RevokedAt: null } row || row.Tenant != caller.Tenant)
        {
            await Problem.WriteAsync(context, ReasonCodes.UnknownKey);
            return;
        }

        await ledger.AppendAsync(caller.Tenant, new KeyEntry.Revoked(id, row.Name, caller.Name), context.RequestAborted);
        if (!await store.RevokeAsync(id, now, context.RequestAborted))
        {
            await Problem.WriteAsync(context, ReasonCodes.UnknownKey);
            return;
        }

        keys.Forget(id);
        await WriteAsync(context, ViewOf(row with { RevokedAt = now }, now));
    }

    internal static Task WriteAsync(HttpContext context, KeyView view)
    {
        context.Response.Headers.CacheControl = "no-store";
        return JsonAnswer.WriteAsync(context, view, ApiJson.Default.KeyView);
    }

    internal static KeyView ViewOf(ApiKeyRow row, DateTimeOffset now) => new()
    {
        Id = row.Id,
        Name = row.Name,
        Scopes = row.Scopes.Split(',', StringSplitOptions.RemoveEmptyEntries),
        CreatedAt = row.CreatedAt,
        ExpiresAt = row.ExpiresAt,
        RevokedAt = row.RevokedAt,
        RotatedAt = row.RotatedAt,
        OldSecretUntil = row.OldUntil > now ? row.OldUntil : null,
        IsLive = row.IsLiveAt(now),
    };
}
