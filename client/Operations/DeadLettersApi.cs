using AccountTwins.Client.Http;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Client.Operations;

/// <summary>What could not be used, and sending it again. Takes an ops key.</summary>
public sealed class DeadLettersApi
{
    private readonly ApiCaller api;

    internal DeadLettersApi(ApiCaller api) => this.api = api;

    public Task<ApiResult<DeadLettersAnswer>> ListAsync(DeadLettersQuery query, CancellationToken cancellationToken = default) =>
        api.GetAsync(
            new AddressText("v1/dead-letters").With("from", query.IsOldestFirst ? "oldest" : null).With("limit", query.Limit).With("cursor", query.Cursor)
                .With("reason", query.Reason).With("topic", query.Topic).With("stage", query.Stage),
            ClientJson.Default.DeadLettersAnswer, cancellationToken);

    /// <param name="letters">1 to 500 ids.</param>
    /// <param name="cancellationToken">Ends the call; what was sent stays sent.</param>
    public Task<ApiResult<ReplayLettersAnswer>> ReplayAsync(string[] letters, CancellationToken cancellationToken = default) =>
        api.PostAsync("v1/dead-letters/replay", new ReplayLettersBody { Letters = letters }, ClientJson.Default.ReplayLettersBody, ClientJson.Default.ReplayLettersAnswer, cancellationToken);
}

/// <summary>Which letters; null filters nothing.</summary>
public sealed record DeadLettersQuery
{
    /// <summary>Page by page from the beginning; else the newest alone.</summary>
    public bool IsOldestFirst { get; init; }

    /// <summary>1 to 200.</summary>
    public int? Limit { get; init; }

    public string? Cursor { get; init; }

    public string? Reason { get; init; }

    public string? Topic { get; init; }

    public string? Stage { get; init; }
}
