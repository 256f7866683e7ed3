using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace AccountTwins.Client.Http;

/// <summary>One call: sends, reads the whole answer, and gives a value or a problem. Throws only when the caller cancels.</summary>
internal sealed class ApiCaller(HttpClient http)
{
    public Task<ApiResult<T>> GetAsync<T>(string path, JsonTypeInfo<T> answer, CancellationToken cancellationToken)
        where T : class =>
        SendAsync(HttpMethod.Get, path, null, answer, cancellationToken);

    public Task<ApiResult<T>> PostAsync<TBody, T>(string path, TBody body, JsonTypeInfo<TBody> type, JsonTypeInfo<T> answer, CancellationToken cancellationToken)
        where T : class =>
        SendAsync(HttpMethod.Post, path, Bytes(JsonSerializer.SerializeToUtf8Bytes(body, type)), answer, cancellationToken);

    public async Task<ApiResult<T>> SendAsync<T>(HttpMethod method, string path, HttpContent? content, JsonTypeInfo<T> answer, CancellationToken cancellationToken)
        where T : class
    {
        var (response, lost) = await SendAsync(method, path, content, cancellationToken).ConfigureAwait(false);
        return lost is not null ? ApiResult<T>.Failed(lost) : WireAnswer.Read(response.Status, response.Body, answer, response.RetryAfter) with { Date = response.Date };
    }

    /// <summary>An answer that is text.</summary>
    public async Task<ApiResult<string>> GetTextAsync(string path, CancellationToken cancellationToken)
    {
        var (response, lost) = await SendAsync(HttpMethod.Get, path, null, cancellationToken).ConfigureAwait(false);
        return lost is not null ? ApiResult<string>.Failed(lost) : WireAnswer.ReadText(response.Status, response.Body, response.RetryAfter);
    }

    /// <summary>An answer of one JSON value a line, each handed on as it comes; the last one is the result.</summary>
    public async Task<ApiResult<T>> SendLinesAsync<T>(HttpMethod method, string path, HttpContent? content, JsonTypeInfo<T> line, Action<T>? each, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            using var request = new HttpRequestMessage(method, path) { Content = content };
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
                return ApiResult<T>.Failed(WireAnswer.ProblemOf((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false), response.Headers.RetryAfter?.Delta));
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), Encoding.UTF8);
            (T Value, string Text)? last = null;
            while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } text)
            {
                if (JsonSerializer.Deserialize(text, line) is not { } value)
                    return ApiResult<T>.Failed(WireAnswer.Unreadable((int)response.StatusCode, "A line is null."));
                last = (value, text);
                each?.Invoke(value);
            }

            return last is { } end ? ApiResult<T>.Ok(end.Value, Encoding.UTF8.GetBytes(end.Text)) : ApiResult<T>.Failed(WireAnswer.Unreadable((int)response.StatusCode, "The answer is empty."));
        }
        catch (JsonException error)
        {
            return ApiResult<T>.Failed(WireAnswer.Unreadable(200, error.Message));
        }
        catch (Exception exception) when (IsAway(exception, cancellationToken))
        {
            return ApiResult<T>.Failed(WireAnswer.Unreachable(exception));
        }
    }

    /// <summary>An answer of one JSON value a line, none or many, each handed on with its text.</summary>
    public async Task<ApiResult<TEnd>> CopyLinesAsync<TLine, TEnd>(string path, JsonTypeInfo<TLine> line, Func<TLine, string, Task> each, Func<long, TEnd> end, CancellationToken cancellationToken)
        where TLine : class
        where TEnd : class
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
                return ApiResult<TEnd>.Failed(WireAnswer.ProblemOf((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false), response.Headers.RetryAfter?.Delta));
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), Encoding.UTF8);
            var count = 0L;
            for (; await ReadLineAsync(reader, cancellationToken).ConfigureAwait(false) is { } text; count++)
            {
                if (JsonSerializer.Deserialize(text, line) is not { } value)
                    return ApiResult<TEnd>.Failed(WireAnswer.Unreadable((int)response.StatusCode, "A line is null."));
                await each(value, text).ConfigureAwait(false);
            }

            return ApiResult<TEnd>.Ok(end(count), default);
        }
        catch (JsonException error)
        {
            return ApiResult<TEnd>.Failed(WireAnswer.Unreadable(200, error.Message));
        }
        catch (Exception exception) when (exception is HttpRequestException or LostAnswerException || exception is OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return ApiResult<TEnd>.Failed(WireAnswer.Unreachable(exception));
        }
    }

    /// <summary>Tells an answer that was cut from a file that the taker of the lines cannot write.</summary>
    private static async Task<string?> ReadLineAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            throw new LostAnswerException(exception);
        }
    }

    private sealed class LostAnswerException(IOException cause) : Exception(cause.Message, cause);

    public static ByteArrayContent Bytes(byte[] bytes, string mediaType = "application/json")
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new(mediaType);
        return content;
    }

    /// <summary>The answer, or why none came.</summary>
    private async Task<(HttpAnswer Response, ApiProblem? Lost)> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(method, path) { Content = content };
            using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            return (new HttpAnswer((int)response.StatusCode, body, response.Headers.Date, response.Headers.RetryAfter?.Delta), null);
        }
        catch (Exception exception) when (IsAway(exception, cancellationToken))
        {
            return (default, WireAnswer.Unreachable(exception));
        }
    }

    /// <summary>A cancellation that the caller did not ask for is the deadline of the HTTP client.</summary>
    private static bool IsAway(Exception exception, CancellationToken cancellationToken) =>
        exception is HttpRequestException or IOException || exception is OperationCanceledException && !cancellationToken.IsCancellationRequested;

    private readonly record struct HttpAnswer(int Status, byte[] Body, DateTimeOffset? Date, TimeSpan? RetryAfter);
}
