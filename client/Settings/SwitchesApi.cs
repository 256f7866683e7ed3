using AccountTwins.Client.Http;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Client.Settings;

/// <summary>Kill switches and breakers of the tenant; what holds now shows its incidents too.</summary>
public sealed class SwitchesApi
{
    private readonly ApiCaller api;

    internal SwitchesApi(ApiCaller api) => this.api = api;

    public Task<ApiResult<SwitchesAnswer>> ListAsync(CancellationToken cancellationToken = default) =>
        api.GetAsync("v1/switches", ClientJson.Default.SwitchesAnswer, cancellationToken);

    /// <summary>When it answers, no silo can still allow what it stops.</summary>
    public Task<ApiResult<SwitchesAnswer>> ThrowAsync(SwitchBody body, CancellationToken cancellationToken = default) =>
        api.PostAsync("v1/switches", body, ClientJson.Default.SwitchBody, ClientJson.Default.SwitchesAnswer, cancellationToken);

    public Task<ApiResult<SwitchesAnswer>> TakeBackAsync(NamedBody body, CancellationToken cancellationToken = default) => NamedAsync("v1/switches/take-back", body, cancellationToken);

    /// <summary>The name is the agent release.</summary>
    public Task<ApiResult<SwitchesAnswer>> ResetBreakerAsync(NamedBody body, CancellationToken cancellationToken = default) => NamedAsync("v1/breakers/reset", body, cancellationToken);

    private Task<ApiResult<SwitchesAnswer>> NamedAsync(string address, NamedBody body, CancellationToken cancellationToken) =>
        api.PostAsync(address, body, ClientJson.Default.NamedBody, ClientJson.Default.SwitchesAnswer, cancellationToken);
}
