namespace AccountTwins.Silo.Changes.Streams;

/// <summary>
/// The newest changes of one tenant, shared by its subscribers: each keeps only the number that it has come to. What is older than the room is
/// forgotten whoever still wants it, so no subscriber can make it grow. Safe from any thread; one writer.
/// </summary>
internal sealed class ChangeBuffer(int max, long startsAfter)
{
    private readonly Lock _gate = new();
    private readonly ChangeFrame?[] _frames = new ChangeFrame?[max];
    private long _newest = startsAfter;
    private long _forgotten = startsAfter;
    private TaskCompletionSource _pulse = New();

    public long Newest => Volatile.Read(ref _newest);

    /// <summary>Copies what comes behind a number, as far as there is room. -1: some of it is forgotten already.</summary>
    public int Take(long after, Span<ChangeFrame> into)
    {
        lock (_gate)
        {
            if (after < _forgotten)
                return -1;
            var count = (int)Math.Clamp(_newest - after, 0, into.Length);
            for (var index = 0; index < count; index++)
                into[index] = _frames[(after + 1 + index) % _frames.Length]!;
            return count;
        }
    }

    /// <summary>Numbers without gaps behind the newest.</summary>
    public void Add(IEnumerable<ChangeFrame> frames)
    {
        lock (_gate)
        {
            foreach (var frame in frames)
            {
                if (frame.Number != _newest + 1)
                    throw new InvalidOperationException($"Change {frame.Number} does not follow {_newest}.");
                _frames[frame.Number % _frames.Length] = frame;
                Volatile.Write(ref _newest, frame.Number);
                _forgotten = Math.Max(_forgotten, frame.Number - _frames.Length);
            }
        }

        Pulse();
    }

    /// <summary>Forgets all and goes on behind a number: whoever had not come so far is told that he missed something.</summary>
    public void StartOver(long after)
    {
        lock (_gate)
        {
            Array.Clear(_frames);
            _forgotten = after;
            Volatile.Write(ref _newest, after);
        }

        Pulse();
    }

    /// <summary>Ends with the next change or heartbeat; take it before looking, so that nothing is missed in between.</summary>
    public Task NextPulse()
    {
        lock (_gate)
            return _pulse.Task;
    }

    /// <summary>Wakes all who wait.</summary>
    public void Pulse()
    {
        TaskCompletionSource pulse;
        lock (_gate)
            (pulse, _pulse) = (_pulse, New());
        pulse.TrySetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
