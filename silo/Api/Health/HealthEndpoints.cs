using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Silo.Security;

namespace AccountTwins.Silo.Api.Health;

/// <summary>
/// <c>/health/live</c>: the process answers. <c>/health/ready</c>: every part that a request needs is there; 503 otherwise, so that a load
/// balancer sends work elsewhere. Both are open on the machine itself; from elsewhere a key with ops is needed.
/// </summary>
public static class HealthEndpoints
{
    private static readonly RequiredScopes Scopes = new(KeyScopes.Ops, OpenToLoopback: true);
    private static readonly RequiredScopes Parts = Scopes with { OfOperators = true };

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", (HttpContext context) => JsonAnswer.WriteAsync(context, new LiveAnswer("live"), ApiJson.Default.LiveAnswer))
            .RequireScopes(Scopes).WithName("getLive").WithSummary("The process runs.").Answers<LiveAnswer>();
        routes.MapGet("/health/ready", GetReadyAsync)
            .RequireScopes(Parts).WithName("getReady").WithSummary("Whether this silo takes requests, part by part.")
            .Answers<ReadinessAnswer>().Answers<ReadinessAnswer>(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task GetReadyAsync(HttpContext context, IEnumerable<IReadinessPart> parts)
    {
        var states = new List<PartState>();
        foreach (var part in parts)
            states.Add(await part.ReadAsync(context.RequestAborted));
        var isReady = states.TrueForAll(state => state.Ready);
        context.Response.StatusCode = isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.CacheControl = "no-store";
        await JsonAnswer.WriteAsync(context, new ReadinessAnswer(isReady ? "ready" : "not_ready", [.. states]), ApiJson.Default.ReadinessAnswer);
    }
}

/// <summary>Something that must work before this silo takes requests; register one for each.</summary>
public interface IReadinessPart
{
    /// <summary>Its state now; must not wait for what is away longer than a moment, and not throw for it.</summary>
    ValueTask<PartState> ReadAsync(CancellationToken cancellationToken);
}

public sealed record LiveAnswer(string Status);
