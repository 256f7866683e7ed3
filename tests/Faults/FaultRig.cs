using AccountTwins.LoadTest.Audit;
using AccountTwins.LoadTest.Crash.Telling;
using AccountTwins.LoadTest.Running;
using AccountTwins.LoadTest.Workload;

namespace AccountTwins.Tests.Faults;

/// <summary>A broker in a process of its own, a silo in another that may be stopped, killed and started again, traffic, and the auditor.</summary>
internal sealed class FaultRig : IAsyncDisposable
{
    /// <summary>Signals end here, long before any clock that a test machine shows.</summary>
    public static readonly DateTimeOffset End = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("accounttwins-faults-").FullName;
    private BrokerProcess _broker = null!;

    private FaultRig(TopicPlan topics) => Topics = topics;

    public TopicPlan Topics { get; }

    public string DataFolder => Path.Combine(_folder, "data");

    public string LogFile => Path.Combine(_folder, "silo.log");

    public TwinDatabase Database { get; private set; } = null!;

    public PacedProducer Producer { get; private set; } = null!;

    public Oracle Oracle { get; } = new();

    public SiloProcess Silo { get; private set; } = null!;

    private SiloKey Key { get; } = new();

    /// <summary>On SQLite, or on the server given.</summary>
    public static async Task<FaultRig> OpenAsync(TopicPlan topics, string? postgres = null)
    {
        var rig = new FaultRig(topics);
        rig.Database = postgres is null ? TwinDatabase.Sqlite(rig.DataFolder) : TwinDatabase.Postgres(postgres, rig.DataFolder);
        await rig.NewBrokerAsync();
        return rig;
    }

    /// <summary>A new broker without a message in it, as after its topics were made anew.</summary>
    public async Task NewBrokerAsync()
    {
        Producer?.Dispose();
        _broker?.Dispose();
        _broker = await BrokerProcess.StartAsync(Topics, _folder);
        Producer = new PacedProducer(_broker.BootstrapServers, Topics);
    }

    public async Task StartSiloAsync(params string[] further)
    {
        Silo = SiloProcess.Start(new SiloSetup
        {
            Folder = _folder,
            BootstrapServers = _broker.BootstrapServers,
            Topics = Topics,
            Database = Database,
            CheckpointEvery = TimeSpan.FromMilliseconds(300),
            Key = Key,
            Further = further,
        });
        await Silo.AnswersAsync("/health/ready", CancellationToken.None).WaitAsync(Limit);
    }

    public async Task StopSiloAsync()
    {
        await Silo.StopAsync(Limit);
        Silo.Dispose();
    }

    public static IEnumerable<Outgoing> Traffic(int seed, int signals, double hotShare = 0.2) =>
        new Traffic(new WorkloadOptions { Seed = seed, Signals = signals, Accounts = 100, HotShare = hotShare, End = End }).Read();

    /// <summary>Sends, and lets the oracle know.</summary>
    public async Task SendAsync(IEnumerable<Outgoing> messages)
    {
        foreach (var message in messages)
        {
            if (!Producer.HasRoom)
                await Waiting.UntilAsync(async () => Take(await Database.CommittedAsync(LogId)) && Producer.HasRoom, Limit, () => "room for more messages");
            Oracle.Note(message);
            Producer.Send(message);
        }

        await Producer.FlushAsync(CancellationToken.None);
    }

    /// <summary>Waits until all that was sent is committed.</summary>
    public Task CommittedAsync() => Waiting.UntilAsync(
        async () => await Database.CommittedAsync(LogId) is { } positions && Take(positions) && PacedProducer.Covers(positions, Producer.Ends),
        Limit,
        () => $"everything committed; the silo said: {LastLines()}");

    public Task<IReadOnlyDictionary<(string Topic, int Partition), long>?> PositionsAsync() => Database.CommittedAsync(LogId);

    /// <summary>Waits until the silo's metrics show something.</summary>
    public Task MetricsShowAsync(Func<string, bool> line) => Waiting.UntilAsync(
        async () =>
        {
            using var answer = await Silo.GetAsync("/metrics", CancellationToken.None);
            return (await answer.Content.ReadAsStringAsync()).Split('\n').Any(line);
        },
        Limit,
        () => $"the metric; the silo said: {LastLines()}");

    public Task LogShowsAsync(string text) => Waiting.UntilAsync(() => Task.FromResult(Log().Contains(text, StringComparison.Ordinal)), Limit, () => $"'{text}' in the log: {LastLines()}");

    public Task<AuditReport> AuditAsync(bool withOrder = false) => Auditor.AuditAsync(Oracle, Database, Producer.Malformed, _broker.BootstrapServers, withOrder);

    public Task<IReadOnlyList<FoundLetter>> DeadLettersAsync() => DeadLetterTopic.ReadAsync(_broker.BootstrapServers, TopicPlan.DeadLetters);

    public Task<IReadOnlyList<TopicMessage>> ToldAsync() => TopicContent.ReadAsync(_broker.BootstrapServers, TopicPlan.Changes);

    public ValueTask DisposeAsync()
    {
        Silo?.Dispose();
        Producer.Dispose();
        _broker.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static string LogId => "loadtest";

    private bool Take(IReadOnlyDictionary<(string Topic, int Partition), long>? positions)
    {
        if (positions is not null)
            Producer.Committed(positions);
        return true;
    }

    private string Log()
    {
        using var reader = new StreamReader(new FileStream(LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }

    private string LastLines() => string.Join('\n', Log().Split('\n').TakeLast(15));
}
