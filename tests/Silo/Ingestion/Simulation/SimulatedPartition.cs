using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;
using AccountTwins.Silo.Ingestion;

namespace AccountTwins.Tests.Silo.Ingestion.Simulation;

/// <summary>What stands at an offset of the simulated log.</summary>
internal sealed record SimulatedMessage(long Offset, AccountKey Account, SimulatedKind Kind, int Count);

internal enum SimulatedKind
{
    Signal,

    /// <summary>Decodes, but cannot be applied.</summary>
    Poison,

    /// <summary>Does not decode.</summary>
    Malformed,

    Heartbeat,
}

/// <summary>
/// One pump's way of reading a log: delivers in small batches, obeys pause, resume and seek with delay. Each delivery gives a signal a
/// new identity, so that only the protocol, not the twin's memory of identities, keeps it from counting twice.
/// </summary>
internal sealed class SimulatedPartition(SimulatedWorld world, SimulatedStore store, IReadOnlyList<SimulatedMessage> log, int stream, ProtocolBreak breaks)
    : IPartitionControl, ISignalReader
{
    private static int s_deliveries;

    private int _next;
    private int _epoch;
    private bool _isPaused;
    private bool _isToPause;

    public PartitionPump? Pump { get; set; }

    public bool IsCutOff { get; set; }

    public void StartAt(long committed) => _next = (int)Math.Max(0, committed);

    public void Pause() => Flow(isToPause: true);

    public void Resume() => Flow(isToPause: false);

    public void Halt() => throw new InvalidOperationException("The simulated log is never recreated.");

    public void Restart(string reason) => throw new InvalidOperationException("The simulated database always knows its streams.");

    public void Commit(long offset)
    {
    }

    public void Seek(long offset, int epoch) => world.Later(() =>
    {
        if (epoch > _epoch)
            (_next, _epoch) = ((int)Math.Max(0, offset), epoch);
    });

    /// <summary>Late, but in the order asked for, as the one thread does it.</summary>
    private void Flow(bool isToPause)
    {
        _isToPause = isToPause;
        world.Later(() => _isPaused = _isToPause);
    }

    /// <summary>Hands the next few messages over; they may arrive after a seek.</summary>
    public void Deliver()
    {
        if (_isPaused || IsCutOff || _next >= log.Count)
            return;
        var epoch = _epoch;
        var count = Math.Min(world.Dice.Next(1, 8), log.Count - _next);
        var batch = log.Skip(_next).Take(count).Select(message => MessageOf(message, epoch)).ToList();
        _next += count;
        store.Delivered[stream] = Math.Max(store.Delivered.GetValueOrDefault(stream, -1), batch[^1].Offset);
        if (breaks == ProtocolBreak.NoEpoch)
            world.Later(() => Pump!.Post([.. batch.Select(message => message with { Epoch = _epoch })]));
        else
            Pump!.Post(batch);
    }

    public ReadSignal Read(LogMessage message)
    {
        var planned = log[(int)message.Offset];
        return planned.Kind switch
        {
            SimulatedKind.Malformed => new ReadSignal(default, Family.Unspecified, null, "bad_json", "It does not parse."),
            SimulatedKind.Heartbeat => default,
            SimulatedKind.Poison => new ReadSignal(planned.Account, Family.Usage, Damaged(SignalOf(planned)), null, null),
            _ => new ReadSignal(planned.Account, Family.Usage, SignalOf(planned), null, null),
        };
    }

    public static Signal SignalOf(SimulatedMessage message) => Signal.Of(
        new UsageActivity { Count = message.Count },
        new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(message.Offset),
        "simulation",
        $"{message.Offset}-{++s_deliveries}");

    private static Signal Damaged(Signal signal) => signal with { Body = signal.Body[..^1] };

    private static LogMessage MessageOf(SimulatedMessage message, int epoch) =>
        new() { Offset = message.Offset, Epoch = epoch, Value = BitConverter.GetBytes(message.Offset) };
}
