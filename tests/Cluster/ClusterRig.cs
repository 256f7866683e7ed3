using AccountTwins.LoadTest.Audit;
using AccountTwins.LoadTest.Running;
using AccountTwins.LoadTest.Workload;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Cluster;

/// <summary>Silos in processes of their own over one PostgreSQL schema and one broker, seeded traffic for them, and its oracle.</summary>
internal sealed class ClusterRig : IAsyncDisposable
{
    public static readonly TimeSpan StartWithin = TimeSpan.FromMinutes(2);

    private const string LogId = "cluster";

    private readonly PostgresSchema _schema;
    private readonly BrokerProcess _broker;
    private readonly TwinDatabase _database;
    private readonly PacedProducer _producer;
    private readonly Oracle _oracle = new();
    private readonly IEnumerator<Outgoing> _traffic;

    private ClusterRig(DirectoryInfo folder, PostgresSchema schema, BrokerProcess broker, TopicPlan topics)
    {
        (Folder, _schema, _broker) = (folder, schema, broker);
        _database = TwinDatabase.Postgres(schema.ConnectionString, folder.FullName);
        _producer = new PacedProducer(broker.BootstrapServers, topics);
        _traffic = new Traffic(Workload).Read().GetEnumerator();
        // A short session: who is killed leaves the consumer group soon.
        string[] settings =
        [
            "--kafka", broker.BootstrapServers, $"--Kafka:LogId={LogId}", "--Kafka:Consumer:session.timeout.ms=6000", "--Kafka:Consumer:heartbeat.interval.ms=1000",
            "--Ingestion:CheckpointEvery=00:00:01", .. topics.AsSettings(), .. _database.Settings,
        ];
        Partitions = topics.Names.Count * topics.Partitions;
        First = new ClusterSilo("first", folder.FullName, settings);
        Second = new ClusterSilo("second", folder.FullName, settings);
        Third = new ClusterSilo("third", folder.FullName, settings);
    }

    public static WorkloadOptions Workload { get; } = new() { Seed = 5, Signals = 30_000, Accounts = 400, End = TimeProvider.System.GetUtcNow().UtcDateTime.Date };

    public DirectoryInfo Folder { get; }

    public ClusterSilo First { get; }

    public ClusterSilo Second { get; }

    public ClusterSilo Third { get; }

    /// <summary>Of all topics together.</summary>
    public int Partitions { get; }

    public IEnumerable<string> Accounts => _oracle.Twins().Select(twin => twin.Key.Account);

    public static async Task<ClusterRig> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("accounttwins-cluster-");
        var topics = TopicPlan.ByFamily(2);
        var schema = await PostgresSchema.CreateAsync(PostgresEnvironment.ConnectionString!);
        return new ClusterRig(folder, schema, await BrokerProcess.StartAsync(topics, folder.FullName), topics);
    }

    /// <summary>Starts a silo and waits until it is ready to be asked.</summary>
    public static async Task StartAsync(ClusterSilo silo)
    {
        silo.Start();
        await Until.TrueAsync(async () => silo.HasExited || await silo.IsReadyAsync(), StartWithin, "the silo is ready");
        Assert.False(silo.HasExited, silo.Log);
    }

    /// <summary>Gives all silos the key that the first start of the store made.</summary>
    public async Task UseKeyAsync()
    {
        string? key = null;
        await Until.TrueAsync(() => Task.FromResult((key = First.FirstKey) is not null), StartWithin, "the first key is there");
        foreach (var silo in new[] { First, Second, Third })
            silo.UseKey(key!);
    }

    /// <summary>Waits until each of these silos reads some partitions, and together they read each once.</summary>
    public Task SharedByAsync(params ClusterSilo[] silos) => Until.TrueAsync(
        async () =>
        {
            var read = await Task.WhenAll(silos.Select(silo => silo.PartitionsAsync()));
            return read.All(count => count > 0) && read.Sum() == Partitions;
        },
        StartWithin,
        $"{silos.Length} silos share the partitions");

    /// <summary>Sends so many messages more; less where the traffic ends.</summary>
    public async Task SendAsync(int count)
    {
        for (; count > 0 && _traffic.MoveNext(); count--)
        {
            if (!_producer.HasRoom)
                await Until.TrueAsync(async () => await CommittedAsync() && _producer.HasRoom, TimeSpan.FromMinutes(2), "the silos make room");
            _oracle.Note(_traffic.Current);
            _producer.Send(_traffic.Current);
        }

        await _producer.FlushAsync(CancellationToken.None);
    }

    /// <summary>Waits until everything sent is committed, and so durable.</summary>
    public Task AllCommittedAsync() => Until.TrueAsync(
        async () => await _database.CommittedAsync(LogId) is { } committed && PacedProducer.Covers(committed, _producer.Ends), TimeSpan.FromMinutes(3), "everything sent is committed");

    /// <summary>Sum of the committed offsets: it grows while silos make progress.</summary>
    public async Task<long> ProgressAsync() => (await _database.CommittedAsync(LogId))?.Values.Sum() ?? 0;

    public Task<AuditReport> AuditAsync() => Auditor.AuditAsync(_oracle, _database, _producer.Malformed, _broker.BootstrapServers, withOrder: false);

    public async ValueTask DisposeAsync()
    {
        First.Dispose();
        Second.Dispose();
        Third.Dispose();
        _traffic.Dispose();
        _producer.Dispose();
        _broker.Dispose();
        await _schema.DisposeAsync();
    }

    private async Task<bool> CommittedAsync()
    {
        if (await _database.CommittedAsync(LogId) is not { } committed)
            return false;
        _producer.Committed(committed);
        return true;
    }
}
