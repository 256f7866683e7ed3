namespace AccountTwins.Silo.Sample;

/// <summary>Holds a play back while too much is under way, and gives up when nothing moves.</summary>
internal sealed class SamplePace(SampleOptions options, TimeProvider clock, Func<long> measure)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private long movedAt = clock.GetTimestamp();

    /// <summary>Signals sent and not applied, when last looked.</summary>
    public long Waiting { get; private set; }

    /// <summary>False when at most <paramref name="bound"/> are under way; else true, after a moment.</summary>
    public async Task<bool> MustWaitAsync(long bound, CancellationToken cancellationToken)
    {
        var now = measure();
        if (now != Waiting || now <= bound)
            movedAt = clock.GetTimestamp();
        Waiting = now;
        if (now <= bound)
            return false;
        if (clock.GetElapsedTime(movedAt) > TimeSpan.FromSeconds(options.StallSecondsMax))
        {
            throw new SampleException(
                SampleErrors.NotDelivered, $"{now} signals of the sample were sent and none was applied for {options.StallSecondsMax} seconds");
        }

        await Task.Delay(Look, clock, cancellationToken);
        return true;
    }
}
