namespace AccountTwins.Tests.Support;

/// <summary>
/// Shows a fake clock's time to grains and leaves timers and the monotonic clock to the machine: an engine that takes its clock from the
/// services would stand still, or spin, on one that does not move by itself.
/// </summary>
internal sealed class ShownTime(FakeClock clock) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();
}
