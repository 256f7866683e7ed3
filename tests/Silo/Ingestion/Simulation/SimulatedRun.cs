using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Accounts.Codec;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;
using AccountTwins.Domain.Telemetry;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Silo.Ingestion;
using AccountTwins.Silo.Observability;
using AccountTwins.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace AccountTwins.Tests.Silo.Ingestion.Simulation;

/// <summary>
/// One schedule: logs, pumps that restart and linger as zombies, twins that get lost and doubled, HTTP signals in between; then the
/// faults end, and every account must hold each of its signals once.
/// </summary>
internal sealed class SimulatedRun
{
    private const int Streams = 2;
    private const int MessagesPerStream = 40;
    private const int FaultySteps = 2_500;
    private const int HealingStepsMax = 400_000;

    private readonly SimulatedWorld _world;
    private readonly SimulatedStore _store;
    private readonly SimulatedCluster _cluster;
    private readonly SimulatedDeadLetters _letters;
    private readonly SimulatedTrouble _trouble;
    private readonly ProtocolBreak _breaks;
    private readonly AccountKey[] _accounts = [new("t", "a"), new("t", "b"), new("t", "c")];
    private readonly List<SimulatedMessage>[] _logs;
    private readonly List<RunningPump> _pumps = [];
    private readonly List<HttpSender> _senders = [];

    public SimulatedRun(int seed, SimulatedTrouble trouble, ProtocolBreak breaks)
    {
        (_trouble, _breaks) = (trouble, breaks);
        _world = new SimulatedWorld(seed);
        _store = new SimulatedStore(_world, breaks);
        _cluster = new SimulatedCluster(_world, _store, breaks);
        _letters = new SimulatedDeadLetters(_world);
        _logs = [.. Enumerable.Range(0, Streams).Select(_ => PlanLog())];
        if (trouble == SimulatedTrouble.RefusedRow)
            _store.Refused = _accounts[0];
    }

    /// <summary>What the faults did, for a sentence about how hard the run was.</summary>
    public (int Lost, int Doubled, int Pumps) Hardship => (_cluster.Lost, _cluster.Doubled, _pumps.Count);

    /// <summary>Runs it all; the answer lists what went wrong, and is empty when nothing did.</summary>
    public IReadOnlyList<string> Run()
    {
        for (var stream = 0; stream < Streams; stream++)
            Open(stream);
        for (var step = 0; step < FaultySteps; step++)
        {
            Interfere();
            if (_trouble == SimulatedTrouble.Outages && _world.Dice.Next(300) == 0)
                _store.IsAway = !_store.IsAway;
            if (_trouble == SimulatedTrouble.Restore)
                Restore(step);
            _world.Step();
        }

        _store.IsAway = false;
        _world.Faults = 0;
        foreach (var pump in _pumps)
            pump.Partition.IsCutOff = true;
        for (var stream = 0; stream < Streams; stream++)
            Open(stream);
        var isDone = Heal();
        return isDone ? [.. Compare()] : [$"The healed world did not come to rest: committed {string.Join(", ", Enumerable.Range(0, Streams).Select(stream => _store.Start(stream).Committed))} of {MessagesPerStream - 1}, {_senders.Count(sender => !sender.IsDone)} senders wait."];
    }

    private void Interfere()
    {
        var dice = _world.Dice;
        if (dice.Next(4) == 0)
            _pumps[dice.Next(_pumps.Count)].Partition.Deliver();
        if (dice.Next(60) == 0)
            _pumps[dice.Next(_pumps.Count)].Checkpoint();
        if (dice.Next(300) == 0 && _senders.Count < 20 && _trouble is not SimulatedTrouble.Restore and not SimulatedTrouble.RefusedRow)
            _senders.Add(new HttpSender(_cluster, _world, _accounts[dice.Next(_accounts.Length)], 1 << dice.Next(10), _senders.Count));
        if (dice.Next(500) == 0)
            Restart(dice.Next(Streams));
        if (dice.Next(1_200) == 0)
            Crash();
    }

    /// <summary>
    /// The database goes away and comes back as an older copy, under living twins and pumps. What was accepted over HTTP since the backup
    /// is gone with it, so none is sent. Partitions move and processes die before, meanwhile and after.
    /// </summary>
    private void Restore(int step)
    {
        if (step == FaultySteps / 4)
            _store.Backup();
        if (step >= FaultySteps / 2 && step < FaultySteps * 3 / 4)
        {
            _store.IsAway = true;
            if (step % 20 == 0)
                _pumps.ForEach(pump => pump.Checkpoint());
        }

        if (step != FaultySteps * 3 / 4)
            return;
        _store.Restore();
        _store.IsAway = false;
    }

