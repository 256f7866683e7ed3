namespace AccountTwins.LoadTest.Chaos.Faults;

/// <summary>
/// The silo's wall clock jumps by an hour or days, forwards or backwards, and later back. It is the clock of all code of ours; that of
/// the Kafka client stays as it is: libfaketime shifts only one of the two that librdkafka compares, which no real clock does.
/// </summary>
internal sealed class ClockJump : IFault
{
    private static readonly TimeSpan[] Jumps = [TimeSpan.FromDays(30), TimeSpan.FromDays(2), TimeSpan.FromHours(1), TimeSpan.FromHours(-1), TimeSpan.FromHours(-20)];

    public string Kind => "clock-jump";

    public int Weight => 5;

    public async Task InjectAsync(ChaosRig rig, Random random, CancellationToken cancellationToken)
    {
        await rig.Silo.TellAsync(ChaosSiloCommand.ClockCommand(Jumps[random.Next(Jumps.Length)]));
        await Task.Delay(rig.Length(random), cancellationToken);
        await rig.Silo.TellAsync(ChaosSiloCommand.ClockCommand(TimeSpan.Zero));
    }
}
