namespace AccountTwins.Tests.Grains.Decisions.Simulation;

/// <summary>Deciding, reviewing, using and accounting under seeded schedules, whole and with one check taken out.</summary>
public sealed class LedgerProtocolTests(Xunit.Abstractions.ITestOutputHelper output)
{
    private const int Schedules = 600;
    private const int SchedulesBroken = 100;

    [Fact]
    public void No_schedule_overspends_or_forgets_an_answer()
    {
        var (entries, lost, doubled) = (0, 0, 0);
        for (var seed = 1; seed <= Schedules; seed++)
        {
            var (run, faults) = RunAlone(seed, LedgerBreak.None);
            Assert.True(faults.Count == 0, $"Seed {seed}: {string.Join(" ", faults)}");
            (entries, lost, doubled) = (entries + run.Chain.Count, lost + run.Lost, doubled + run.Doubled);
        }

        output.WriteLine($"{Schedules} schedules: {entries} entries, {lost} losses of memory, {doubled} second activations.");
        Assert.True(lost > Schedules / 2 && doubled > Schedules / 2, "The schedules met too little trouble.");
    }

    [Theory]
    [InlineData(LedgerBreak.NoTwinCondition)]
    [InlineData(LedgerBreak.NoNumberCheck)]
    [InlineData(LedgerBreak.AnswerBeforeDurable)]
    public void Without_one_of_its_checks_something_goes_wrong(LedgerBreak breaks)
    {
        var wrong = Enumerable.Range(1, SchedulesBroken).Select(seed => (Seed: seed, RunAlone(seed, breaks).Faults)).FirstOrDefault(run => run.Faults.Count > 0);
        output.WriteLine($"{breaks}: schedule {wrong.Seed} is the first that went wrong: {wrong.Faults?[0]}");
        Assert.True(wrong.Seed > 0, $"{SchedulesBroken} schedules saw nothing wrong with {breaks}.");
    }

    /// <summary>Without the runner's synchronisation context, so that continuations stay on the simulated actors.</summary>
    private static (DecisionRun Run, IReadOnlyList<string> Faults) RunAlone(int seed, LedgerBreak breaks)
    {
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            var run = new DecisionRun(seed, breaks);
            return (run, run.Run());
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }
}
