using System.Globalization;
using AccountTwins.Domain.Changes;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Silo.Api.Problems;
using AccountTwins.Silo.Changes.Streams;
using AccountTwins.Silo.Security;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace AccountTwins.Silo.Api.Changes;

/// <summary>
/// <c>GET /v1/changes</c>: the tenant's changes as server-sent events, from now on or from the one after <c>Last-Event-ID</c>. Every browser and
/// many libraries come back with that header by themselves.
/// </summary>
public static class ChangesEndpoint
{
    /// <summary>An agent is not shown how its own latitude is weighed.</summary>
    private static readonly HashSet<string> ForAgents = [.. ChangeCatalogue.All.Select(type => type.Kind).Where(kind => !ChangeKinds.IsOfLatitude(kind))];

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/changes", StreamAsync)
            .RequireScopes(new RequiredScopes(KeyScopes.Reader | KeyScopes.Reviewer | KeyScopes.Agent)).WithName("streamChanges")
            .WithSummary("What happens, as server-sent events: id, kind, and a CloudEvent as data. Resumes behind Last-Event-ID.")
            .Query("after", "As the header Last-Event-ID, which wins: only what came after this id. Neither: from now on.", QueryForm.Number(0))
            .Header("Last-Event-ID", "The last id that was read: only what came after it.")
            .Query("account", "Only of this account.", QueryForm.Text(128)).Query("segment", "Only of accounts that were in this segment then.")
            .Query("kind", "Only these kinds, comma between: " + string.Join(", ", ChangeCatalogue.All.Select(type => type.Kind)) + ".")
            .AnswersText("text/event-stream", "Events without end: id is the sequence, event the kind, data a CloudEvent; docs/changes.md says what may end it.")
            .Fails(ReasonCodes.BadParameter, ReasonCodes.CursorInvalid, ReasonCodes.CursorExpired, ReasonCodes.TooManySubscribers, ReasonCodes.StoreUnavailable, ReasonCodes.Draining);

    private static async Task StreamAsync(HttpContext context, IServiceProvider services)
    {
        var streams = services.GetRequiredService<ChangeStreams>();
        var credential = context.Credential();
        var query = new QueryParameters(context.Request.Query);
        query.Only(["after", "account", "segment", "kind"]);
        var (after, filter) = (After(context.Request, query), FilterOf(query, credential));
        if (query.Fault is { } fault)
        {
            await Problem.WriteAsync(context, ReasonCodes.BadParameter, fault);
            return;
        }

        if (filter is null)
        {
            await Problem.WriteAsync(context, ReasonCodes.BadParameter, "The parameter 'kind' names a kind that is not known, or that this key is not shown.");
            return;
        }

        using var subscription = await streams.JoinAsync(credential.Tenant);
        if (subscription is null)
        {
            context.Response.Headers.RetryAfter = "30";
            await Problem.WriteAsync(context, ReasonCodes.TooManySubscribers);
            return;
        }

        if (after is { } cursor && await RefusalAsync(streams, credential.Tenant, cursor, context.RequestAborted) is { } refusal)
        {
            await Problem.WriteAsync(context, refusal);
            return;
        }

        using var right = services.GetRequiredService<CredentialWatches>().Begin(ApiKeyMiddleware.Offered(context.Request.Headers).ToString(), credential);
        await BeginAsync(context);
        if (!await streams.ServeAsync(subscription, context.Response.BodyWriter, credential.Tenant, after ?? subscription.Buffer.Newest, filter, right, context.RequestAborted))
            context.Abort();
    }

    /// <summary>-1 stands for an id that was never given.</summary>
    private static long? After(HttpRequest request, QueryParameters query)
    {
        var asked = query.Number("after", 0, long.MaxValue - 1);
        if (request.Headers["Last-Event-ID"] is not [{ Length: > 0 } header])
            return asked;
        return long.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
    }

    private static async Task<ReasonCode?> RefusalAsync(ChangeStreams streams, string tenant, long cursor, CancellationToken cancellationToken)
    {
        var ends = await streams.EndsAsync(tenant, cancellationToken);
        return cursor < 0 || cursor > ends.Newest ? ReasonCodes.CursorInvalid : cursor < ends.Removed ? ReasonCodes.CursorExpired : null;
    }

    /// <summary>Null: a kind that there is not, or not for this key.</summary>
    private static ChangeFilter? FilterOf(QueryParameters query, Credential credential)
    {
        var isAgent = !credential.Has(KeyScopes.Reader | KeyScopes.Reviewer);
        var (account, segment) = (query.Text("account", 128), query.Text("segment"));
        if (query.Text("kind") is not { } text)
            return new ChangeFilter(account, segment, isAgent ? ForAgents : null);
        var kinds = text.Split(',', StringSplitOptions.TrimEntries).ToHashSet();
        return kinds.All(kind => ChangeCatalogue.Find(kind) is not null && (!isAgent || ForAgents.Contains(kind))) ? new ChangeFilter(account, segment, kinds) : null;
    }

    private static async Task BeginAsync(HttpContext context)
    {
        // What is too slow is cut by our own measure, with a word on why.
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
            rate.MinDataRate = null;
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        await context.Response.StartAsync(context.RequestAborted);
    }
}
