using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Silo.Api.Problems;
using AccountTwins.Silo.Hosting;
using AccountTwins.Silo.Ingestion;
using AccountTwins.Silo.Ingestion.Kafka;
using AccountTwins.Silo.Security;

namespace AccountTwins.Silo.Api.Operations;

/// <summary><c>/v1/ops</c>: how far the log is durable, and the end of a silo. For who runs the deployment: an admin is one of their own tenant alone.</summary>
public static class OperationsEndpoint
{
    private static readonly RequiredScopes Scopes = new(KeyScopes.Ops, OfOperators: true);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/ops/positions", PositionsAsync)
            .RequireScopes(Scopes).WithName("listPositions").WithSummary("How far each stream is durable, and how far behind its end.")
            .Answers<PositionsAnswer>().Fails(ReasonCodes.BadParameter, ReasonCodes.StoreUnavailable);
        routes.MapPost("/v1/ops/drain", DrainAsync)
            .RequireScopes(Scopes).WithName("drain").WithSummary("The silo that answers takes no more, writes its twins, commits and ends.")
            .Answers<DrainAnswer>(StatusCodes.Status202Accepted).Fails(ReasonCodes.BadParameter);
    }

    private static async Task PositionsAsync(HttpContext context, ILogPositions positions)
    {
        if (await IsPlainAsync(context))
            await JsonAnswer.WriteAsync(context, await positions.ReadAsync(context.RequestAborted), ApiJson.Default.PositionsAnswer);
    }

    private static async Task DrainAsync(HttpContext context, IHostApplicationLifetime lifetime)
    {
        if (!await IsPlainAsync(context))
            return;
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        // The answer goes out first: a host that stops cuts what is under way.
        context.Response.OnCompleted(() =>
        {
            lifetime.StopApplication();
            return Task.CompletedTask;
        });
        await JsonAnswer.WriteAsync(context, new DrainAnswer(context.RequestServices.GetService<SiloName>()?.Value ?? Environment.MachineName), ApiJson.Default.DrainAnswer);
    }

    /// <summary>False after the refusal was written: the caller asks for something in the query.</summary>
    internal static Task<bool> IsPlainAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        return QueryParameters.AreNoneAsync(context);
    }
}
