using System.Diagnostics;
using AccountTwins.LoadTest.Audit;
using AccountTwins.LoadTest.Crash.Asking;
using AccountTwins.LoadTest.Crash.Telling;
using AccountTwins.LoadTest.Running;
using AccountTwins.LoadTest.Workload;

namespace AccountTwins.LoadTest.Crash;

/// <summary>
/// Kills a silo again and again while signals stream in, restarts it at once, waits until all is committed and told, and audits every twin and every
/// change that was told of it, in the topic and on a stream.
/// Agents may ask for decisions meanwhile. The moments come from the seed; what the silo is doing then does not.
/// </summary>
public sealed class CrashRun(CrashOptions options, TextWriter output)
{
    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(60);

    /// <summary>Longest time that signals flow before a kill.</summary>
    private static readonly TimeSpan FlowMax = TimeSpan.FromMilliseconds(400);

    /// <summary>What a silo that died holds the topic for; as short as may be, so that each life passes something on.</summary>
    private static readonly string[] Further = ["--Changes:LeaseFor=00:00:02"];

    private readonly Oracle _oracle = new();
    private readonly List<SiloLife> _lives = [];
    private readonly Random _random = new(options.Workload.Seed);
    private readonly ChangeFollower _follower = new();
    private Askers? _askers;
    private AskReport? _asked;
    private long _allowed;
    private int _early;

    public async Task<CrashReport> RunAsync(CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        using var broker = await BrokerProcess.StartAsync(options.Topics, options.Folder);
        var setup = new SiloSetup
        {
            Folder = options.Folder,
            BootstrapServers = broker.BootstrapServers,
            Topics = options.Topics,
            Database = options.Database,
            CheckpointEvery = options.CheckpointEvery,
            Further = Further,
        };
        using var producer = new PacedProducer(broker.BootstrapServers, options.Topics);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var askers = options.Askers > 0 ? new Askers(options.Askers, options.Workload.Seed, TimeProvider.System) : null;
        _askers = askers;
        using var answered = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        var producing = ProduceAsync(producer, stop.Token);
        using var follower = _follower;
        var following = follower.RunAsync(stop.Token);
        var asking = askers?.RunAsync(answered.Token) ?? Task.CompletedTask;
        try
        {
            await KillAsync(setup, producer, producing, stop.Token);
            await LastLifeAsync(setup, producer, producing, async () =>
            {
                await answered.CancelAsync();
                await asking;
                if (askers is not null)
                    _asked = await AskAudit.RunAsync(askers.All, askers.Unanswered, askers.Faults, askers.Service!, options.Database, Stopwatch.GetElapsedTime(began));
            }, stop.Token);
        }
        finally
        {
            await stop.CancelAsync();
            await following;
        }

        var took = Stopwatch.GetElapsedTime(began);
        return new CrashReport
        {
            Store = options.Database.Name,
            Kills = options.Kills,
            EarlyKills = _early,
            Messages = producer.Sent,
            Took = took,
            FirstAnswers = [.. _lives.Where(life => life.FirstAnswer is not null).Select(life => life.FirstAnswer!.Value)],
            CaughtUp = [.. _lives.Where(life => life.CaughtUp is not null).Select(life => life.CaughtUp!.Value)],
            Audit = await Auditor.AuditAsync(_oracle, options.Database, producer.Malformed, broker.BootstrapServers, options.Workload.IsOrdered, key => AskedAccount.Is(key.Account)),
            Asked = _asked,
            Told = await ToldReport.AuditAsync(_oracle, options.Workload.IsOrdered, options.Database, broker.BootstrapServers, _follower),
        };
    }

    private async Task ProduceAsync(PacedProducer producer, CancellationToken cancellationToken)
    {
        var count = 0L;
        foreach (var message in new Traffic(options.Workload).Read())
        {
            while (count >= Volatile.Read(ref _allowed) || !producer.HasRoom)
                await Task.Delay(5, cancellationToken);
            _oracle.Note(message);
            producer.Send(message);
            if (message.Kind == OutgoingKind.Signal)
                count++;
        }

        await producer.FlushAsync(cancellationToken);
    }

