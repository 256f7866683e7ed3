namespace AccountTwins.StandIns.Engine;

/// <summary>
/// The calls that wait for an answer, in a few linked lists, so that a call costs no timer and no table entry.
/// Deadlines are looked at ten times a second, on the machine's own clock: a test clock must not time calls out.
/// </summary>
internal sealed class PendingCalls : IDisposable
{
    private const int ShardCount = 8;
    private readonly Call?[] _heads = new Call?[ShardCount];
    private readonly Lock[] _gates = [.. Enumerable.Range(0, ShardCount).Select(_ => new Lock())];
    private readonly Timer _sweep;

    public PendingCalls()
    {
        using (ExecutionContext.SuppressFlow())
            _sweep = new Timer(static state => ((PendingCalls)state!).FailOverdue(Environment.TickCount64), this, 100, 100);
    }

    public void Add(Call call)
    {
        var shard = Environment.CurrentManagedThreadId & (ShardCount - 1);
        lock (_gates[shard])
        {
            call.Shard = shard;
            call.Next = _heads[shard];
            if (call.Next is { } next)
                next.Previous = call;
            _heads[shard] = call;
        }
    }

    public void Remove(Call call)
    {
        var shard = call.Shard;
        if (shard < 0)
            return;
        lock (_gates[shard])
        {
            if (call.Shard < 0)
                return;
            call.Shard = -1;
            if (call.Previous is { } previous)
                previous.Next = call.Next;
            else
                _heads[shard] = call.Next;
            if (call.Next is { } next)
                next.Previous = call.Previous;
            call.Previous = call.Next = null;
        }
    }

    public void FailAll(Func<Exception> reason) => Fail(_ => true, _ => reason());

    public void Dispose() => _sweep.Dispose();

    private void FailOverdue(long now) => Fail(
        call => call.Deadline <= now,
        call => new TimeoutException($"Response did not arrive on time in {call.TimeoutSpan} for message: {call.Target?.GrainId} {call.GetInterfaceName()}.{call.GetMethodName()}."));

    private void Fail(Func<Call, bool> which, Func<Call, Exception> reason)
    {
        List<Call>? found = null;
        for (var shard = 0; shard < ShardCount; shard++)
        {
            lock (_gates[shard])
            {
                for (var call = _heads[shard]; call is not null; call = call.Next)
                {
                    if (call.IsAnswered || which(call))
                        (found ??= []).Add(call);
                }
            }
        }

        foreach (var call in found ?? [])
        {
            Remove(call);
            call.Fail(reason(call));
        }
    }
}
