using AccountTwins.Client.Agents.Permits;
using AccountTwins.Client.Http;
using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Client.Agents;

/// <summary>Calls under a deadline. No answer is a result, never an exception; only the caller's own cancellation is one.</summary>
internal sealed class Attempts(TimeProvider clock)
{
    /// <summary>
    /// Asks, and once more where nobody answered or the answer cannot be used; the question must be one that may be repeated. Where the service is
    /// busy and says until when, it is asked again then, if that is within the deadline of the attempt.
    /// </summary>
    /// <param name="deadline">Of each attempt.</param>
    /// <param name="call">The same each time.</param>
    /// <param name="cancellationToken">Ends both.</param>
    public async Task<(ApiResult<T> Result, AskedAt Asked)> TwiceAsync<T>(TimeSpan deadline, Func<CancellationToken, Task<ApiResult<T>>> call, CancellationToken cancellationToken)
        where T : class
    {
        var (result, asked) = await OnceAsync(deadline, call, cancellationToken).ConfigureAwait(false);
        if (result.IsOk)
            return (result, asked);
        if (result.Problem is { Status: 429, RetryAfter: { } pause } && clock.GetElapsedTime(asked.Sent.Mark) + pause < deadline)
            await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(false);
        else if (!IsUnanswered(result.Problem))
            return (result, asked);
        return await OnceAsync(deadline, call, cancellationToken).ConfigureAwait(false);
    }

    public async Task<(ApiResult<T> Result, AskedAt Asked)> OnceAsync<T>(TimeSpan deadline, Func<CancellationToken, Task<ApiResult<T>>> call, CancellationToken cancellationToken)
        where T : class
    {
        var sent = ServerTime.Mark(clock);
        using var late = new CancellationTokenSource(deadline, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            return (await call(either.Token).ConfigureAwait(false), new AskedAt(sent));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var problem = new ApiProblem { Code = ApiProblem.Unreachable, Title = "The service gave no answer.", Detail = $"None within {deadline.TotalMilliseconds:0} ms." };
            return (ApiResult<T>.Failed(problem), new AskedAt(sent));
        }
    }

    /// <summary>No answer, a failed service, or something that is no answer of it. Busy (429) is an answer.</summary>
    private static bool IsUnanswered(ApiProblem problem) => problem.Code == ApiProblem.Unreadable || problem.Status is 0 or 408 or >= 500;
}

/// <summary>When the question that was answered went out.</summary>
internal readonly record struct AskedAt((long Mark, DateTimeOffset Wall) Sent);

/// <summary>What an agent was told, what the service said, and when it was asked.</summary>
internal readonly record struct Asked(Answer Answer, ApiResult<DecisionView> Result, AskedAt At);
