using System.Security.Cryptography;
using AccountTwins.Domain.Changes;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Silo.Api.Problems;
using AccountTwins.Silo.Changes.Webhooks;
using AccountTwins.Silo.Security;
using AccountTwins.Silo.Storage.Changes;
using Microsoft.Extensions.Options;

namespace AccountTwins.Silo.Api.Webhooks;

/// <summary>The tenant's webhooks: make, list, give a new secret, disable and enable, try out, delete.</summary>
public static class WebhooksEndpoint
{
    private static readonly RequiredScopes Scopes = new(KeyScopes.Admin);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/webhooks", CreateAsync)
            .RequireScopes(Scopes).WithName("createWebhook").WithSummary("A new webhook, from the next change on; its secret is shown this once.")
            .Takes<WebhookBody>().Answers<WebhookView>(StatusCodes.Status201Created).Fails(ReasonCodes.BadRequest, ReasonCodes.BadWebhook, ReasonCodes.TooManyWebhooks, ReasonCodes.StoreUnavailable);
        routes.MapGet("/v1/webhooks", ListAsync)
            .RequireScopes(Scopes).WithName("listWebhooks").WithSummary("The tenant's webhooks and how they do.")
            .Answers<WebhooksAnswer>().Fails(ReasonCodes.BadParameter, ReasonCodes.StoreUnavailable);
        routes.MapPost("/v1/webhooks/{id}/rotate", RotateAsync)
            .RequireScopes(Scopes).WithName("rotateWebhook").WithSummary("A new secret, shown this once; for a time the one before signs as well, as do those before it until their ends.")
            .MayTake<RotateWebhookBody>().Answers<WebhookView>().Fails(
                ReasonCodes.BadRequest, ReasonCodes.BadWebhook, ReasonCodes.UnknownWebhook, ReasonCodes.TooManySecrets, ReasonCodes.StoreUnavailable);
        routes.MapPost("/v1/webhooks/{id}/enable", EnableAsync)
            .RequireScopes(Scopes).WithName("enableWebhook").WithSummary("Sends again, from where it stopped as far as that is kept.")
            .Answers<WebhookView>().Fails(ReasonCodes.UnknownWebhook, ReasonCodes.StoreUnavailable);
        routes.MapPost("/v1/webhooks/{id}/disable", DisableAsync)
            .RequireScopes(Scopes).WithName("disableWebhook").WithSummary("Sends it nothing until it is enabled again.")
            .Answers<WebhookView>().Fails(ReasonCodes.UnknownWebhook, ReasonCodes.StoreUnavailable);
        routes.MapPost("/v1/webhooks/{id}/test", TestAsync)
            .RequireScopes(Scopes).WithName("testWebhook").WithSummary("Sends one signed trial event at once, whatever its state, and says how it was answered.")
            .Answers<WebhookTrial>().Fails(ReasonCodes.UnknownWebhook, ReasonCodes.StoreUnavailable);
        routes.MapDelete("/v1/webhooks/{id}", DeleteAsync)
            .RequireScopes(Scopes).WithName("deleteWebhook").WithSummary("Sends it nothing more.")
            .Answers<WebhookView>().Fails(ReasonCodes.UnknownWebhook, ReasonCodes.StoreUnavailable);
    }

    private static async Task CreateAsync(HttpContext context, IWebhookStore store, IOptions<WebhookOptions> options, TimeProvider clock)
    {
        if (await JsonRequest.ReadAsync(context, ApiJson.Default.WebhookBody) is not { } body)
            return;
        var kinds = (body.Kinds ?? []).Distinct().ToArray();
        var unknown = kinds.FirstOrDefault(kind => ChangeCatalogue.Find(kind) is null);
        if ((unknown is null ? WebhookAddresses.FaultOf(body.Url, options.Value) : "A kind is not known.") is { } fault)
        {
            await Problem.WriteAsync(context, ReasonCodes.BadWebhook, fault);
            return;
        }

        var id = "wh_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        var row = new WebhookRow(context.Credential().Tenant, id, body.Url, string.Join(',', kinds), WebhookSignature.NewSecret(), clock.GetUtcNow());
        if (!await store.CreateAsync(row, options.Value.PerTenantMax, context.RequestAborted))
        {
            await Problem.WriteAsync(context, ReasonCodes.TooManyWebhooks);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status201Created;
        await ShowAsync(context, store, id, row.Secret, clock);
    }

    private static async Task ListAsync(HttpContext context, IWebhookStore store, TimeProvider clock)
    {
        var query = new QueryParameters(context.Request.Query);
        query.Only([]);
        if (query.Fault is { } fault)
        {
            await Problem.WriteAsync(context, ReasonCodes.BadParameter, fault);
            return;
        }

        var rows = await store.ListAsync(context.Credential().Tenant, context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        await JsonAnswer.WriteAsync(context, new WebhooksAnswer { Webhooks = [.. rows.Select(row => ViewOf(row, clock.GetUtcNow()))] }, ApiJson.Default.WebhooksAnswer);
    }

    private static async Task RotateAsync(HttpContext context, string id, IWebhookStore store, IOptions<WebhookOptions> options, TimeProvider clock)
    {
        if (await JsonRequest.ReadOrAsync(context, ApiJson.Default.RotateWebhookBody, new RotateWebhookBody()) is not { } body)
            return;
        if (body.OverlapSeconds is < 0 || body.OverlapSeconds > WebhookOptions.OldSecretForMax.TotalSeconds)
        {
            await Problem.WriteAsync(context, ReasonCodes.BadWebhook, $"overlapSeconds: 0 to {WebhookOptions.OldSecretForMax.TotalSeconds:0}.");
            return;
        }

        var secret = WebhookSignature.NewSecret();
        var now = clock.GetUtcNow();
        var overlap = body.OverlapSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : options.Value.OldSecretFor;
        var rotated = await store.RotateAsync(context.Credential().Tenant, id, secret, now, now + overlap, context.RequestAborted);
        if (rotated == WebhookRotation.Done)
            await ShowAsync(context, store, id, secret, clock);
        else
            await Problem.WriteAsync(context, rotated == WebhookRotation.Full ? ReasonCodes.TooManySecrets : ReasonCodes.UnknownWebhook);
    }

    private static async Task EnableAsync(HttpContext context, string id, IWebhookStore store, TimeProvider clock)
    {
        await store.EnableAsync(context.Credential().Tenant, id, clock.GetUtcNow(), context.RequestAborted);
        await ShowAsync(context, store, id, null, clock);
    }

    private static async Task DisableAsync(HttpContext context, string id, IWebhookStore store, TimeProvider clock)
    {
        await store.DisableAsync(context.Credential().Tenant, id, "by_hand", clock.GetUtcNow(), context.RequestAborted);
        await ShowAsync(context, store, id, null, clock);
    }

    /// <summary>Nothing of it is kept: the place of the next change and the count of failures stay as they are.</summary>
    private static async Task TestAsync(HttpContext context, string id, IServiceProvider services)
    {
        var (store, poster, clock) = (services.GetRequiredService<IWebhookStore>(), services.GetRequiredService<WebhookPoster>(), services.GetRequiredService<TimeProvider>());
        var rows = await store.ListAsync(context.Credential().Tenant, context.RequestAborted);
        if (rows.FirstOrDefault(one => one.Id == id) is not { } row)
        {
            await Problem.WriteAsync(context, ReasonCodes.UnknownWebhook);
            return;
        }

        var trial = WebhookTrialEvent.Of(row, clock.GetUtcNow());
        var began = clock.GetTimestamp();
        var status = await poster.PostAsync(row, trial.Id, ChangeEvent.Write(trial, 0), context.RequestAborted);
        var answer = new WebhookTrial
        {
            Id = trial.Id,
            IsTaken = status is >= 200 and < 300,
            Status = status == 0 ? null : status,
            Milliseconds = (int)clock.GetElapsedTime(began).TotalMilliseconds,
        };
        await JsonAnswer.WriteAsync(context, answer, ApiJson.Default.WebhookTrial);
    }

    private static async Task DeleteAsync(HttpContext context, string id, IWebhookStore store, TimeProvider clock)
    {
        var rows = await store.ListAsync(context.Credential().Tenant, context.RequestAborted);
        var row = await store.DeleteAsync(context.Credential().Tenant, id, context.RequestAborted) ? rows.FirstOrDefault(one => one.Id == id) : null;
        await WriteAsync(context, row, null, clock);
    }

    private static async Task ShowAsync(HttpContext context, IWebhookStore store, string id, string? secret, TimeProvider clock)
    {
        var rows = await store.ListAsync(context.Credential().Tenant, context.RequestAborted);
        await WriteAsync(context, rows.FirstOrDefault(row => row.Id == id), secret, clock);
    }

    private static Task WriteAsync(HttpContext context, WebhookRow? row, string? secret, TimeProvider clock)
    {
        if (row is null)
            return Problem.WriteAsync(context, ReasonCodes.UnknownWebhook);
        context.Response.Headers.CacheControl = "no-store";
        return JsonAnswer.WriteAsync(context, ViewOf(row, clock.GetUtcNow()) with { Secret = secret }, ApiJson.Default.WebhookView);
    }

    private static WebhookView ViewOf(WebhookRow row, DateTimeOffset now) => new()
    {
        Id = row.Id,
        Url = row.Url,
        Kinds = row.Kinds.Split(',', StringSplitOptions.RemoveEmptyEntries),
        CreatedAt = row.CreatedAt,
        IsActive = row.IsActive,
        DisabledBecause = row.Reason,
        DisabledAt = row.DisabledAt,
        FailingSince = row.FailingSince,
        Sequence = row.Number,
        Skipped = row.Skipped,
        OldSecretUntil = row.OldSecrets.Where(old => old.Until > now).Max(old => (DateTimeOffset?)old.Until),
    };
}