    /// <summary>A partition moves: its pump drains, is dropped, or lingers as a zombie that knows nothing of it.</summary>
    private void Restart(int stream)
    {
        var old = _pumps.FindLast(pump => pump.Stream == stream)!;
        switch (_world.Dice.Next(4))
        {
            case 0:
                _ = old.Pump.DrainAsync(TimeSpan.FromSeconds(2));
                old.Partition.IsCutOff = true;
                break;
            case 3:
                _ = HandOverAsync(old, stream);
                return;
            case 1:
                old.Pump.Drop();
                break;
        }

        Open(stream);
    }

    /// <summary>As a consumer group does it: the next owner begins when the last one has drained, or when its time is up.</summary>
    private Task HandOverAsync(RunningPump old, int stream) => _world.NewActor().Factory.StartNew(async () =>
    {
        await old.Pump.DrainAsync(TimeSpan.FromSeconds(2));
        old.Partition.IsCutOff = true;
        Open(stream);
    }).Unwrap();

    /// <summary>The process is killed: twins and pumps vanish, what is on its way to the database may still land.</summary>
    private void Crash()
    {
        _cluster.Crash();
        foreach (var pump in _pumps)
        {
            pump.Scheduler.IsFrozen = true;
            pump.Partition.IsCutOff = true;
        }

        for (var stream = 0; stream < Streams; stream++)
            Open(stream);
    }

    private void Open(int stream)
    {
        var partition = new SimulatedPartition(_world, _store, _logs[stream], stream, _breaks);
        var start = _store.Start(stream);
        partition.StartAt(start.Committed);
        var scheduler = _world.NewActor();
        var ports = new PumpPorts(_cluster, _store, _letters, _store, partition, partition, new NoAlarms(_trouble));
        var options = new PumpOptions { RetainedMax = _trouble == SimulatedTrouble.LittleRoom ? 4 : 1_000, CallsMax = 4 };
        if (_trouble is not SimulatedTrouble.RefusedRow and not SimulatedTrouble.Outages)
            options.FailuresMax = int.MaxValue;
        // Simulated time leaps from deadline to deadline, so only what a twin says of itself may park it.
        options.ParkAfter = TimeSpan.FromDays(1_000);
        partition.Pump = new PartitionPump(
            new PartitionName("log", stream), start, ports, options, scheduler, new PumpTools(_world.Clock, NullLogger.Instance, UnreadMetrics.Ingestion));
        _pumps.Add(new RunningPump(stream, partition.Pump, partition, scheduler));
    }

    private bool Heal()
    {
        var last = Enumerable.Range(0, Streams).Select(stream => _pumps.FindLast(pump => pump.Stream == stream)!).ToList();
        for (var step = 0; step < HealingStepsMax; step++)
        {
            if (step % 20 == 0)
                last.ForEach(pump => pump.Partition.Deliver());
            if (step % 200 == 0)
                last.ForEach(pump => pump.Checkpoint());
            _world.Step();
            if (last.TrueForAll(pump => _store.Start(pump.Stream).Committed >= MessagesPerStream - 1) && _senders.TrueForAll(sender => sender.IsDone))
                return true;
        }

        return false;
    }

