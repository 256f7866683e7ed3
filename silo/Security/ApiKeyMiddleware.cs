using System.Net;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Api.Problems;

namespace AccountTwins.Silo.Security;

/// <summary>
/// Lets a request through to its endpoint only with a key that the endpoint's <see cref="RequiredScopes"/> accept, and hands the
/// credential on. Runs after routing; where no route matched there is nothing to protect.
/// </summary>
public sealed class ApiKeyMiddleware(RequestDelegate next, ApiKeys keys)
{
    private const string Bearer = "Bearer ";
    private const string KeyHeader = "X-Api-Key";

    public Task InvokeAsync(HttpContext context)
    {
        // Routing answers a wrong method with an endpoint of its own that is no route; it has nothing to protect either.
        if (context.GetEndpoint() is not RouteEndpoint endpoint)
            return next(context);

        var required = endpoint.Metadata.GetMetadata<RequiredScopes>();
        return required is { OpenToLoopback: true } && IsLoopback(context) ? next(context) : VerifyAsync(context, required);
    }

    private async Task VerifyAsync(HttpContext context, RequiredScopes? required)
    {
        Credential? credential;
        try
        {
            credential = await keys.VerifyAsync(Offered(context.Request.Headers), context.RequestAborted);
        }
        catch (StoreUnavailableException)
        {
            await Problem.StoreUnavailableAsync(context, "The key cannot be checked while the store is away.");
            return;
        }

        if (credential is null)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer realm=\"accounttwins\"";
            await Problem.WriteAsync(context, ReasonCodes.Unauthenticated, "Send Authorization: Bearer <key> or X-Api-Key: <key>.");
            return;
        }

        if (ScopeGate.RefusalOf(credential, required) is { } refusal)
        {
            await Problem.WriteAsync(context, ReasonCodes.Forbidden, refusal);
            return;
        }

        context.Features.Set(credential);
        await next(context);
    }

    private static ReadOnlySpan<char> Offered(IHeaderDictionary headers)
    {
        if (headers.Authorization is [{ } authorization])
            return authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? authorization.AsSpan(Bearer.Length).Trim() : default;
        return headers[KeyHeader] is [{ } key] ? key.AsSpan().Trim() : default;
    }

    /// <summary>A proxy on this machine makes every caller look local, so a forwarded request is never taken for a local one.</summary>
    private static bool IsLoopback(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } peer
        && IPAddress.IsLoopback(peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer)
        && !context.Request.Headers.ContainsKey("Forwarded")
        && !context.Request.Headers.ContainsKey("X-Forwarded-For");
}

public static class CredentialExtensions
{
    /// <summary>The verified credential. Throws on an endpoint that is open to loopback: those must not ask who calls.</summary>
    public static Credential Credential(this HttpContext context) => 
        context.Features.Get<Credential>() ?? throw new InvalidOperationException("The endpoint asks who calls, but lets callers in without a key.");
}
