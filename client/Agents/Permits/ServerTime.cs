namespace AccountTwins.Client.Agents.Permits;

/// <summary>
/// What the server's clock can show now, from one answer: it was given between the sending of the question and the arrival of the answer, so
/// the round trip bounds the offset. Elapsed time is the longer of what the monotonic and the wall clock say: a machine that slept stops the one,
/// and a wall clock that jumps ahead only ends a permit early.
/// </summary>
internal sealed class ServerTime
{
    /// <summary>The Date header has whole seconds, and servers write it from a cache that is up to a second old.</summary>
    private static readonly TimeSpan DateIsOld = TimeSpan.FromSeconds(2);

    private readonly TimeProvider clock;
    private readonly (long Mark, DateTimeOffset Wall) sent;
    private readonly (long Mark, DateTimeOffset Wall) received;
    private readonly DateTimeOffset atLeast;
    private readonly DateTimeOffset atMost;

    private ServerTime(TimeProvider clock, (long, DateTimeOffset) sent, DateTimeOffset atLeast, DateTimeOffset atMost)
    {
        this.clock = clock;
        this.sent = sent;
        received = Mark(clock);
        this.atLeast = atLeast;
        this.atMost = atMost;
    }

    public static (long Mark, DateTimeOffset Wall) Mark(TimeProvider clock) => (clock.GetTimestamp(), clock.GetUtcNow());

    /// <summary>Null where the answer says no time at all: then nothing that ends can be held against it.</summary>
    /// <param name="clock">This machine's.</param>
    /// <param name="sent">When the question went out, see <see cref="Mark"/>.</param>
    /// <param name="answeredAt">As the answer says.</param>
    /// <param name="date">The header Date of the answer, for a server that does not say it.</param>
    public static ServerTime? Of(TimeProvider clock, (long Mark, DateTimeOffset Wall) sent, DateTimeOffset? answeredAt, DateTimeOffset? date) => (answeredAt, date) switch
    {
        ({ } exact, _) => new ServerTime(clock, sent, exact, exact),
        (null, { } rough) => new ServerTime(clock, sent, rough, rough + DateIsOld),
        _ => null,
    };

    /// <summary>The server's clock shows no more than this. Nothing may be done that ends before it.</summary>
    public DateTimeOffset Latest => atMost + Since(sent);

    /// <summary>The server's clock shows no less than this. What may not be done earlier waits for it.</summary>
    public DateTimeOffset Earliest => atLeast + Shortest(Since(received), clock.GetElapsedTime(received.Mark));

    private TimeSpan Since((long Mark, DateTimeOffset Wall) from)
    {
        var (steady, wall) = (clock.GetElapsedTime(from.Mark), clock.GetUtcNow() - from.Wall);
        return steady > wall ? steady : wall;
    }

    private static TimeSpan Shortest(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
