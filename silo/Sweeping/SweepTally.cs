namespace AccountTwins.Silo.Sweeping;

/// <summary>Counts of one round, raised side by side. The first failure stands for all, so that a round logs once.</summary>
internal sealed class SweepTally
{
    private int advanced;
    private int failed;
    private Exception? firstFailure;

    public int Advanced => Volatile.Read(ref advanced);

    public int Failed => Volatile.Read(ref failed);

    public Exception? FirstFailure => Volatile.Read(ref firstFailure);

    public void Succeeded() => Interlocked.Increment(ref advanced);

    public void FailedWith(Exception exception)
    {
        Interlocked.CompareExchange(ref firstFailure, exception, null);
        Interlocked.Increment(ref failed);
    }
}
