using AccountTwins.Domain.Keys;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Silo.Api.Problems;
using AccountTwins.Silo.Security;
using AccountTwins.Silo.Storage;

namespace AccountTwins.Silo.Api.Keys;

/// <summary>Gives a key another secret under the same id and name, so that reviews, limits and decisions know it as the one it was.</summary>
public static class RotateKeyEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/keys/{id}/rotate", RotateAsync)
            .RequireScopes(KeysEndpoint.Scopes).WithName("rotateKey").WithSummary("A new secret, shown this once; the one before works for a time beside it.")
            .Takes<RotateKeyBody>().Answers<KeyView>().Fails(
                ReasonCodes.BadRequest, ReasonCodes.BadKey, ReasonCodes.UnknownKey, ReasonCodes.AlreadyRotated, ReasonCodes.RotationRunning, ReasonCodes.OwnKey, ReasonCodes.StoreUnavailable);

    private static async Task RotateAsync(HttpContext context, string id, IApiKeyStore store, KeyLedger ledger, ApiKeys keys, TimeProvider clock)
    {
        if (await JsonRequest.ReadAsync(context, ApiJson.Default.RotateKeyBody) is not { } body)
            return;
        var now = clock.GetUtcNow();
        if (KeyRotation.FaultOf(body, now) is { } fault)
        {
            await Problem.WriteAsync(context, ReasonCodes.BadKey, fault);
            return;
        }

        // Looked up first: a key of another tenant is as unknown as one that never was.
        var caller = context.Credential();
        if (await store.FindAsync(id, context.RequestAborted) is not { } row || row.Tenant != caller.Tenant)
        {
            await Problem.WriteAsync(context, ReasonCodes.UnknownKey);
            return;
        }

        var (text, hash) = ApiKeySecret.Renew(id);
        var (next, refusal) = KeyRotation.Of(row, body, id == caller.KeyId, hash, now);
        if (refusal is not null)
        {
            await Problem.WriteAsync(context, refusal, row.OldUntil is { } until && until > now ? $"The secret before works until {until:O}." : null);
            return;
        }

        await ledger.AppendAsync(row.Tenant, new KeyEntry.Rotated(id, row.Name, next!.OldUntil > now ? next.OldUntil : null, next.ExpiresAt, caller.Name), context.RequestAborted);

        // Of two who rotate at once the second finds another secret than it saw.
        if (!await store.RotateAsync(next, row.Hash, context.RequestAborted))
        {
            await Problem.WriteAsync(context, ReasonCodes.RotationRunning, "It was rotated or revoked in this moment.");
            return;
        }

        keys.Forget(id);
        await KeysEndpoint.WriteAsync(context, KeysEndpoint.ViewOf(next, now) with { Key = text });
    }
}
