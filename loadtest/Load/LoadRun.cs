using AccountTwins.LoadTest.Running;

namespace AccountTwins.LoadTest.Load;

/// <summary>One load run: rates, latencies and bytes on the embedded endpoint and SQLite. Each part has a broker and a database of its own.</summary>
internal static class LoadRun
{
    private const int GroupedAccounts = 10_000;
    private const int GroupedSignals = 300_000;
    private const int ScatteredAccounts = 100_000;
    private const int ScatteredSignals = 200_000;
    private const int WeighedTwins = 10_000;
    private const int WeighedSignals = 80;

    private static readonly TopicPlan Topics = TopicPlan.Single(16);

    public static async Task<LoadReport> RunAsync(string folder, Action<string> says, CancellationToken cancellationToken)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        says("ingest, every signal another account");
        IngestRate scattered;
        using (var broker = await BrokerProcess.StartAsync(Topics, folder))
        {
            var measure = new IngestMeasure(broker, Topics, SetupOf(broker, Path.Combine(folder, "scattered"), TimeSpan.FromSeconds(20)));
            scattered = await measure.RunAsync(new BurstTraffic(ScatteredAccounts, 1, now), ScatteredSignals, cancellationToken);
        }

        says("ingest, ten signals per account");
        using var grouped = await BrokerProcess.StartAsync(Topics, folder);
        var setup = SetupOf(grouped, Path.Combine(folder, "grouped"), TimeSpan.FromSeconds(5));
        var traffic = new BurstTraffic(GroupedAccounts, 10, now);
        var ingest = new IngestMeasure(grouped, Topics, setup);
        var rate = await ingest.RunAsync(traffic, GroupedSignals, cancellationToken);
        says("bare loop");
        var bare = ingest.BareLoop();

        says("questions while signals come in");
        var perSecond = (int)(Math.Min(rate.Applied, 40_000) / 2);
        await using var query = new QueryMeasure(grouped, Topics, setup);
        await query.StartAsync(cancellationToken);
        var answers = await query.RunAsync(traffic, perSecond, cancellationToken);
        says("weight of a twin");
        var (resident, values) = await query.WeighAsync(WeighedTwins, WeighedSignals, now);
        var packed = (await setup.Database.TwinsAsync()).Where(twin => twin.Key.Account.StartsWith("heavy-", StringComparison.Ordinal)).Average(twin => twin.Value.Bytes);
        return new LoadReport
        {
            At = now,
            Engine = Machine.Engine,
            Processor = Machine.Processor,
            Cores = Environment.ProcessorCount,
            Store = setup.Database.Name,
            Commit = Machine.Commit,
            BareLoop = bare,
            Grouped = rate,
            Scattered = scattered,
            ScatteredAccounts = ScatteredAccounts,
            SignalsPerSecondWhileAsking = perSecond,
            ReadInProcess = answers.InProcess,
            ContextOverHttp = answers.Http,
            Verdicts = answers.Verdicts,
            VerdictsPerSecond = answers.VerdictsPerSecond,
            BytesPerResidentTwin = resident,
            BytesOfItsValues = values,
            BytesPacked = packed,
        };
    }

    private static SiloSetup SetupOf(BrokerProcess broker, string data, TimeSpan checkpointEvery) => new()
    {
        Folder = Path.GetDirectoryName(data)!,
        BootstrapServers = broker.BootstrapServers,
        Topics = Topics,
        Database = TwinDatabase.Sqlite(data),
        CheckpointEvery = checkpointEvery,
    };
}
