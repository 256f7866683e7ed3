using AccountTwins.Client.Http;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Client.Settings;

/// <summary>The tenant's API keys; takes an admin key.</summary>
public sealed class KeysApi
{
    private readonly ApiCaller api;

    internal KeysApi(ApiCaller api) => this.api = api;

    /// <summary>The answer alone holds the key's text.</summary>
    public Task<ApiResult<KeyView>> CreateAsync(KeyBody key, CancellationToken cancellationToken = default) =>
        api.PostAsync("v1/keys", key, ClientJson.Default.KeyBody, ClientJson.Default.KeyView, cancellationToken);

    public Task<ApiResult<KeysAnswer>> ListAsync(CancellationToken cancellationToken = default) =>
        api.GetAsync("v1/keys", ClientJson.Default.KeysAnswer, cancellationToken);

    /// <summary>A new secret, whose text the answer alone holds; the one before works on as long as the request says, by default a day.</summary>
    public Task<ApiResult<KeyView>> RotateAsync(string id, RotateKeyBody? rotation = null, CancellationToken cancellationToken = default) =>
        api.PostAsync($"v1/keys/{Uri.EscapeDataString(id)}/rotate", rotation ?? new RotateKeyBody(), ClientJson.Default.RotateKeyBody, ClientJson.Default.KeyView, cancellationToken);

    /// <summary>It stops working within ten seconds.</summary>
    public Task<ApiResult<KeyView>> RevokeAsync(string id, CancellationToken cancellationToken = default) =>
        api.SendAsync(HttpMethod.Delete, "v1/keys/" + Uri.EscapeDataString(id), null, ClientJson.Default.KeyView, cancellationToken);
}
