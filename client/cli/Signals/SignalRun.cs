using System.Text.Json;
using AccountTwins.Cli.Terminals;
using AccountTwins.Client.Http;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Cli.Signals;

/// <summary>Hands events over request by request, and counts what became of them. What is refused for now is sent again, which is always safe.</summary>
internal sealed class SignalRun(Call call, Func<byte[], CancellationToken, Task<ApiResult<SignalsAnswer>>> hand)
{
    private const int BatchMax = 500;

    /// <summary>Of a request, under the service's 8 MB.</summary>
    private const int BatchBytesMax = 4 * 1024 * 1024;

    private const int AttemptsMax = 6;

    private static readonly TimeSpan PauseMax = TimeSpan.FromMinutes(1);

    /// <summary>Shown of what is wrong; the counts tell of the rest.</summary>
    private const int FaultsMax = 100;

    private readonly TimeProvider clock = call.Terminal.Clock;
    private readonly List<JsonElement> batch = [];
    private readonly List<int> places = [];
    private int bytes;

    public long Accepted { get; private set; }

    public long Repeated { get; private set; }

    public long Rejected { get; private set; }

    public long Handed => Accepted + Repeated + Rejected;

    public List<(int Place, SignalResult Result)> Faults { get; } = [];

    /// <summary>Null: all were answered; else why it stopped. What was answered before stays so.</summary>
    public async Task<ApiProblem?> RunAsync(IEnumerable<(int Place, JsonElement Event)> events, Action<long> progress)
    {
        foreach (var (place, one) in events)
        {
            batch.Add(one);
            places.Add(place);
            bytes += one.GetRawText().Length;
            if ((batch.Count == BatchMax || bytes >= BatchBytesMax) && await HandAsync(progress) is { } problem)
                return problem;
        }

        return batch.Count > 0 ? await HandAsync(progress) : null;
    }

    private async Task<ApiProblem?> HandAsync(Action<long> progress)
    {
        for (var attempt = 1; batch.Count > 0; attempt++)
        {
            var result = await hand(JsonSerializer.SerializeToUtf8Bytes([.. batch], ClientJson.Default.JsonElementArray), call.Cancellation);
            if (!result.IsOk && result.Problem.Results is null && !(IsPassing(result.Problem) && attempt < AttemptsMax))
                return result.Problem;
            var left = Count(result.IsOk ? result.Value.Results : result.Problem.Results);
            progress(Handed);
            if (left.Count > 0 && attempt == AttemptsMax)
                return result.Problem ?? new ApiProblem { Code = "store_unavailable", Title = "Signals were refused again and again." };
            Keep(left);
            if (batch.Count > 0)
                await Task.Delay(PauseOf(attempt, result.Problem), clock, call.Cancellation);
        }

        return null;
    }

    /// <summary>What a limit asks for (429), or a little longer each time; the service says 5 s of every outage, and most are over sooner.</summary>
    private static TimeSpan PauseOf(int attempt, ApiProblem? problem) =>
        problem is { Status: 429, RetryAfter: { } asked } && asked <= PauseMax ? asked : TimeSpan.FromMilliseconds(250 * Math.Pow(2, attempt - 1));

    /// <summary>Places in the batch that are to be sent again: all of them where nothing was answered.</summary>
    private List<int> Count(SignalResult[]? results)
    {
        if (results is null)
            return [.. Enumerable.Range(0, batch.Count)];
        foreach (var result in results)
        {
            Accepted += result.Status == SignalStatus.Accepted ? 1 : 0;
            Repeated += result.Status == SignalStatus.Repeated ? 1 : 0;
            if (result.Status != SignalStatus.Rejected)
                continue;
            Rejected++;
            if (Faults.Count < FaultsMax)
                Faults.Add((places[result.Index], result));
        }

        return [.. results.Where(result => result.Status == SignalStatus.Refused).Select(result => result.Index)];
    }

    private void Keep(List<int> left)
    {
        var (again, where) = (left.Select(index => batch[index]).ToArray(), left.Select(index => places[index]).ToArray());
        batch.Clear();
        places.Clear();
        batch.AddRange(again);
        places.AddRange(where);
        bytes = again.Sum(one => one.GetRawText().Length);
    }

    private static bool IsPassing(ApiProblem problem) => problem.Status is 0 or 429 or 503;
}
