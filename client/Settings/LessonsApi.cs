using AccountTwins.Client.Http;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Client.Settings;

/// <summary>What reviewers' reasons teach agents, and who says so.</summary>
public sealed class LessonsApi
{
    private readonly ApiCaller api;

    internal LessonsApi(ApiCaller api) => this.api = api;

    /// <param name="state">proposed, approved, declined or retired; null: all.</param>
    /// <param name="scenario">Of one scenario; null: all.</param>
    /// <param name="account">Of one account; null: all.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<ApiResult<LessonsAnswer>> ListAsync(string? state = null, string? scenario = null, string? account = null, CancellationToken cancellationToken = default) =>
        api.GetAsync(new AddressText("v1/lessons").With("state", state).With("scenario", scenario).With("account", account), ClientJson.Default.LessonsAnswer, cancellationToken);

    /// <summary>Shows a lesson to agents, in these words or the reviewer's.</summary>
    public Task<ApiResult<LessonView>> ApproveAsync(long id, LessonBody body, CancellationToken cancellationToken = default) => ActAsync(id, "approve", body, cancellationToken);

    public Task<ApiResult<LessonView>> DeclineAsync(long id, LessonBody body, CancellationToken cancellationToken = default) => ActAsync(id, "decline", body, cancellationToken);

    /// <summary>Takes an approved one back.</summary>
    public Task<ApiResult<LessonView>> RetireAsync(long id, LessonBody body, CancellationToken cancellationToken = default) => ActAsync(id, "retire", body, cancellationToken);

    private Task<ApiResult<LessonView>> ActAsync(long id, string act, LessonBody body, CancellationToken cancellationToken) =>
        api.PostAsync(FormattableString.Invariant($"v1/lessons/{id}/{act}"), body, ClientJson.Default.LessonBody, ClientJson.Default.LessonView, cancellationToken);
}
