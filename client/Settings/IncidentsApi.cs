using AccountTwins.Client.Http;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Client.Settings;

/// <summary>Incidents that span accounts, found or declared.</summary>
public sealed class IncidentsApi
{
    private readonly ApiCaller api;

    internal IncidentsApi(ApiCaller api) => this.api = api;

    public Task<ApiResult<IncidentsAnswer>> ListAsync(CancellationToken cancellationToken = default) =>
        api.GetAsync("v1/incidents", ClientJson.Default.IncidentsAnswer, cancellationToken);

    public Task<ApiResult<IncidentsAnswer>> DeclareAsync(IncidentBody body, CancellationToken cancellationToken = default) =>
        api.PostAsync("v1/incidents", body, ClientJson.Default.IncidentBody, ClientJson.Default.IncidentsAnswer, cancellationToken);

    public Task<ApiResult<IncidentsAnswer>> EndAsync(NamedBody body, CancellationToken cancellationToken = default) =>
        api.PostAsync("v1/incidents/end", body, ClientJson.Default.NamedBody, ClientJson.Default.IncidentsAnswer, cancellationToken);
}
