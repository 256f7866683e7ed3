using System.Text;
using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Tests.Support;
using Confluent.Kafka;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Endpoint = AccountTwins.Silo.Hosting.EmbeddedKafka;

namespace AccountTwins.Tests.Silo.Ingestion.Kafka;

/// <summary>
/// One partition of usage signals in an endpoint that outlives the silo reading it. Every signal counts one, so that a twin's sum tells
/// how many of them it took, and how often.
/// </summary>
internal sealed class UsageLog : IDisposable
{
    public const string Topic = "signals.usage";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly string[] Others = ["support", "billing", "sentiment", "crm", "contract", "outcome"];

    private readonly Endpoint _kafka = Endpoint.Start(new Dictionary<string, int> { [Topic] = 1, ["signals.dead-letters"] = 1 });
    private readonly IProducer<string, byte[]> _producer;
    private readonly TemporaryFolder _folder = new();
    private int _sent;

    public UsageLog() => _producer = new ProducerBuilder<string, byte[]>(new ProducerConfig { BootstrapServers = _kafka.BootstrapServers, LingerMs = 0, BatchNumMessages = 1 }).Build();

    public string BootstrapServers => _kafka.BootstrapServers;

    public static TopicPartition Partition => new(Topic, 0);

    /// <summary>The offsets that the endpoint still holds: from low to below high.</summary>
    public (long Low, long High) Bounds
    {
        get
        {
            using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig { BootstrapServers = _kafka.BootstrapServers, GroupId = "tests" }).Build();
            var bounds = consumer.QueryWatermarkOffsets(Partition, Patience);
            return (bounds.Low.Value, bounds.High.Value);
        }
    }

    /// <summary>A silo over this log that makes a checkpoint every 100 ms; its folder stays from one to the next.</summary>
    public Task<RunningSilo> StartAsync() => RunningSilo.StartAsync(
        _folder.Path,
        [
            ("Sample:Enabled", "false"), ("Kafka:BootstrapServers", BootstrapServers), ("Kafka:LogId", "usage-log"), ("Ingestion:CheckpointEvery", "00:00:00.100"),
            ("Kafka:ObserveEvery", "00:00:00.100"), .. Others.Select(family => ($"Kafka:Topics:{family}", "")),
        ]);

    /// <summary>Sends signals of accounts in turn, each padded to about so many bytes.</summary>
    public void Send(int count, int accounts = 1, int padding = 0)
    {
        var now = DateTimeOffset.UtcNow;
        for (var number = 0; number < count; number++)
        {
            var account = $"a{number % accounts}";
            var json = $$"""{"specversion":"1.0","id":"{{_sent++}}","source":"/product","type":"usage.activity.v1","subject":"{{account}}","time":"{{now:O}}","padding":"{{new string('x', padding)}}","data":{"count":1} }""";
            _producer.Produce(Topic, new Message<string, byte[]> { Key = $"default/{account}", Value = Encoding.UTF8.GetBytes(json) });
        }

        Assert.Equal(0, _producer.Flush(Patience));
    }

    /// <summary>Until the position of this log's partition is the offset given.</summary>
    public Task CommittedAsync(long offset) => Until.TrueAsync(
        async () => await ScalarAsync("SELECT max(committed_offset) FROM stream WHERE log_id = 'usage-log'") is long committed && committed == offset);

    /// <summary>The sum of an account's signals, as its twin has it.</summary>
    public static async Task<decimal> SumAsync(RunningSilo silo, string account = "a0")
    {
        var reading = await silo.Services.GetRequiredService<IGrainFactory>().GetGrain<IAccountGrain>(new AccountKey("default", account).ToString()).Read();
        return reading.View?.Measures.FirstOrDefault(measure => measure.Measure == "usage_events")?.Last28Days ?? 0;
    }

    public async Task<object?> ScalarAsync(string sql)
    {
        await using var database = new SqliteConnection($"Data Source={Path.Combine(_folder.Path, "accounts.db")};Pooling=false");
        await database.OpenAsync();
        await using var command = database.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }

    public void Dispose()
    {
        _producer.Dispose();
        _kafka.Dispose();
        _folder.Dispose();
    }
}
