using System.Globalization;
using System.Net;
using System.Text.Json;
using AccountTwins.Client.Http;

namespace AccountTwins.Client.Changes;

/// <summary>One connection of a stream of changes: what comes on it, and in the end why it ended. Throws only when the caller cancels.</summary>
internal sealed class ChangeConnection : IDisposable
{
    private HttpResponseMessage? _response;
    private ServerEventReader? _events;
    private long? _cursor;

    /// <summary>Null while it is open.</summary>
    public ApiProblem? End { get; private set; }

    /// <summary>Whether coming back makes sense.</summary>
    public bool IsFinal { get; private set; }

    /// <summary>How long the service asks to wait before coming back.</summary>
    public TimeSpan? Retry { get; private set; }

    public static async Task<ChangeConnection> OpenAsync(HttpClient http, ChangeQuery query, long? cursor, TimeProvider clock, CancellationToken cancellationToken)
    {
        var connection = new ChangeConnection { _cursor = cursor };
        try
        {
            await connection.BeginAsync(http, query, clock, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsLost(exception, cancellationToken))
        {
            connection.Lost(exception);
        }

        return connection;
    }

    /// <summary>The next change or the next place; null once <see cref="End"/> says why there is none.</summary>
    public async Task<ChangeItem?> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (End is null)
            {
                var next = await _events!.NextAsync(cancellationToken).ConfigureAwait(false);
                Retry = _events.Retry;
                if (next is null)
                    End = new ApiProblem { Code = ApiProblem.StreamEnded, Title = "The stream came to its end, as each does after a while.", Status = (int)HttpStatusCode.OK };
                else if (Read(next) is { } item)
                    return item;
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException)
        {
            (End, IsFinal) = (WireAnswer.Unreadable((int)HttpStatusCode.OK, exception.Message), true);
        }
        catch (Exception exception) when (IsLost(exception, cancellationToken))
        {
            Lost(exception);
        }

        return null;
    }

    public void Dispose() => _response?.Dispose();

    private async Task BeginAsync(HttpClient http, ChangeQuery query, TimeProvider clock, CancellationToken cancellationToken)
    {
        var address = new AddressText("v1/changes").With("account", query.Account).With("segment", query.Segment).With("kind", query.Kinds.Count == 0 ? null : string.Join(',', query.Kinds));
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.ParseAdd("text/event-stream");
        if (_cursor is { } cursor)
            request.Headers.Add("Last-Event-ID", cursor.ToString(CultureInfo.InvariantCulture));
        _response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (_response.IsSuccessStatusCode)
        {
            var body = await _response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            _events = new ServerEventReader(body, clock, query.SilentMax);
            return;
        }

        var status = (int)_response.StatusCode;
        End = WireAnswer.ProblemOf(status, await _response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false), _response.Headers.RetryAfter?.Delta);
        IsFinal = status < 500 && status != (int)HttpStatusCode.TooManyRequests;
        Retry = End.RetryAfter;
    }

    private ChangeItem? Read(ServerEvent next)
    {
        if (next.Name == "cut")
        {
            var cut = JsonSerializer.Deserialize(next.Data, ClientJson.Default.ChangeCut) ?? throw new JsonException("A cut without a reason.");
            End = new ApiProblem { Code = cut.Code, Title = cut.Text, Status = (int)HttpStatusCode.OK };
            IsFinal = cut.Code == "cursor_expired";
            return null;
        }

        if (next.Id is { } id)
            _cursor = long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new JsonException($"The id '{id}' is no number.");
        if (next.Data.Length == 0)
            return new ChangeItem.Passed { Cursor = _cursor };
        var change = JsonSerializer.Deserialize(next.Data, ClientJson.Default.ChangeMessage) ?? throw new JsonException("A change is null.");
        return new ChangeItem.Told(change, next.Data) { Cursor = _cursor };
    }

    private void Lost(Exception exception) => End = WireAnswer.Unreachable(exception);

    private static bool IsLost(Exception exception, CancellationToken cancellationToken) =>
        exception is HttpRequestException or IOException or TimeoutException || exception is OperationCanceledException && !cancellationToken.IsCancellationRequested;
}
