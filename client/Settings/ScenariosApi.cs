using AccountTwins.Client.Http;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Client.Settings;

/// <summary>What learning has left of the agents' latitude, and what people do about it.</summary>
public sealed class ScenariosApi
{
    private readonly ApiCaller api;

    internal ScenariosApi(ApiCaller api) => this.api = api;

    /// <param name="scenario">Null: all of them, without their changes.</param>
    public Task<ApiResult<ScenariosAnswer>> ListAsync(string? scenario = null, CancellationToken cancellationToken = default) =>
        api.GetAsync(new AddressText("v1/scenarios").With("scenario", scenario), ClientJson.Default.ScenariosAnswer, cancellationToken);

    public Task<ApiResult<ScenariosAnswer>> ActAsync(ScenarioBody body, CancellationToken cancellationToken = default) =>
        api.PostAsync("v1/scenarios", body, ClientJson.Default.ScenarioBody, ClientJson.Default.ScenariosAnswer, cancellationToken);

    /// <summary>What happened to the scenarios' latitude, the oldest first.</summary>
    /// <param name="after">Only what came after this id, see <see cref="LatitudeChangesAnswer.Next"/>; null: the newest.</param>
    /// <param name="limit">1 to 200; null: 50.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<ApiResult<LatitudeChangesAnswer>> ChangesAsync(long? after = null, int? limit = null, CancellationToken cancellationToken = default) =>
        api.GetAsync(new AddressText("v1/latitude-changes").With("after", after).With("limit", limit), ClientJson.Default.LatitudeChangesAnswer, cancellationToken);
}
