using System.Text.Json;
using AccountTwins.Client.Http;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Client.Operations;

/// <summary>The deployment: whether it is ready, how far it is, and the end of a silo. Takes an ops key.</summary>
public sealed class OperationsApi
{
    private readonly ApiCaller api;

    internal OperationsApi(ApiCaller api) => this.api = api;

    /// <summary>A silo that is not ready is an answer, and says which part is missing.</summary>
    public async Task<ApiResult<ReadinessAnswer>> StatusAsync(CancellationToken cancellationToken = default)
    {
        var result = await api.GetAsync("health/ready", ClientJson.Default.ReadinessAnswer, cancellationToken).ConfigureAwait(false);
        if (result.IsOk || result.Problem.Status is not (0 or 503) || result.Body.IsEmpty)
            return result;
        try
        {
            return JsonSerializer.Deserialize(result.Body.Span, ClientJson.Default.ReadinessAnswer) is { Parts: not null } answer ? ApiResult<ReadinessAnswer>.Ok(answer, result.Body) : result;
        }
        catch (JsonException)
        {
            return result;
        }
    }

    public Task<ApiResult<PositionsAnswer>> PositionsAsync(CancellationToken cancellationToken = default) =>
        api.GetAsync("v1/ops/positions", ClientJson.Default.PositionsAnswer, cancellationToken);

    /// <summary>Ends the silo that answers, once it has made durable what it holds.</summary>
    public Task<ApiResult<DrainAnswer>> DrainAsync(CancellationToken cancellationToken = default) =>
        api.SendAsync(HttpMethod.Post, "v1/ops/drain", null, ClientJson.Default.DrainAnswer, cancellationToken);
}
