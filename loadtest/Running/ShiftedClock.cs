namespace AccountTwins.LoadTest.Running;

/// <summary>The system's clock, whose wall time can be made to jump, as when an operator or NTP sets it. Timers and timestamps go on undisturbed.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    private long _ticks;

    public TimeSpan Shift
    {
        get => new(Interlocked.Read(ref _ticks));
        set => Interlocked.Exchange(ref _ticks, value.Ticks);
    }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;
}
