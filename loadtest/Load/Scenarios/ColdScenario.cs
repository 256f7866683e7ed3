using System.Diagnostics;
using AccountTwins.Grains;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.LoadTest.Load.Questions;
using AccountTwins.LoadTest.Running;
using AccountTwins.LoadTest.Workload;

namespace AccountTwins.LoadTest.Load.Scenarios;

/// <summary>Every twin is stored and none in memory: each question meets another account, reads its row, wakes its twin and answers.</summary>
internal static class ColdScenario
{
    public const string Name = "cold-start";

    private const int Twins = 20_000;
    private const int SignalsEach = 40;
    private const int AtOnce = 64;

    /// <summary>Of all twins, to find out how many can be woken a second.</summary>
    private const double TrialShare = 0.25;

    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PacedMax = TimeSpan.FromSeconds(10);

    public static async Task RunAsync(LoadBench bench, CancellationToken cancellationToken)
    {
        var twins = bench.Twins(Twins);
        await using var place = await bench.OpenAsync(1, IngestScenario.GroupedCheckpoint);
        bench.Journal.Say($"{Name}: {twins} stored twins");
        await using (var filler = await InnerSilo.StartAsync(place.Setup, null, cancellationToken))
        {
            await StoredTwins.FillAsync(filler.TwinStore, twins, SignalsEach, bench.End);
            place.Setup.Key.Value = await filler.CreateKeyAsync(Name, cancellationToken);
        }

        using (var process = SiloProcess.Start(place.Setup))
        {
            var first = await process.AnswersAsync($"/v1/accounts/{BurstTraffic.AccountOf(0).Account}/context", cancellationToken);
            bench.Journal.Add(Name, $"from the start of the process to the first answer, {twins:N0} twins stored", first.TotalSeconds, "s", Bar.AtMost(5));
            await process.StopAsync(StopWithin);
        }

        await using var silo = await InnerSilo.StartAsync(place.Setup, null, cancellationToken);
        var accounts = new AccountGrains<IAccountGrain>(silo.Grains);
        var order = Enumerable.Range(0, twins).ToArray();
        new Random(bench.Options.Seed).Shuffle(order);
        await AskAsync(0);
        var trial = (int)(twins * TrialShare);
        var began = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(Enumerable.Range(1, trial - 1), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, _) => await AskAsync(number));
        var perSecond = (trial - 1) / Stopwatch.GetElapsedTime(began).TotalSeconds;
        bench.Journal.Add(Name, $"twins woken and asked, {AtOnce} at once", perSecond, "/s");

        var rate = Math.Max(1, (int)(perSecond / 2));
        var duration = TimeSpan.FromSeconds(Math.Min(PacedMax.TotalSeconds, (twins - trial) / (double)rate));
        var result = await OpenLoop.RunAsync(rate, duration, number => AskAsync(trial + Math.Min(number, twins - trial - 1)));
        QuestionMeasure.Add(bench.Journal, Name, "context of a cold twin", rate, result, Bar.AtMost(10));

        async Task AskAsync(int number)
        {
            var reading = await accounts.Of(BurstTraffic.AccountOf(order[number])).Read();
            if (reading.Standing != TwinStanding.Ready)
                throw new InvalidOperationException($"A twin answered {reading.Standing}.");
        }
    }
}
