using System.Diagnostics;
using System.Net;
using AccountTwins.LoadTest.Running;

namespace AccountTwins.LoadTest.Chaos;

/// <summary>How long a silo took to be itself again, from the end of a fault on.</summary>
/// <param name="FirstAnswer">Until it answered a question about an account.</param>
/// <param name="CaughtUp">Until everything that the log held at the end of the fault was durable in its twins.</param>
internal sealed record Recovery(TimeSpan FirstAnswer, TimeSpan CaughtUp)
{
    /// <summary>Any account serves: that nobody knows it is an answer, too.</summary>
    private const string Question = "/v1/accounts/hot/context";

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(25);

    /// <summary>Watches both. Throws <see cref="TimeoutException"/> when nothing moves any more, and when the silo ends by itself.</summary>
    public static async Task<Recovery> WatchAsync(ChaosRig rig, TimeSpan stalledAfter, CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        var answer = AnswerAsync(rig.Silo, since, stalledAfter, cancellationToken);
        var caughtUp = CommittedAsync(rig, since, stalledAfter, cancellationToken);
        await Task.WhenAll(answer, caughtUp);
        return new Recovery(await answer, await caughtUp);
    }

    private static async Task<TimeSpan> AnswerAsync(SiloProcess silo, long since, TimeSpan stalledAfter, CancellationToken cancellationToken)
    {
        while (await silo.StatusAsync(Question, cancellationToken) is var status && status is not (HttpStatusCode.OK or HttpStatusCode.NotFound))
        {
            if (silo.HasExited)
                throw new InvalidOperationException("The silo ended by itself; see silo.log.");
            if (Stopwatch.GetElapsedTime(since) > stalledAfter)
                throw new TimeoutException($"No answer within {stalledAfter.TotalSeconds:0} s, but {status?.ToString() ?? "nothing"}.");
            await Task.Delay(LookEvery / 2, cancellationToken);
        }

        return Stopwatch.GetElapsedTime(since);
    }

    /// <summary>Until what was acknowledged by the broker so far is committed; the stall is counted from the last position that moved.</summary>
    public static async Task<TimeSpan> CommittedAsync(ChaosRig rig, long since, TimeSpan stalledAfter, CancellationToken cancellationToken)
    {
        var ends = rig.Producer.Ends;
        var (seen, moved) = (-1L, Stopwatch.GetTimestamp());
        while (true)
        {
            if (await rig.Database.CommittedAsync(rig.Setup.LogId) is { } positions)
            {
                rig.Producer.Committed(positions);
                if (PacedProducer.Covers(positions, ends))
                    return Stopwatch.GetElapsedTime(since);
                if (positions.Values.Sum() is var sum && sum != seen)
                    (seen, moved) = (sum, Stopwatch.GetTimestamp());
                if (Stopwatch.GetElapsedTime(moved) > stalledAfter)
                    throw new TimeoutException($"No position moved for {stalledAfter.TotalSeconds:0} s: {Behind(positions, ends)}.");
            }
            else if (Stopwatch.GetElapsedTime(moved) > stalledAfter)
            {
                throw new TimeoutException($"The database could not be read for {stalledAfter.TotalSeconds:0} s.");
            }

            await Task.Delay(LookEvery, cancellationToken);
        }
    }

    private static string Behind(IReadOnlyDictionary<(string Topic, int Partition), long> positions, IReadOnlyDictionary<(string Topic, int Partition), long> ends) =>
        string.Join(", ", ends.Where(end => positions.GetValueOrDefault(end.Key, -1) < end.Value)
            .Select(end => $"{end.Key.Topic}[{end.Key.Partition}] at {positions.GetValueOrDefault(end.Key, -1)} of {end.Value}"));
}
