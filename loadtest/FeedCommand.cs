using AccountTwins.LoadTest.Running;
using AccountTwins.LoadTest.Workload;

namespace AccountTwins.LoadTest;

/// <summary>
/// <c>feed --kafka ADDRESS --data FOLDER [--postgres CONNECTION] --partitions N --accounts N --rate N</c>: streams signals at a fixed
/// rate until its input ends. The database tells how far the silo is, so that the embedded endpoint drops nothing unread.
/// </summary>
internal static class FeedCommand
{
    private const int SignalsPerAccount = 10;

    /// <summary>Ticks between two looks at what is committed.</summary>
    private const int LookEvery = 100;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);

    public static async Task<int> RunAsync(Arguments arguments)
    {
        var address = arguments.Text("kafka") ?? throw new ArgumentException("feed needs --kafka ADDRESS.");
        var data = arguments.Text("data") ?? throw new ArgumentException("feed needs --data FOLDER.");
        var database = arguments.Text("postgres") is { } postgres ? TwinDatabase.Postgres(postgres, data) : TwinDatabase.Sqlite(data);
        var topics = TopicPlan.Single(arguments.Number("partitions", 16));
        var perSecond = arguments.Number("rate", 10_000);
        var traffic = new BurstTraffic(arguments.Number("accounts", 10_000), SignalsPerAccount, TimeProvider.System.GetUtcNow(), arguments.Number("seed", 1));
        arguments.RequireAllRead();
        using var producer = new PacedProducer(address, topics);
        using var stop = new CancellationTokenSource();
        var streaming = StreamAsync(producer, traffic, perSecond, database, stop.Token);
        var input = Task.Run(() => Console.In.ReadToEndAsync());
        await Task.WhenAny(streaming, input);
        await stop.CancelAsync();
        await streaming;
        return 0;
    }

    private static async Task StreamAsync(PacedProducer producer, BurstTraffic traffic, int perSecond, TwinDatabase database, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Tick);
        // One after the other through all accounts: begun anew with each tick, the same few would get everything.
        using var messages = traffic.Take(long.MaxValue).GetEnumerator();
        var owed = 0.0;
        try
        {
            for (var ticks = 0; await timer.WaitForNextTickAsync(cancellationToken); ticks++)
            {
                if (ticks == 1)
                    Console.WriteLine("feeding");
                if (ticks % LookEvery == 0 && await database.CommittedAsync(SiloSetup.DefaultLogId) is { } positions)
                    producer.Committed(positions);
                producer.ThrowIfFailed();
                // What found no room is owed, but of one second only: sent all at once later it would be a burst that nobody asked for.
                owed = Math.Min(owed + (perSecond * Tick.TotalSeconds), perSecond);
                for (var hasRoom = producer.HasRoom; hasRoom && owed >= 1 && messages.MoveNext(); owed--)
                {
                    producer.Send(messages.Current);
                    hasRoom = producer.HasFlow;
                }
            }
        }
        catch (OperationCanceledException)
        {
            await producer.FlushAsync(CancellationToken.None);
        }
    }
}
