namespace AccountTwins.Silo.Storage.Gathering;

/// <summary>Runs a batch that the database may refuse for one member's data: halves it until that member stands alone.</summary>
internal static class Halving
{
    /// <summary>
    /// Fills the results; at most 2n - 1 calls for n requests, and more than one only where data was refused. What throws otherwise leaves
    /// the results of halves that were answered.
    /// </summary>
    /// <param name="execute">All requests or, with <see cref="DataRefusedException"/>, none.</param>
    /// <param name="refused">The result of a request that was refused alone.</param>
    public static async Task RunAsync<TRequest, TResult>(
        ReadOnlyMemory<TRequest> batch,
        Memory<TResult> results,
        Func<ReadOnlyMemory<TRequest>, Memory<TResult>, CancellationToken, Task> execute,
        Func<TRequest, DataRefusedException, TResult> refused,
        CancellationToken stopping)
    {
        try
        {
            await execute(batch, results, stopping);
        }
        catch (DataRefusedException error) when (batch.Length == 1)
        {
            results.Span[0] = refused(batch.Span[0], error);
        }
        catch (DataRefusedException)
        {
            var half = batch.Length / 2;
            await RunAsync(batch[..half], results[..half], execute, refused, stopping);
            await RunAsync(batch[half..], results[half..], execute, refused, stopping);
        }
    }
}
