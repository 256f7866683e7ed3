using System.Diagnostics;
using AccountTwins.LoadTest.Running;
using AccountTwins.Silo.Sweeping;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AccountTwins.LoadTest.Load.Scenarios;

/// <summary>Every stored twin is due at once: the worst that the sweeper can meet. Each is woken, advanced, and written where that changes it.</summary>
internal static class SweepScenario
{
    public const string Name = "sweep";

    private const int Twins = 20_000;
    private const int SignalsEach = 40;

    public static async Task RunAsync(LoadBench bench, CancellationToken cancellationToken)
    {
        var twins = bench.Twins(Twins);
        await using var place = await bench.OpenAsync(1, IngestScenario.GroupedCheckpoint);
        await using var silo = await InnerSilo.StartAsync(place.Setup, null, cancellationToken);
        bench.Journal.Say($"{Name}: {twins} due twins");
        await StoredTwins.FillAsync(silo.TwinStore, twins, SignalsEach, bench.End, bench.End.AddHours(-1));
        var sweeper = silo.Services.GetServices<IHostedService>().OfType<Sweeper>().Single();
        var rows = (await silo.MetricsAsync(cancellationToken)).RowsWritten;
        var began = Stopwatch.GetTimestamp();
        var round = await sweeper.RoundAsync(cancellationToken);
        var took = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var written = (await silo.MetricsAsync(cancellationToken)).RowsWritten - rows;
        if (round.Failed > 0 || !round.Complete || round.Advanced < twins)
            throw new InvalidOperationException($"The sweep of {twins} twins advanced {round.Advanced}, failed for {round.Failed}, complete: {round.Complete}.");
        bench.Journal.Add(Name, $"one pass over {twins:N0} twins that are all due and cold", took, "s");
        bench.Journal.Add(Name, "twins advanced", round.Advanced / took, "/s");
        bench.Journal.Add(new ReportLine(Name, "of them changed and written", written, "twins").Against("of all", twins));
    }
}