    /// <summary>
    /// Each life gets its share of the signals: half at its start, so that it has something to catch up with, and half a moment before
    /// it ends, so that the kill meets a stream in flow.
    /// </summary>
    private async Task KillAsync(SiloSetup setup, PacedProducer producer, Task producing, CancellationToken cancellationToken)
    {
        var start = TimeSpan.FromSeconds(1);
        for (var kill = 1; kill <= options.Kills; kill++)
        {
            if (producing.IsFaulted)
                await producing;
            Allow(kill - 0.5);
            var isEarly = kill > 1 && _random.NextDouble() < options.EarlyShare;
            var delay = (isEarly ? start : options.LifeMax) * _random.NextDouble();
            await LiveAsync(setup, producer, async life =>
            {
                if (!isEarly)
                    await life.Answered.WaitAsync(StartWithin, cancellationToken);
                var flow = FlowMax * _random.NextDouble();
                await Task.Delay(delay > flow ? delay - flow : TimeSpan.Zero, cancellationToken);
                Allow(kill);
                await Task.Delay(flow, cancellationToken);
            });
            var last = _lives[^1];
            if (last.FirstAnswer is { } answered)
                start = answered;
            else
                _early++;
            await output.WriteLineAsync($"kill {kill,3}: {(last.FirstAnswer is { } first ? $"answered after {first.TotalSeconds:0.00} s" : "still starting"),-24}"
                + $"{(last.CaughtUp is { } caughtUp ? $" caught up after {caughtUp.TotalSeconds:0.00} s" : ""),-28} {producer.Sent,8} messages sent");
        }
    }

    private void Allow(double lives) => Volatile.Write(ref _allowed, (long)(options.Workload.Signals * lives / (options.Kills + 1)));

    private async Task LastLifeAsync(SiloSetup setup, PacedProducer producer, Task producing, Func<Task> audit, CancellationToken cancellationToken)
    {
        Volatile.Write(ref _allowed, long.MaxValue);
        await LiveAsync(setup, producer, async life =>
        {
            await life.Answered.WaitAsync(StartWithin, cancellationToken);
            var (seen, since) = (-1L, Stopwatch.GetTimestamp());
            while (!producing.IsCompleted || !PacedProducer.Covers(life.Positions, producer.Ends))
            {
                var progress = producer.Sent + life.Positions.Values.Sum();
                if (progress != seen)
                    (seen, since) = (progress, Stopwatch.GetTimestamp());
                else if (Stopwatch.GetElapsedTime(since) > options.StalledAfter)
                    throw new TimeoutException($"Nothing moved for {options.StalledAfter.TotalSeconds:0} s: {Behind(life, producer)}.");
                await Task.Delay(50, cancellationToken);
            }

            await producing;
            await audit();
            await ToldAsync(cancellationToken);
        });
    }

    /// <summary>Until the topic and the stream have all that was announced.</summary>
    private async Task ToldAsync(CancellationToken cancellationToken)
    {
        var (seen, since) = ((-1L, -1L), Stopwatch.GetTimestamp());
        while (await options.Database.UntoldAsync(TopicPlan.Changes, Traffic.Tenant) is var (waiting, newest) && (waiting > 0 || _follower.Cursor < newest))
        {
            if ((waiting, _follower.Cursor) != seen)
                (seen, since) = ((waiting, _follower.Cursor), Stopwatch.GetTimestamp());
            else if (Stopwatch.GetElapsedTime(since) > options.StalledAfter)
                return;
            await Task.Delay(50, cancellationToken);
        }
    }

    private async Task LiveAsync(SiloSetup setup, PacedProducer producer, Func<SiloLife, Task> until)
    {
        using var silo = SiloProcess.Start(setup);
        using var watching = new CancellationTokenSource();
        var life = new SiloLife(silo, options.Database, setup.LogId, producer);
        _lives.Add(life);
        _askers?.Meet(silo);
        _follower.Meet(silo);
        var watch = life.WatchAsync(producer.Ends, watching.Token);
        try
        {
            await until(life);
        }
        finally
        {
            // The watcher is off the database before the kill: the next silo must find the files as this one left them.
            await watching.CancelAsync();
            await watch;
            silo.Kill();
        }
    }

    private static string Behind(SiloLife life, PacedProducer producer) => string.Join(", ", producer.Ends
        .Where(end => !life.Positions.TryGetValue(end.Key, out var offset) || offset < end.Value)
        .Select(end => $"{end.Key.Topic}[{end.Key.Partition}] at {life.Positions.GetValueOrDefault(end.Key, -1)} of {end.Value}"));
}
