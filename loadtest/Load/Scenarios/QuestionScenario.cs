using AccountTwins.LoadTest.Load.Metrics;
using AccountTwins.LoadTest.Load.Questions;
using AccountTwins.LoadTest.Running;
using AccountTwins.LoadTest.Workload;

namespace AccountTwins.LoadTest.Load.Scenarios;

/// <summary>Context and verdict, in process and over HTTP: with nothing else to do, and while signals come in at half of what the silo takes when they are made and sent beside it.</summary>
internal static class QuestionScenario
{
    public const string Name = "questions";

    private const int Accounts = 10_000;
    private const int SignalsEach = 40;
    private const int Readers = 64;
    private const int Deciders = 512;
    private const int Connections = 32;

    /// <summary>More than can be sent: the silo, or the machine, is the limit.</summary>
    private const int Flood = 200_000;

    /// <summary>Come in before anything counts: what is compiled once is no cost of a signal.</summary>
    private const int WarmSignals = 40_000;

    /// <summary>More than the time between two checkpoints: their writing belongs to the limit.</summary>
    private static readonly TimeSpan Counted = IngestScenario.GroupedCheckpoint + TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(30);

    /// <summary>Calls a second of a grain that does nothing: so few that they cost nothing themselves.</summary>
    private const int EmptyPerSecond = 1_000;

    public static async Task RunAsync(LoadBench bench, CancellationToken cancellationToken)
    {
        await using var place = await bench.OpenAsync(IngestScenario.Partitions, IngestScenario.GroupedCheckpoint);
        await using var silo = await InnerSilo.StartAsync(place.Setup, app => BaselineRoutes.Map(app, place), cancellationToken);
        var accounts = bench.Scaled(Accounts);
        bench.Journal.Say($"{Name}: {accounts} twins");
        await StoredTwins.FillAsync(silo.TwinStore, accounts, SignalsEach, bench.End);
        using var http = await RawHttp.OpenAsync(silo.Port, await silo.CreateKeyAsync(Name, cancellationToken));
        await WideQueue.OpenAsync(silo, http, WideQueue.Most, cancellationToken);
        var asker = new Asker(silo, http, accounts);
        for (var number = 0; number < accounts; number++)
            await asker.ContextAsync(number);

        // First, too, because a tenant that never sent anything gets nothing allowed: its verdicts would be other ones than those of a tenant at work.
        var limit = await IngestLimitAsync(bench, place, silo, cancellationToken);
        bench.Journal.Add(Name, "signals a second at most, made and sent on the same machine", limit, "/s");

        bench.Journal.Say($"{Name}: answers that people look at");
        using (var reviewer = await RawHttp.OpenAsync(silo.Port, await silo.CreateKeyAsync("reviewer", cancellationToken)))
            await KnownScenarios.AcceptAsync(reviewer, asker.VerdictAsync, cancellationToken);

        var measure = QuestionMeasure.Of(bench, Name);
        await IdleAsync(bench.Journal, measure, asker);
        await WhileIngestingAsync(bench, place, silo, asker, (int)(limit / 2), cancellationToken);
        BaselineRoutes.Close();
    }

    private static async Task<double> IngestLimitAsync(LoadBench bench, Place place, InnerSilo silo, CancellationToken cancellationToken)
    {
        bench.Journal.Say($"{Name}: how many signals a second are the limit");
        double limit;
        using (await FeedProcess.StartAsync(place, bench.Scaled(Accounts), Flood, bench.Options.Seed + 2))
        {
            await UntilAppliedAsync(silo, bench.Scaled(WarmSignals), cancellationToken);
            var (before, began) = ((await silo.MetricsAsync(cancellationToken)).Applied, TimeProvider.System.GetTimestamp());
            await Task.Delay(bench.Scaled(Counted), cancellationToken);
            limit = ((await silo.MetricsAsync(cancellationToken)).Applied - before) / TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        }

        await UntilKeptUpAsync(silo, 0, cancellationToken);
        return limit;
    }

    /// <summary>Waits for so many signals more.</summary>
    private static async Task UntilAppliedAsync(InnerSilo silo, int more, CancellationToken cancellationToken)
    {
        var before = (await silo.MetricsAsync(cancellationToken)).Applied;
        await Waiting.UntilAsync(async () => (await silo.MetricsAsync(cancellationToken)).Applied >= before + more, Settled, () => "signals coming in", cancellationToken);
    }

    /// <summary>Waits until no more signals than so many are behind.</summary>
    private static Task UntilKeptUpAsync(InnerSilo silo, int behind, CancellationToken cancellationToken) => Waiting.UntilAsync(
        async () => (await silo.MetricsAsync(cancellationToken)).Sum(MetricsPage.Lag) <= behind, Settled, () => "signals kept up with", cancellationToken);

