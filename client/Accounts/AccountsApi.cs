using System.Globalization;
using AccountTwins.Client.Http;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Client.Accounts;

/// <summary>What is known of accounts, and how far an agent may go with them.</summary>
public sealed class AccountsApi
{
    private readonly ApiCaller api;

    internal AccountsApi(ApiCaller api) => this.api = api;

    public Task<ApiResult<AccountView>> ReadAsync(string account, CancellationToken cancellationToken = default) =>
        api.GetAsync(Of(account), ClientJson.Default.AccountView, cancellationToken);

    /// <param name="maxStaleness">Seconds that the feeds may be old; older ones are the problem <c>too_stale</c>.</param>
    public Task<ApiResult<AccountView>> ContextAsync(string account, int? maxStaleness = null, CancellationToken cancellationToken = default) =>
        api.GetAsync(new AddressText(Of(account) + "/context").With("maxStaleness", maxStaleness), ClientJson.Default.AccountView, cancellationToken);

    /// <summary>The context as Markdown for a model, at most 1,600 characters.</summary>
    public Task<ApiResult<string>> PromptAsync(string account, string? contact = null, int? maxStaleness = null, CancellationToken cancellationToken = default) =>
        api.GetTextAsync(new AddressText(Of(account) + "/context").With("format", "prompt").With("contact", contact).With("maxStaleness", maxStaleness), cancellationToken);

    public Task<ApiResult<AccountView>> ContextAsync(string account, ContextQuery query, CancellationToken cancellationToken = default) =>
        api.GetAsync(query.AddTo(new AddressText(Of(account) + "/context")), ClientJson.Default.AccountView, cancellationToken);

    public Task<ApiResult<string>> PromptAsync(string account, ContextQuery query, CancellationToken cancellationToken = default) =>
        api.GetTextAsync(query.AddTo(new AddressText(Of(account) + "/context").With("format", "prompt")), cancellationToken);

    public Task<ApiResult<TimelineView>> TimelineAsync(string account, CancellationToken cancellationToken = default) =>
        api.GetAsync(Of(account) + "/timeline", ClientJson.Default.TimelineView, cancellationToken);

    /// <param name="kind">contact, domain, ticket or external.</param>
    public Task<ApiResult<ResolveAnswer>> ResolveAsync(string kind, string identifier, CancellationToken cancellationToken = default) =>
        api.GetAsync(new AddressText("v1/accounts/resolve").With(kind, identifier), ClientJson.Default.ResolveAnswer, cancellationToken);

    public Task<ApiResult<PortfolioAnswer>> ListAsync(PortfolioQuery query, CancellationToken cancellationToken = default) =>
        api.GetAsync(query.AddTo(new AddressText("v1/portfolio/accounts")), ClientJson.Default.PortfolioAnswer, cancellationToken);

    public Task<ApiResult<AccountLatitudeView>> LatitudeAsync(string account, string? release = null, CancellationToken cancellationToken = default) =>
        api.GetAsync(new AddressText(Of(account) + "/latitude").With("release", release), ClientJson.Default.AccountLatitudeView, cancellationToken);

    public Task<ApiResult<OverrideView>> OverrideAsync(string account, OverrideBody request, CancellationToken cancellationToken = default) =>
        api.PostAsync(Of(account) + "/override", request, ClientJson.Default.OverrideBody, ClientJson.Default.OverrideView, cancellationToken);

    internal static string Of(string account) => string.Create(CultureInfo.InvariantCulture, $"v1/accounts/{Uri.EscapeDataString(account)}");
}
