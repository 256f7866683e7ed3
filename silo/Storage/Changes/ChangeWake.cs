namespace AccountTwins.Silo.Storage.Changes;

/// <summary>Wakes the one who waits for announced rows; a call without anybody waiting is kept for the next wait.</summary>
internal sealed class ChangeWake
{
    private readonly SemaphoreSlim _signal = new(0);

    public void Set()
    {
        if (_signal.CurrentCount == 0)
            _signal.Release();
    }

    public async Task WaitAsync(TimeSpan atMost, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(atMost, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await _signal.WaitAsync(either.Token);
            // Two who set it at once may both have found nobody waiting.
            while (_signal.Wait(0, CancellationToken.None))
            {
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return;
        }
    }
}
