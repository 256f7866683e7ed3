using AccountTwins.Client.Accounts;
using AccountTwins.Client.Http;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Client.Decisions;

/// <summary>"May I do this, for this account, now?", and what follows from the answer.</summary>
public sealed class DecisionsApi
{
    private readonly ApiCaller api;

    internal DecisionsApi(ApiCaller api) => this.api = api;

    public Task<ApiResult<DecisionView>> DecideAsync(string account, DecisionBody request, CancellationToken cancellationToken = default) =>
        api.PostAsync(AccountsApi.Of(account) + "/decisions", request, ClientJson.Default.DecisionBody, ClientJson.Default.DecisionView, cancellationToken);

    /// <param name="waitSeconds">0 to 30: how long to wait while it is pending.</param>
    /// <param name="claim">As in <see cref="DecisionBody.Claim"/>; null: to read, not to act.</param>
    public Task<ApiResult<DecisionView>> ReadAsync(string id, int? waitSeconds = null, string? claim = null, CancellationToken cancellationToken = default) =>
        api.GetAsync(new AddressText(Of(id)).With("wait", waitSeconds).With("claim", claim), ClientJson.Default.DecisionView, cancellationToken);

    /// <summary>Makes an approval a permit, just before the act, if nothing grew worse meanwhile.</summary>
    /// <param name="claim">Whose the permit then is, as in <see cref="DecisionBody.Claim"/>; null: anybody's.</param>
    public Task<ApiResult<DecisionView>> PermitAsync(string id, string? claim = null, CancellationToken cancellationToken = default) =>
        api.SendAsync(HttpMethod.Post, new AddressText(Of(id) + "/permit").With("claim", claim), null, ClientJson.Default.DecisionView, cancellationToken);

    public Task<ApiResult<DecisionView>> OutcomeAsync(string id, OutcomeBody outcome, CancellationToken cancellationToken = default) =>
        api.PostAsync(Of(id) + "/outcome", outcome, ClientJson.Default.OutcomeBody, ClientJson.Default.DecisionView, cancellationToken);

    /// <summary>Derives the stored verdict again and compares it byte for byte.</summary>
    public Task<ApiResult<ReplayAnswer>> ReplayAsync(string id, CancellationToken cancellationToken = default) =>
        api.GetAsync(Of(id) + "/replay", ClientJson.Default.ReplayAnswer, cancellationToken);

    private static string Of(string id) => "v1/decisions/" + Uri.EscapeDataString(id);
}
