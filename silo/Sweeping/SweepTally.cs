using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Silo.Sweeping;

/// <summary>Counts of one round, raised side by side. The first failure stands for all, so that a round logs once.</summary>
internal sealed class SweepTally
{
    private int advanced;
    private int failed;
    private Exception? firstFailure;
    private volatile TwinStanding lastRefusal;

    public int Advanced => Volatile.Read(ref advanced);

    public int Failed => Volatile.Read(ref failed);

    public Exception? FirstFailure => Volatile.Read(ref firstFailure);

    /// <summary>Why a twin answered that it could not; unspecified when none did.</summary>
    public TwinStanding LastRefusal => lastRefusal;

    public void RefusedWith(TwinStanding standing)
    {
        lastRefusal = standing;
        Interlocked.Increment(ref failed);
    }

    public void Succeeded() => Interlocked.Increment(ref advanced);

    public void FailedWith(Exception exception)
    {
        Interlocked.CompareExchange(ref firstFailure, exception, null);
        Interlocked.Increment(ref failed);
    }
}
