using System.Globalization;
using AccountTwins.Client.Http;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Client.Reviews;

/// <summary>The review queue, for people's tools.</summary>
public sealed class ReviewsApi
{
    private readonly ApiCaller api;

    internal ReviewsApi(ApiCaller api) => this.api = api;

    public Task<ApiResult<ReviewsAnswer>> ListAsync(ReviewListQuery query, CancellationToken cancellationToken = default) =>
        api.GetAsync(
            new AddressText("v1/reviews").With("kind", query.Kind).With("state", query.State).With("account", query.Account).With("limit", query.Limit).With("cursor", query.Cursor),
            ClientJson.Default.ReviewsAnswer, cancellationToken);

    /// <summary>Takes an item with all it takes to judge it; it is the taker's alone until the lease ends.</summary>
    public Task<ApiResult<ReviewCase>> ClaimAsync(string id, CancellationToken cancellationToken = default) =>
        api.SendAsync(HttpMethod.Post, Of(id) + "/claim", null, ClientJson.Default.ReviewCase, cancellationToken);

    public Task<ApiResult<ReviewView>> ReleaseAsync(string id, CancellationToken cancellationToken = default) =>
        api.SendAsync(HttpMethod.Post, Of(id) + "/release", null, ClientJson.Default.ReviewView, cancellationToken);

    /// <summary>The item must be held.</summary>
    public Task<ApiResult<DecisionView>> DecideAsync(string id, ReviewBody review, CancellationToken cancellationToken = default) =>
        api.PostAsync(Of(id), review, ClientJson.Default.ReviewBody, ClientJson.Default.DecisionView, cancellationToken);

    /// <summary>Judges a decision that the reviewer picked: it is recorded and taught, but counts as no sample; a severe error tightens at once.</summary>
    /// <param name="decision">The decision's id; it may not be waiting for approval.</param>
    /// <param name="review">Without approved acts: what was done is done.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<ApiResult<DecisionView>> DirectAsync(string decision, ReviewBody review, CancellationToken cancellationToken = default) =>
        api.PostAsync($"v1/decisions/{Uri.EscapeDataString(decision)}/review", review, ClientJson.Default.ReviewBody, ClientJson.Default.DecisionView, cancellationToken);

    /// <summary>Reviews as an evaluation set, by time, each handed on as it comes, with its text. An export that is cut on the way is a failure.</summary>
    /// <param name="since">From this moment on; null: all.</param>
    /// <param name="each">Takes a line.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<ApiResult<ReviewExportEnd>> ExportAsync(DateTimeOffset? since, Func<ReviewExportLine, string, Task> each, CancellationToken cancellationToken = default) =>
        api.CopyLinesAsync(
            new AddressText("v1/reviews/export").With("since", since?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)), ClientJson.Default.ReviewExportLine, each,
            count => new ReviewExportEnd(count), cancellationToken);

    private static string Of(string id) => "v1/reviews/" + Uri.EscapeDataString(id);
}

/// <summary>A whole export.</summary>
/// <param name="Reviews">Lines that came.</param>
public sealed record ReviewExportEnd(long Reviews);
