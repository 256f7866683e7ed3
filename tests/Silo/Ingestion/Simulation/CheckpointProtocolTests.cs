namespace AccountTwins.Tests.Silo.Ingestion.Simulation;

/// <summary>The checkpoint protocol under thousands of seeded schedules, whole and with one check taken out.</summary>
public sealed class CheckpointProtocolTests(Xunit.Abstractions.ITestOutputHelper output)
{
    private const int SchedulesBroken = 150;

    [Theory]
    [InlineData(SimulatedTrouble.None, 1_600)]
    [InlineData(SimulatedTrouble.Outages, 500)]
    [InlineData(SimulatedTrouble.Restore, 500)]
    [InlineData(SimulatedTrouble.RefusedRow, 300)]
    [InlineData(SimulatedTrouble.LittleRoom, 500)]
    public void Nothing_is_lost_or_doubled_in_any_schedule(SimulatedTrouble trouble, int schedules)
    {
        for (var seed = 1; seed <= schedules; seed++)
        {
            var faults = RunAlone(seed, trouble, ProtocolBreak.None);
            Assert.True(faults.Count == 0, $"Seed {seed}: {string.Join(" ", faults)}");
        }
    }

    [Theory]
    [InlineData(ProtocolBreak.NoRevisionCheck)]
    [InlineData(ProtocolBreak.NoCapture)]
    [InlineData(ProtocolBreak.NoMark)]
    [InlineData(ProtocolBreak.NoEpoch)]
    [InlineData(ProtocolBreak.NoSkip)]
    [InlineData(ProtocolBreak.NoBehind)]
    [InlineData(ProtocolBreak.NoDurableAnswer)]
    [InlineData(ProtocolBreak.NoRecheck, SimulatedTrouble.Restore)]
    public void Without_one_of_its_checks_signals_are_lost_or_doubled(ProtocolBreak breaks, SimulatedTrouble trouble = SimulatedTrouble.None)
    {
        var seed = Enumerable.Range(1, SchedulesBroken).FirstOrDefault(seed => RunAlone(seed, trouble, breaks).Count > 0);
        output.WriteLine($"{breaks}: schedule {seed} is the first that went wrong.");
        Assert.True(seed > 0, $"{SchedulesBroken} schedules saw nothing wrong with {breaks}.");
    }

    /// <summary>Without the runner's synchronisation context, so that continuations stay on the simulated actors.</summary>
    private static IReadOnlyList<string> RunAlone(int seed, SimulatedTrouble trouble, ProtocolBreak breaks)
    {
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return new SimulatedRun(seed, trouble, breaks).Run();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }
}
