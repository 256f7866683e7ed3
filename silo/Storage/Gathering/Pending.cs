using AccountTwins.Domain.Accounts;

namespace AccountTwins.Silo.Storage.Gathering;

/// <summary>One caller's request on its way into a batch. It is either taken by a batch or abandoned by its caller, never both.</summary>
internal sealed class Pending<TRequest, TAnswer>(TRequest request, AccountKey key)
{
    private const int Waiting = 0;
    private const int Taken = 1;
    private const int Abandoned = 2;

    private int state = Waiting;

    public TRequest Request { get; } = request;

    public AccountKey Key { get; } = key;

    /// <summary>Continues elsewhere, so that a caller's work never runs inside the batch loop.</summary>
    public TaskCompletionSource<TAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool TryTake() => Interlocked.CompareExchange(ref state, Taken, Waiting) == Waiting;

    /// <summary>Takes the request back; without effect once it is in a batch.</summary>
    public void Abandon() => Interlocked.CompareExchange(ref state, Abandoned, Waiting);
}