    private IEnumerable<string> Compare()
    {
        foreach (var account in _accounts)
        {
            var stored = _store.Row(account);
            var twin = stored is null ? AccountTwin.Empty(account) : AccountTwinCodec.Unpack(account, stored.State);
            // What is parked stands in a dead letter instead of the twin.
            var planned = _logs.SelectMany((log, stream) => log.Where(message => !_letters.Parked.Contains((stream, message.Offset))))
                .Where(message => message.Account == account && message.Kind == SimulatedKind.Signal).ToList();
            var sent = _senders.Where(sender => sender.Account == account).ToList();
            var (count, sum) = (planned.Count + sent.Count, planned.Sum(message => message.Count) + sent.Sum(sender => sender.Count));
            var heldCount = twin.Provenance.CountOf(UsageActivity.Type.Number);
            var heldSum = (long)(twin.Measures[Measure.UsageEvents]?.Total ?? 0);
            if (heldCount != count || heldSum != sum)
                yield return $"{account} holds {heldCount} signals that sum up to {heldSum}; it was sent {count} that sum up to {sum}.";
        }

        foreach (var (stream, message) in _logs.SelectMany((log, stream) => log.Select(message => (stream, message))))
        {
            var isLetter = message.Kind is SimulatedKind.Poison or SimulatedKind.Malformed || _letters.Parked.Contains((stream, message.Offset));
            if (isLetter != _letters.Written.Contains((stream, message.Offset)))
                yield return $"Offset {message.Offset} of stream {stream}, {message.Kind}: {(isLetter ? "no" : "a")} dead letter.";
            // Not over a copy from before a mark: an activation that was replaced in that moment may have gone past the letter without having read it.
            if (isLetter && message.Kind != SimulatedKind.Malformed && _trouble != SimulatedTrouble.Restore && !_store.IsAside(message.Account))
                yield return $"Offset {message.Offset} of stream {stream} is a dead letter, and {message.Account} bears no mark.";
            if (_letters.Parked.Contains((stream, message.Offset)) && message.Account != _store.Refused)
                yield return $"Offset {message.Offset} of stream {stream} was parked although only others were refused.";
        }
    }

    private List<SimulatedMessage> PlanLog() => [.. Enumerable.Range(0, MessagesPerStream).Select(offset => new SimulatedMessage(
        offset,
        _accounts[_world.Dice.Next(_accounts.Length)],
        offset == MessagesPerStream - 1 && _world.Dice.Next(2) == 0 ? SimulatedKind.Poison : _world.Dice.Next(20) switch { 0 => SimulatedKind.Poison, 1 => SimulatedKind.Malformed, 2 => SimulatedKind.Heartbeat, _ => SimulatedKind.Signal },
        1 + _world.Dice.Next(1_000)))];

    private sealed record RunningPump(int Stream, PartitionPump Pump, SimulatedPartition Partition, SteppedScheduler Scheduler)
    {
        public void Checkpoint() => _ = Pump.RequestCheckpointAsync();
    }

    private sealed class NoAlarms(SimulatedTrouble trouble) : IIngestionAlarms
    {
        public void Raise(AlarmKind kind, string text)
        {
            if (kind != AlarmKind.AccountParked || trouble != SimulatedTrouble.RefusedRow)
                throw new InvalidOperationException($"{kind}: {text}");
        }
    }
}

/// <summary>A client that repeats one HTTP signal, with the same source and id, until it is told that it is durable.</summary>
internal sealed class HttpSender
{
    private readonly byte[] _body;

    public HttpSender(SimulatedCluster cluster, SimulatedWorld world, AccountKey account, int count, int number)
    {
        (Account, Count) = (account, count);
        _body = Signal.Of(new UsageActivity { Count = count }, new DateTimeOffset(2026, 2, 2, 0, 0, 0, TimeSpan.Zero), "http", $"h{number}").Body;
        _ = world.NewActor().Factory.StartNew(() => SendAsync(cluster, world));
    }

    public AccountKey Account { get; }

    public int Count { get; }

    public bool IsDone { get; private set; }

    private async Task SendAsync(SimulatedCluster cluster, SimulatedWorld world)
    {
        while (!IsDone)
        {
            try
            {
                var answer = await cluster.AcceptAsync(Account, new SignalBundle { Bodies = [_body] }).WaitAsync(TimeSpan.FromSeconds(30), world.Clock);
                IsDone = answer.Standing == TwinStanding.Ready;
            }
            catch (TimeoutException)
            {
                await world.LaterAsync();
            }
        }
    }
}

/// <summary>A dead-letter topic whose acknowledgements get lost.</summary>
internal sealed class SimulatedDeadLetters(SimulatedWorld world) : IDeadLetters
{
    public HashSet<(int Stream, long Offset)> Written { get; } = [];

    /// <summary>Those whose account cannot be stored.</summary>
    public HashSet<(int Stream, long Offset)> Parked { get; } = [];

    public async Task WriteAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        await world.LaterAsync();
        if (world.Strikes())
            throw new TimeoutException("The letter was not written.");
        Written.Add((letter.Partition, letter.Message.Offset));
        if (letter.Stage == "store")
            Parked.Add((letter.Partition, letter.Message.Offset));
        await world.LaterAsync();
        if (world.Strikes())
            throw new TimeoutException("The acknowledgement was lost.");
    }
}
