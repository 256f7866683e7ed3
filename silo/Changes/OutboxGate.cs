namespace AccountTwins.Silo.Changes;

/// <summary>
/// Closed while as many changes wait to be passed on as may: then signals wait in their log or with their senders. Decisions and what people do
/// go on; they announce little.
/// </summary>
public sealed class OutboxGate
{
    private volatile TaskCompletionSource? _closed;

    public bool IsOpen => _closed is null;

    /// <summary>Ends at once while it is open, else when it opens.</summary>
    public Task WhenOpenAsync() => _closed?.Task ?? Task.CompletedTask;

    /// <summary>For the one who watches the outbox. Answers whether that changed anything.</summary>
    internal bool Set(bool isOpen)
    {
        if (isOpen == IsOpen)
            return false;
        if (isOpen)
        {
            var closed = _closed!;
            _closed = null;
            closed.TrySetResult();
        }
        else
        {
            _closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return true;
    }
}