    private static async Task IdleAsync(Journal journal, QuestionMeasure measure, Asker asker)
    {
        await measure.RunAsync("context in process, idle", Readers, asker.ContextAsync);
        journal.Say($"{Name}: baselines over HTTP");
        // What is set beside each other is compiled alike: at first the compiler has a fifth of the processors.
        await ClosedLoop.RunAsync(Connections, 3 * measure.WarmUp, asker.ContextOverHttpAsync);
        var empty = await measure.SaturateAsync(Connections, asker.EmptyAsync);
        var length = await asker.ContextOverHttpAsync(0);
        var bytes = await measure.SaturateAsync(Connections, _ => asker.BytesAsync(length));
        var row = await measure.SaturateAsync(Connections, asker.RowAsync);
        var context = await measure.RunAsync("context over HTTP, idle", Connections, asker.ContextOverHttpAsync, new QuestionBars(Bar.AtMost(5)));
        journal.Add(Name, "baseline: an empty endpoint of the same host", empty, "/s");
        journal.Add(Name, $"baseline: an endpoint that checks the key and sends {length} bytes from memory", bytes, "/s");
        journal.Add(Name, "baseline: an endpoint that reads the row from the store", row, "/s");
        journal.Add(new ReportLine(Name, "context over HTTP, against it", context, "/s") { RatioBar = Bar.AtLeast(0.5) }.Against("of an empty endpoint", empty));
        journal.Add(new ReportLine(Name, "context over HTTP, against it", context, "/s").Against("of as many bytes from memory", bytes));
        journal.Add(new ReportLine(Name, "context over HTTP, against it", context, "/s").Against("of reading the row", row));
        // After the contexts over HTTP: what verdicts leave behind is collected for seconds, and a silo that is only read has none of it.
        await measure.RunAsync("verdict in process, idle", Deciders, asker.VerdictAsync);
        await measure.RunAsync("verdict over HTTP, idle", Connections, asker.VerdictOverHttpAsync);
        // The same answers by the client's way over grains, read as the client reads them.
        journal.Say($"{Name}: over the grain client");
        journal.Add(Name, $"context over the grain client, idle: {Connections} callers, each waiting", await measure.SaturateAsync(Connections, asker.ContextStraightAsync), "/s");
        journal.Add(Name, $"verdict over the grain client, idle: {Connections} callers, each waiting", await measure.SaturateAsync(Connections, asker.VerdictStraightAsync), "/s");
    }

    private static async Task WhileIngestingAsync(
        LoadBench bench, Place place, InnerSilo silo, Asker asker, int perSecond, CancellationToken cancellationToken)
    {
        var measure = QuestionMeasure.Of(bench, Name, () => UntilKeptUpAsync(silo, perSecond / 2, cancellationToken));
        using var feed = await FeedProcess.StartAsync(place, bench.Scaled(Accounts), perSecond, bench.Options.Seed + 1);
        await UntilAppliedAsync(silo, perSecond, cancellationToken);
        await using var sampler = new SiloSampler(() => silo.MetricsAsync(cancellationToken), Environment.ProcessId, bench.Journal, Name);
        var (before, began) = (await silo.MetricsAsync(cancellationToken), TimeProvider.System.GetTimestamp());
        // What the machine, the collector and the engine leave to anybody who asks: no answer comes sooner.
        var nothing = await OpenLoop.RunAsync(EmptyPerSecond, measure.Paced / 2, number => silo.Grains.GetGrain<IEmptyGrain>($"{number % EmptyPerSecond}").Touch());
        QuestionMeasure.Add(bench.Journal, Name, "baseline: a grain that does nothing, while ingesting", EmptyPerSecond, nothing, null);
        await measure.RunAsync("context in process, while ingesting", Readers, asker.ContextAsync, new QuestionBars(Bar.AtMost(1)));
        await measure.RunAsync("verdict in process, while ingesting", Deciders, asker.VerdictAsync, new QuestionBars(Bar.AtMost(10), Bar.AtLeast(10_000)));
        await measure.RunAsync("context over HTTP, while ingesting", Connections, asker.ContextOverHttpAsync, new QuestionBars(Bar.AtMost(5)));
        await measure.RunAsync("verdict over HTTP, while ingesting", Connections, asker.VerdictOverHttpAsync);
        feed.RequireAlive();
        bench.Journal.Add(Name, $"decisions in process, idle and while ingesting ({asker.Verdicts})", asker.Decided, "decisions");
        var came = (await silo.MetricsAsync(cancellationToken)).Applied - before.Applied;
        bench.Journal.Add(new ReportLine(Name, "signals that came in meanwhile", came / TimeProvider.System.GetElapsedTime(began).TotalSeconds, "/s").Against("of what was sent", perSecond));
    }
}
