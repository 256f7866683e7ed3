using System.Net;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Api.Problems;
using AccountTwins.Silo.Hosting;
using AccountTwins.Silo.Security.Limits;
using AccountTwins.Silo.Security.Tokens;
using Microsoft.Extensions.Options;

namespace AccountTwins.Silo.Security;

/// <summary>
/// Lets a request through to its endpoint only with a key or token that the endpoint's <see cref="RequiredScopes"/> accept, and hands the
/// credential on. Runs after routing; where no route matched there is nothing to protect. What is over a limit is refused here as well,
/// before anything of its body was read.
/// </summary>
public sealed class ApiKeyMiddleware(RequestDelegate next, Credentials credentials, RequestLimits limits, IOptions<ApiOptions> options)
{
    private const string Bearer = "Bearer ";
    private const string KeyHeader = "X-Api-Key";
    private static readonly string[] Proxied = ["Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"];

    public Task InvokeAsync(HttpContext context)
    {
        // Routing answers a wrong method with an endpoint of its own that is no route; it has nothing to protect either.
        if (context.GetEndpoint() is not RouteEndpoint endpoint)
            return next(context);

        var required = endpoint.Metadata.GetMetadata<RequiredScopes>();
        return required is { OpenToLoopback: true } && IsLoopback(context) ? next(context) : VerifyAsync(context, required);
    }

    private Task VerifyAsync(HttpContext context, RequiredScopes? required)
    {
        var offered = Offered(context.Request.Headers);
        return credentials.Recall(offered) is { } credential ? LetInAsync(context, required, credential) : AskAsync(context, required, offered.ToString());
    }

    /// <summary>
    /// A key that is not remembered. While its address has no attempt left, which behind a proxy may be the doing of others, it is looked at all the same
    /// where a look costs little: where its id is one of a key that there is, and of tokens so many.
    /// </summary>
    private async Task AskAsync(HttpContext context, RequiredScopes? required, string offered)
    {
        var address = context.Connection.RemoteIpAddress;
        Credential? credential;
        try
        {
            if (!limits.HasAttempts(address) && !await IsWorthALookAsync(offered, address, context.RequestAborted) && limits.RefusalOfAttempts(address) is { } tooMany)
            {
                await RateLimitHeaders.RefuseAsync(context, tooMany);
                return;
            }

            credential = await credentials.VerifyAsync(offered, context.RequestAborted);
        }
        catch (AuthorityUnavailableException)
        {
            await Problem.WriteAsync(context, ReasonCodes.AuthorityUnavailable);
            return;
        }
        catch (StoreUnavailableException)
        {
            await Problem.StoreUnavailableAsync(context, "The key cannot be checked while the store is away.");
            return;
        }

        if (credential is not null)
        {
            await LetInAsync(context, required, credential);
            return;
        }

        // Of a key that there is only the secret can be wrong: then its answer is the same as for any other.
        if (limits.RefusalOfAttempts(address) is { } refusal)
        {
            await RateLimitHeaders.RefuseAsync(context, refusal);
            return;
        }

        limits.Failed(address);
        context.Response.Headers.WWWAuthenticate = "Bearer realm=\"accounttwins\"";
        await Problem.WriteAsync(context, ReasonCodes.Unauthenticated, "Send Authorization: Bearer <key> or X-Api-Key: <key>.");
    }

    private async ValueTask<bool> IsWorthALookAsync(string offered, IPAddress? address, CancellationToken cancellationToken) =>
        await credentials.PromiseOfAsync(offered, cancellationToken) switch
        {
            Promise.Key => true,
            Promise.Signature => limits.TakeLook(address),
            _ => false,
        };

    private Task LetInAsync(HttpContext context, RequiredScopes? required, Credential credential)
    {
        var answer = limits.Take(credential);
        if (answer is { RefusedBy: not null })
            return RateLimitHeaders.RefuseAsync(context, answer);
        RateLimitHeaders.Show(context, answer);
        if (ScopeGate.RefusalOf(credential, required, options.Value.OperatorTenant) is { } refusal)
            return Problem.WriteAsync(context, ReasonCodes.Forbidden, refusal);
        context.Features.Set(credential);
        return next(context);
    }

    /// <summary>The key or token as it was sent; empty where there is none.</summary>
    internal static ReadOnlySpan<char> Offered(IHeaderDictionary headers)
    {
        if (headers.Authorization is [{ } authorization])
            return authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? authorization.AsSpan(Bearer.Length).Trim() : default;
        return headers[KeyHeader] is [{ } key] ? key.AsSpan().Trim() : default;
    }

    /// <summary>A proxy on this machine makes every caller look local, so a forwarded request is never taken for a local one.</summary>
    private static bool IsLoopback(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } peer
        && IPAddress.IsLoopback(peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer)
        && !Array.Exists(Proxied, context.Request.Headers.ContainsKey);
}

public static class CredentialExtensions
{
    /// <summary>The verified credential. Throws on an endpoint that is open to loopback: those must not ask who calls.</summary>
    public static Credential Credential(this HttpContext context) => 
        context.Features.Get<Credential>() ?? throw new InvalidOperationException("The endpoint asks who calls, but lets callers in without a key.");
}
