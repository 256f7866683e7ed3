namespace AccountTwins.LoadTest.Running;

/// <summary>Where a scenario runs: an embedded Kafka endpoint and a database of its own. All of it is gone when disposed.</summary>
internal sealed class Place : IAsyncDisposable
{
    private readonly string _folder;
    private readonly PostgresSchema? _schema;

    private Place(string folder, PostgresSchema? schema, BrokerProcess broker, SiloSetup setup) =>
        (_folder, _schema, Broker, Setup) = (folder, schema, broker, setup);

    public BrokerProcess Broker { get; }

    public SiloSetup Setup { get; }

    public TopicPlan Topics => Setup.Topics;

    public TwinDatabase Database => Setup.Database;

    /// <summary>The folder of the SQLite files.</summary>
    public string DataFolder => DataFolderOf(_folder);

    /// <summary>With the schema as search path; null on SQLite.</summary>
    public string? Postgres => _schema?.ConnectionString;

    public static async Task<Place> OpenAsync(string? postgres, string parent, int partitions, TimeSpan checkpointEvery)
    {
        var folder = Directory.CreateDirectory(Path.Combine(parent, Guid.NewGuid().ToString("N"))).FullName;
        var topics = TopicPlan.Single(partitions);
        var broker = await BrokerProcess.StartAsync(topics, folder);
        var schema = postgres is null ? null : await PostgresSchema.CreateAsync(postgres);
        return new Place(folder, schema, broker, new SiloSetup
        {
            Folder = folder,
            BootstrapServers = broker.BootstrapServers,
            Topics = topics,
            Database = schema is null ? TwinDatabase.Sqlite(DataFolderOf(folder)) : TwinDatabase.Postgres(schema.ConnectionString, DataFolderOf(folder)),
            CheckpointEvery = checkpointEvery,
            // Time alone must change no twin while it is measured or audited.
            Further = ["--Sweeping:Every=01:00:00", "--Sweeping:RoundTime=01:00:00"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        Broker.Dispose();
        if (_schema is not null)
            await _schema.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static string DataFolderOf(string folder) => Path.Combine(folder, "data");
}
