namespace AccountTwins.Silo.Changes;

/// <summary>The last place that this silo knows to be given; who reads the log waits here for more.</summary>
public sealed class ChangeTip
{
    private readonly Lock _gate = new();
    private long _newest;
    private TaskCompletionSource _moved = New();

    public long Newest => Volatile.Read(ref _newest);

    /// <summary>Ends when a place beyond the known one was given.</summary>
    public Task BeyondAsync(long known)
    {
        lock (_gate)
            return _newest > known ? Task.CompletedTask : _moved.Task;
    }

    internal void Move(long newest)
    {
        TaskCompletionSource moved;
        lock (_gate)
        {
            if (newest <= _newest)
                return;
            Volatile.Write(ref _newest, newest);
            (moved, _moved) = (_moved, New());
        }

        moved.TrySetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
