using AccountTwins.Grains.State;
using AccountTwins.LoadTest.Load.Questions;
using AccountTwins.LoadTest.Running;
using Microsoft.Extensions.DependencyInjection;

namespace AccountTwins.LoadTest.Load.Scenarios;

/// <summary>A review queue that nobody has worked on for weeks: what listing a page and taking an item cost then.</summary>
internal static class ReviewScenario
{
    public const string Name = "reviews";

    private const int Items = 100_000;
    private const int Accounts = 10_000;
    private const int SignalsEach = 10;
    private const int DecidersAtOnce = 256;
    private const int People = 8;

    /// <summary>Promises a date: hardly any account lets an agent do that alone.</summary>
    private const string Action = "commit_date";

    public static async Task RunAsync(LoadBench bench, CancellationToken cancellationToken)
    {
        await using var place = await bench.OpenAsync(1, IngestScenario.GroupedCheckpoint);
        await using var silo = await InnerSilo.StartAsync(place.Setup, null, cancellationToken);
        using var http = await RawHttp.OpenAsync(silo.Port, await silo.CreateKeyAsync("reviewer", cancellationToken));
        var items = bench.Scaled(Items);
        bench.Journal.Say($"{Name}: {items} items");
        await StoredTwins.FillAsync(silo.TwinStore, Accounts, SignalsEach, bench.End);
        await WideQueue.OpenAsync(silo, http, items, cancellationToken);
        var asker = new Asker(silo, http, Accounts);
        await Parallel.ForEachAsync(Enumerable.Range(0, items), new ParallelOptions { MaxDegreeOfParallelism = DecidersAtOnce }, async (number, _) => await asker.DecideAsync(number, Action));
        var waiting = (await silo.Services.GetRequiredService<IReviewStore>().CountOpenAsync(cancellationToken)).Sum(count => count.Approvals + count.Audits);
        bench.Journal.Add(Name, $"items that wait for people ({asker.Verdicts})", waiting, "items", Bar.AtLeast(items * 0.9));

        var measure = QuestionMeasure.Of(bench, Name);
        await measure.RunAsync("list the first page", People, _ => http.GetAsync("/v1/reviews"));
        var ids = await ReviewIds.AllAsync(http);
        await measure.RunAsync("list a page of one account", People, _ => http.GetAsync($"/v1/reviews?account={Workload.BurstTraffic.AccountOf(7).Account}"));
        await measure.RunAsync("claim an item", People, async _ =>
        {
            if (!ids.TryDequeue(out var id))
                throw new InvalidOperationException("More items were claimed than listed.");
            await http.PostAsync($"/v1/reviews/{Uri.EscapeDataString(id)}/claim", "{}");
        });
    }
}
