using AccountTwins.Client.Http;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Client.Settings;

/// <summary>The tenant's webhooks, to which changes are sent; takes an admin key.</summary>
public sealed class WebhooksApi
{
    private readonly ApiCaller api;

    internal WebhooksApi(ApiCaller api) => this.api = api;

    /// <summary>From the next change on. The answer alone holds the secret.</summary>
    public Task<ApiResult<WebhookView>> CreateAsync(WebhookBody webhook, CancellationToken cancellationToken = default) =>
        api.PostAsync("v1/webhooks", webhook, ClientJson.Default.WebhookBody, ClientJson.Default.WebhookView, cancellationToken);

    /// <summary>How each does: what it took last, since when it fails, why it is disabled.</summary>
    public Task<ApiResult<WebhooksAnswer>> ListAsync(CancellationToken cancellationToken = default) =>
        api.GetAsync("v1/webhooks", ClientJson.Default.WebhooksAnswer, cancellationToken);

    /// <summary>A new secret, in the answer alone; for a while the one before signs as well.</summary>
    public Task<ApiResult<WebhookView>> RotateAsync(string id, RotateWebhookBody? rotation = null, CancellationToken cancellationToken = default) =>
        api.PostAsync(Of(id) + "/rotate", rotation ?? new RotateWebhookBody(), ClientJson.Default.RotateWebhookBody, ClientJson.Default.WebhookView, cancellationToken);

    /// <summary>Sends again, from where it stopped as far as that is kept.</summary>
    public Task<ApiResult<WebhookView>> EnableAsync(string id, CancellationToken cancellationToken = default) => Post(Of(id) + "/enable", cancellationToken);

    /// <summary>Sends nothing more until it is enabled; what happens meanwhile is sent then, as far as it is kept.</summary>
    public Task<ApiResult<WebhookView>> DisableAsync(string id, CancellationToken cancellationToken = default) => Post(Of(id) + "/disable", cancellationToken);

    /// <summary>Sends one signed trial event at once, whatever the webhook's state, and says how the receiver answered.</summary>
    public Task<ApiResult<WebhookTrial>> TestAsync(string id, CancellationToken cancellationToken = default) =>
        api.SendAsync(HttpMethod.Post, Of(id) + "/test", null, ClientJson.Default.WebhookTrial, cancellationToken);

    public Task<ApiResult<WebhookView>> DeleteAsync(string id, CancellationToken cancellationToken = default) =>
        api.SendAsync(HttpMethod.Delete, Of(id), null, ClientJson.Default.WebhookView, cancellationToken);

    private Task<ApiResult<WebhookView>> Post(string path, CancellationToken cancellationToken) =>
        api.SendAsync(HttpMethod.Post, path, null, ClientJson.Default.WebhookView, cancellationToken);

    private static string Of(string id) => "v1/webhooks/" + Uri.EscapeDataString(id);
}
