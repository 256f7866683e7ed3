using AccountTwins.Client.Http;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Client.Settings;

/// <summary>The tenant's playbook: a YAML file, handed over as its bytes.</summary>
public sealed class PlaybookApi
{
    private const string Yaml = "application/yaml";
    private const string Address = "v1/playbook";

    private readonly ApiCaller api;

    internal PlaybookApi(ApiCaller api) => this.api = api;

    public Task<ApiResult<PlaybookAnswer>> ReadAsync(CancellationToken cancellationToken = default) =>
        api.GetAsync(Address, ClientJson.Default.PlaybookAnswer, cancellationToken);

    /// <summary>Puts it in force; one that is not good changes nothing.</summary>
    public Task<ApiResult<PlaybookAnswer>> ApplyAsync(byte[] file, CancellationToken cancellationToken = default) =>
        api.SendAsync(HttpMethod.Put, Address, ApiCaller.Bytes(file, Yaml), ClientJson.Default.PlaybookAnswer, cancellationToken);

    public Task<ApiResult<PlaybookCheckAnswer>> CheckAsync(byte[] file, CancellationToken cancellationToken = default) =>
        api.SendAsync(HttpMethod.Post, Address + "/check", ApiCaller.Bytes(file, Yaml), ClientJson.Default.PlaybookCheckAnswer, cancellationToken);

    /// <summary>What it would change of the one in force.</summary>
    public Task<ApiResult<PlaybookDiffAnswer>> DiffAsync(byte[] file, CancellationToken cancellationToken = default) =>
        api.SendAsync(HttpMethod.Post, Address + "/diff", ApiCaller.Bytes(file, Yaml), ClientJson.Default.PlaybookDiffAnswer, cancellationToken);

    /// <summary>Tries it on all accounts and on the decisions of the last days. The result is the last line: a report, or failed.</summary>
    public Task<ApiResult<SimulationLine>> SimulateAsync(byte[] file, int days, Action<SimulationLine>? progress = null, CancellationToken cancellationToken = default) =>
        api.SendLinesAsync(
            HttpMethod.Post, new AddressText(Address + "/simulate").With("days", days), ApiCaller.Bytes(file, Yaml), ClientJson.Default.SimulationLine, progress, cancellationToken);
}
