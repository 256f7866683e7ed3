using AccountTwins.LoadTest.Running;
using Npgsql;

namespace AccountTwins.LoadTest.Chaos;

/// <summary>What faults act on: a broker and a silo in processes of their own, the database and the way to it, and its disk.</summary>
internal sealed class ChaosRig : IAsyncDisposable
{
    private readonly ChaosOptions _options;
    private readonly PostgresSchema? _schema;
    private readonly SiloKey _key = new();
    private SiloProcess? _silo;

    private ChaosRig(ChaosOptions options, BrokerProcess broker, PostgresSchema? schema)
    {
        (_options, Broker, _schema) = (options, broker, schema);
        Producer = new PacedProducer(broker.BootstrapServers, options.Topics, requestsMax: 1);
        var data = Path.Combine(options.Folder, "data");
        if (schema is null)
        {
            Disk = SmallDisk.TryMount(data, out var reason);
            WhyNoDisk = reason;
            Database = ByWayOf = TwinDatabase.Sqlite(data);
        }
        else
        {
            WhyNoDisk = "only an embedded database's disk is ours to fill";
            var server = new NpgsqlConnectionStringBuilder(schema.ConnectionString);
            Proxy = new LossyProxy(server.Port);
            Database = TwinDatabase.Postgres(schema.ConnectionString, data);
            (server.Host, server.Port) = ("127.0.0.1", Proxy.Port);
            ByWayOf = TwinDatabase.Postgres(server.ConnectionString, data);
        }

        Control = schema is not null && options.PostgresControl is { } script ? new PostgresControl(script) : null;
    }

    public BrokerProcess Broker { get; }

    public PacedProducer Producer { get; }

    /// <summary>As the auditor sees it: not through the proxy.</summary>
    public TwinDatabase Database { get; }

    /// <summary>Between silo and PostgreSQL; null on SQLite.</summary>
    public LossyProxy? Proxy { get; }

    /// <summary>Null where the server is not ours to stop.</summary>
    public PostgresControl? Control { get; }

    /// <summary>Under SQLite's files, where one can be mounted.</summary>
    public SmallDisk? Disk { get; }

    public string WhyNoDisk { get; }

    public TimeSpan LengthMax => _options.LengthMax;

    public TopicPlan Topics => _options.Topics;

    public bool IsInGroup { get; set; }

    public SiloProcess Silo => _silo ?? throw new InvalidOperationException("No silo was started.");

    public SiloSetup Setup => new()
    {
        Folder = _options.Folder,
        BootstrapServers = Broker.BootstrapServers,
        Topics = _options.Topics,
        Database = ByWayOf,
        CheckpointEvery = _options.CheckpointEvery,
        Key = _key,
        Command = IsInGroup ? [ChaosSiloCommand.Name, ChaosSiloCommand.InGroup] : [ChaosSiloCommand.Name],
        // With several requests under way a client takes one that failed for stored once a later one is: a real broker would refuse the gap.
        // And short group times, so that a member that stands still is soon taken for dead.
        Further = ["--Kafka:Producer:max.in.flight=1", .. IsInGroup ? GroupTimes.AsSettings() : []],
    };

    private TwinDatabase ByWayOf { get; }

    public static async Task<ChaosRig> OpenAsync(ChaosOptions options)
    {
        var broker = await BrokerProcess.StartAsync(options.Topics, options.Folder);
        try
        {
            return new ChaosRig(options, broker, options.Postgres is { } server ? await PostgresSchema.CreateAsync(server) : null);
        }
        catch
        {
            broker.Dispose();
            throw;
        }
    }

    /// <summary>Starts a silo in the place of the one before, which ends at once where it still runs.</summary>
    public void StartSilo()
    {
        _silo?.Dispose();
        _silo = SiloProcess.Start(Setup);
    }

    /// <summary>Starts a silo beside the one before, which is the caller's from now on.</summary>
    public SiloProcess ReplaceSilo()
    {
        var before = Silo;
        _silo = SiloProcess.Start(Setup);
        return before;
    }

    /// <summary>How long a fault lasts: from a tenth of the most to the most.</summary>
    public TimeSpan Length(Random random) => LengthMax * (0.1 + 0.9 * random.NextDouble());

    public async ValueTask DisposeAsync()
    {
        _silo?.Dispose();
        Producer.Dispose();
        Broker.Dispose();
        if (Proxy is not null)
            await Proxy.DisposeAsync();
        if (_schema is not null)
            await _schema.DisposeAsync();
        Disk?.Dispose();
    }
}
