using AccountTwins.Client.Http;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Client.Settings;

/// <summary>What the values of accounts rest on.</summary>
public sealed class ValueApi
{
    private readonly ApiCaller api;

    internal ValueApi(ApiCaller api) => this.api = api;

    public Task<ApiResult<ValueModelsAnswer>> ModelsAsync(CancellationToken cancellationToken = default) =>
        api.GetAsync("v1/value-models", ClientJson.Default.ValueModelsAnswer, cancellationToken);
}
