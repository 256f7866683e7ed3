using AccountTwins.Client.Accounts;
using AccountTwins.Client.Http;
using AccountTwins.Grains.Interfaces.Contracts;
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

    /// <summary>The account's letters were dealt with: its verdicts no longer wait for that. Shows what was settled.</summary>
    /// <param name="account">Its id.</param>
    /// <param name="reason">Why, 1 to 400 characters; it is kept in the account's ledger.</param>
    /// <param name="signals">How many letters that is about; with more, the problem <c>parked_again</c>. Null: all that there are.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<ApiResult<AccountParkedView>> SettleAsync(string account, string reason, long? signals = null, CancellationToken cancellationToken = default) =>
        api.SendAsync(
            HttpMethod.Delete, new AddressText(AccountsApi.Of(account) + "/parked").With("reason", reason).With("signals", signals), null,
            ClientJson.Default.AccountParkedView, cancellationToken);
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
