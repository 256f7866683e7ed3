using System.Text.Json;
using AccountTwins.Client.Http;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Client.Signals;

/// <summary>Signals over HTTP, for those who have no Kafka at hand.</summary>
public sealed class SignalsApi
{
    private const string Batch = "application/cloudevents-batch+json";

    private readonly ApiCaller api;

    internal SignalsApi(ApiCaller api) => this.api = api;

    /// <summary>1 to 1,000 signals. Sending one again is always safe: it is known by source and id.</summary>
    public Task<ApiResult<SignalsAnswer>> PostAsync(IReadOnlyCollection<Signal> signals, CancellationToken cancellationToken = default) =>
        api.SendAsync(
            HttpMethod.Post, "v1/signals", ApiCaller.Bytes(JsonSerializer.SerializeToUtf8Bytes([.. signals], ClientJson.Default.SignalArray), Batch),
            ClientJson.Default.SignalsAnswer, cancellationToken);

    /// <summary>1 to 1,000 events as they are written: one JSON array.</summary>
    public Task<ApiResult<SignalsAnswer>> PostAsync(byte[] events, CancellationToken cancellationToken = default) =>
        api.SendAsync(HttpMethod.Post, "v1/signals", ApiCaller.Bytes(events, Batch), ClientJson.Default.SignalsAnswer, cancellationToken);

    /// <summary>What would become of them; none is taken.</summary>
    public Task<ApiResult<SignalsAnswer>> ValidateAsync(byte[] events, CancellationToken cancellationToken = default) =>
        api.SendAsync(HttpMethod.Post, "v1/signals/validate", ApiCaller.Bytes(events, Batch), ClientJson.Default.SignalsAnswer, cancellationToken);
}
