using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace AccountTwins.LoadTest.Load.Changes;

/// <summary>One open stream of changes: counts what comes and notes every gap or repetition in the numbers.</summary>
internal sealed class ChangeSubscriber(HttpClient http, string key)
{
    private const string IdMark = "id: ";

    private long _last = -1;
    private long _count;

    /// <summary>The last number that came, with a change or alone.</summary>
    public long Last => Volatile.Read(ref _last);

    public long Count => Volatile.Read(ref _count);

    /// <summary>What was wrong, or null.</summary>
    public string? Fault { get; private set; }

    /// <summary>Reads until it is told to stop; a stream that ends by itself is a fault.</summary>
    public async Task RunAsync(TaskCompletionSource opened, CancellationToken stopping)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/changes");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stopping);
            response.EnsureSuccessStatusCode();
            using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(stopping), Encoding.UTF8, bufferSize: 1024);
            var number = -1L;
            while (await lines.ReadLineAsync(stopping) is { } line)
            {
                if (line.StartsWith(IdMark, StringComparison.Ordinal))
                    number = long.Parse(line.AsSpan(IdMark.Length), NumberStyles.None, CultureInfo.InvariantCulture);
                else if (line.StartsWith("event: ", StringComparison.Ordinal))
                    Take(number, line);
                else if (line.Length == 0 && number >= 0)
                    Pass(number, opened);
            }

            Fault ??= $"A stream ended behind change {Last}.";
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            Fault ??= exception.Message;
        }
        finally
        {
            opened.TrySetResult();
        }
    }

    private void Take(long number, string line)
    {
        if (line == "event: cut")
            Fault ??= $"A stream was cut behind change {Last}.";
        else if (number != Last + 1)
            Fault ??= $"Change {number} came behind {Last}.";
        else
            Volatile.Write(ref _count, _count + 1);
    }

    private void Pass(long number, TaskCompletionSource opened)
    {
        Volatile.Write(ref _last, number);
        opened.TrySetResult();
    }
}
