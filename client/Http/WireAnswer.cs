using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace AccountTwins.Client.Http;

/// <summary>Reads what the service answered, whatever way it came: a value, or a problem.</summary>
internal static class WireAnswer
{
    /// <param name="status">As of HTTP.</param>
    /// <param name="body">JSON.</param>
    /// <param name="type">What a good answer is.</param>
    /// <param name="retryAfter">As the header of that name says.</param>
    public static ApiResult<T> Read<T>(int status, byte[] body, JsonTypeInfo<T> type, TimeSpan? retryAfter = null)
        where T : class
    {
        if (IsFailure(status))
            return ApiResult<T>.Failed(ProblemOf(status, body, retryAfter), body);
        try
        {
            return JsonSerializer.Deserialize(body, type) is { } value
                ? ApiResult<T>.Ok(value, body)
                : ApiResult<T>.Failed(Unreadable(status, "The answer is null."), body);
        }
        catch (JsonException error)
        {
            return ApiResult<T>.Failed(Unreadable(status, error.Message), body);
        }
    }

    /// <summary>An answer that is text.</summary>
    public static ApiResult<string> ReadText(int status, byte[] body, TimeSpan? retryAfter = null) =>
        IsFailure(status) ? ApiResult<string>.Failed(ProblemOf(status, body, retryAfter), body) : ApiResult<string>.Ok(Encoding.UTF8.GetString(body), body);

    public static ApiProblem ProblemOf(int status, byte[] body, TimeSpan? retryAfter)
    {
        try
        {
            return (JsonSerializer.Deserialize(body, ClientJson.Default.ApiProblem) ?? Unreadable(status, "The problem is null.")) with { RetryAfter = retryAfter };
        }
        catch (JsonException)
        {
            return Unreadable(status, $"HTTP {status} without a problem that could be read; is this address AccountTwins?") with { RetryAfter = retryAfter };
        }
    }

    public static ApiProblem Unreachable(Exception exception) =>
        new() { Code = ApiProblem.Unreachable, Title = "The service gave no answer.", Detail = exception.Message };

    public static ApiProblem Unreadable(int status, string detail) =>
        new() { Code = ApiProblem.Unreadable, Status = status, Title = "The answer cannot be read.", Detail = detail };

    private static bool IsFailure(int status) => status is < 200 or >= 300;
}
