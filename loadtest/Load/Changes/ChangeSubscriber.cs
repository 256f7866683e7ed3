using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace AccountTwins.LoadTest.Load.Changes;

/// <summary>How a subscriber behaves.</summary>
internal enum Habit
{
    Unspecified = 0,

    /// <summary>Reads all the time, on one connection.</summary>
    Steady = 1,

    /// <summary>Leaves now and then, and comes back behind its last id.</summary>
    Leaving = 2,

    /// <summary>Reads nothing for a while now and then; when it is cut for that, it comes back as well.</summary>
    Stalling = 3,
}

/// <summary>One subscriber of changes: takes each number once and in order, over all its connections, and holds each change against what the others were given.</summary>
internal sealed class ChangeSubscriber(HttpClient http, string key, ToldBodies told, Habit habit, int seed, CancellationToken behaves)
{
    private const string IdMark = "id: ";
    private const string DataMark = "data: ";

    private static readonly TimeSpan AwayMax = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StallFor = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan HabitEvery = TimeSpan.FromSeconds(60);

    private readonly Random _random = new(seed);
    private long _last = -1;
    private long _count;
    private DateTimeOffset _next;

    /// <summary>The last number that came, with a change or alone.</summary>
    public long Last => Volatile.Read(ref _last);

    public long Count => Volatile.Read(ref _count);

    public Habit Habit => habit;

    /// <summary>How often it left, or was cut, and came back.</summary>
    public int Returns { get; private set; }

    public int Cuts { get; private set; }

    public int Stalls { get; private set; }

    /// <summary>What was wrong, or null.</summary>
    public string? Fault { get; private set; }

    /// <summary>Until it is told to stop. Habits end when <c>behaves</c> does, so that all come to the end.</summary>
    public async Task RunAsync(TaskCompletionSource opened, CancellationToken stopping)
    {
        try
        {
            while (Fault is null && !stopping.IsCancellationRequested)
            {
                using var leaving = habit == Habit.Leaving && !behaves.IsCancellationRequested ? new CancellationTokenSource(Soon()) : new CancellationTokenSource();
                using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, leaving.Token);
                try
                {
                    await ReadAsync(opened, either.Token);
                    Cut("ended");
                }
                catch (OperationCanceledException) when (leaving.IsCancellationRequested && !stopping.IsCancellationRequested)
                {
                    await PauseAsync(AwayMax * _random.NextDouble());
                }
                catch (Exception exception) when (exception is HttpRequestException or IOException)
                {
                    Cut(exception.Message);
                }

                Returns++;
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The end.
        }
        finally
        {
            opened.TrySetResult();
        }
    }

    /// <summary>Only who stalls may be cut.</summary>
    private void Cut(string how)
    {
        if (habit == Habit.Stalling)
            Cuts++;
        else
            Fault ??= $"A {habit} stream broke off behind {Last}: {how}";
    }

    private async Task ReadAsync(TaskCompletionSource opened, CancellationToken stopping)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/changes");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (Last >= 0)
            request.Headers.Add("Last-Event-ID", Last.ToString(CultureInfo.InvariantCulture));
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stopping);
        response.EnsureSuccessStatusCode();
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(stopping), Encoding.UTF8, bufferSize: 1024);
        _next = TimeProvider.System.GetUtcNow() + Soon();
        var (number, isCut) = (-1L, false);
        while (!isCut && await lines.ReadLineAsync(stopping) is { } line)
        {
            if (line.StartsWith(IdMark, StringComparison.Ordinal))
                number = long.Parse(line.AsSpan(IdMark.Length), NumberStyles.None, CultureInfo.InvariantCulture);
            else if (line.StartsWith(DataMark, StringComparison.Ordinal) && !isCut)
                Take(number, line[DataMark.Length..]);
            else if (line == "event: cut")
                isCut = true;
            else if (line.Length == 0 && number >= 0)
                Pass(number, opened);
            if (habit == Habit.Stalling && TimeProvider.System.GetUtcNow() >= _next && !behaves.IsCancellationRequested)
            {
                Stalls++;
                await PauseAsync(StallFor);
                _next = TimeProvider.System.GetUtcNow() + Soon();
            }
        }
    }

    private void Take(long number, string body)
    {
        if (number != Last + 1)
            Fault ??= $"Change {number} came behind {Last}.";
        else if (!told.IsSame(number, body))
            Fault ??= $"Change {number} is not what others were given.";
        else
            Volatile.Write(ref _count, _count + 1);
    }

    private void Pass(long number, TaskCompletionSource opened)
    {
        Volatile.Write(ref _last, number);
        opened.TrySetResult();
    }

    private TimeSpan Soon() => HabitEvery * (0.5 + _random.NextDouble());

    private Task PauseAsync(TimeSpan time) => Task.Delay(time, behaves).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
