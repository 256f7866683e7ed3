using AccountTwins.Domain.Changes;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Changes;
using AccountTwins.Silo.Changes.Topic;
using AccountTwins.Silo.Hosting;
using AccountTwins.Silo.Ingestion.Kafka;
using AccountTwins.Silo.Storage.Changes;
using AccountTwins.Tests.Silo.Storage;
using AccountTwins.Tests.Support;
using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using System.Text.Json;

namespace AccountTwins.Tests.Silo.Changes;

/// <summary>The topic over a real Kafka protocol: publishers come and go, and the topic holds every change, each account's in order.</summary>
public sealed class TopicPublisherTests : IDisposable
{
    private const string Topic = "account-changes";
    private const int Partitions = 4;

    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    private readonly EmbeddedKafka _kafka = EmbeddedKafka.Start(new Dictionary<string, int> { [Topic] = Partitions });
    private readonly ChangeTip _tip = new();

    [Fact]
    public async Task A_publisher_that_dies_before_it_notes_its_position_is_repeated_by_the_next_under_the_same_ids()
    {
        await using var host = await StoreHost.OpenAsync(StoreKind.Sqlite);
        var log = host.Services.GetRequiredService<IChangeLog>();
        await AnnounceAsync(host, accounts: 6, each: 10);
        var dying = new DyingLog(log);
        using (var first = Publisher(dying, "one", TimeProvider.System))
        {
            await first.StartAsync(default);
            await dying.Died.WaitAsync(TimeSpan.FromSeconds(30));
            await first.StopAsync(default);
        }

        Assert.Equal(0, (await log.StateAsync($"topic:{Topic}", default)).Passed);
        var later = new FakeClock();
        later.Advance(TimeProvider.System.GetUtcNow() + TimeSpan.FromHours(1) - later.GetUtcNow());
        using var second = Publisher(log, "two", later);
        await second.StartAsync(default);
        await Until.TrueAsync(async () => (await log.StateAsync($"topic:{Topic}", default)).Passed == 60);
        await second.StopAsync(default);

        var read = Read(120);
        Assert.Equal(60, read.Select(message => message.Id).Distinct().Count());
        foreach (var account in read.DistinctBy(message => message.Id).GroupBy(message => message.Key))
        {
            Assert.Equal(Enumerable.Range(0, 10).Select(step => $"{account.Key.Split('/')[1]}-{step}"), account.Select(message => message.Id));
            Assert.Equal(Partition(account.Key), Assert.Single(account.Select(message => message.Partition).Distinct()));
        }
    }

    [Fact]
    public async Task Only_the_holder_of_the_lease_publishes_and_the_next_goes_on_behind_it()
    {
        await using var host = await StoreHost.OpenAsync(StoreKind.Sqlite);
        var log = host.Services.GetRequiredService<IChangeLog>();
        using var first = Publisher(log, "one", TimeProvider.System);
        await first.StartAsync(default);
        await AnnounceAsync(host, accounts: 2, each: 3);
        await Until.TrueAsync(async () => (await log.StateAsync($"topic:{Topic}", default)).Passed == 6);
        var now = TimeProvider.System.GetUtcNow();
        Assert.Null(await log.HoldAsync($"topic:{Topic}", "two", now, now.AddMinutes(1), default));
        await first.StopAsync(default);

        using var second = Publisher(log, "two", TimeProvider.System);
        await second.StartAsync(default);
        await AnnounceAsync(host, accounts: 1, each: 2, prefix: "late");
        await Until.TrueAsync(async () => (await log.StateAsync($"topic:{Topic}", default)).Passed == 8);
        await second.StopAsync(default);

        Assert.Equal(8, Read(8).Select(message => message.Id).Distinct().Count());
    }

    [Fact]
    public async Task What_was_removed_while_the_topic_was_turned_off_is_waited_for_by_nobody()
    {
        await using var host = await StoreHost.OpenAsync(StoreKind.Sqlite);
        var log = host.Services.GetRequiredService<IChangeLog>();
        await log.HoldAsync($"topic:{Topic}", "before", Noon, Noon, default);
        await AnnounceAsync(host, accounts: 2, each: 3);
        await log.RemoveAsync(Noon.AddDays(1), new ChangeBounds(1_000, 1_000), null, default);
        Assert.Equal(6, (await log.StateAsync($"topic:{Topic}", default)).Depth);

        using var publisher = Publisher(log, "one", TimeProvider.System);
        await publisher.StartAsync(default);
        await Until.TrueAsync(async () => (await log.StateAsync($"topic:{Topic}", default)).Depth == 0);
        await publisher.StopAsync(default);
    }

    [Theory]
    [InlineData("21", -973932308)]
    [InlineData("foobar", -790332482)]
    public void The_partitioner_of_the_test_is_the_one_of_java(string key, int hash) => Assert.Equal(hash, Murmur2(System.Text.Encoding.UTF8.GetBytes(key)));

    public void Dispose() => _kafka.Dispose();

    private TopicPublisher Publisher(IChangeLog log, string holder, TimeProvider clock) => new(
        log, _tip, () => new KafkaChangeTopic(Topic, new KafkaOptions(), _kafka.BootstrapServers), holder, Options.Create(new ChangeOptions()),
        new ChangeMetrics(new MeterFactory()), clock, NullLogger<TopicPublisher>.Instance);

    private async Task AnnounceAsync(StoreHost host, int accounts, int each, string prefix = "a")
    {
        for (var account = 0; account < accounts; account++)
        {
            var key = Rows.Key($"{prefix}{account}");
            await host.Twins.WriteAsync(Rows.New(key) with
            {
                Changes = [.. Enumerable.Range(0, each).Select(step => new ChangeRow(key.Tenant, key.Account, $"{key.Account}-{step}", ChangeKinds.FlagOpened, null, Noon, "{}"u8.ToArray()))],
            }, default);
        }

        var log = host.Services.GetRequiredService<IChangeLog>();
        await log.PlaceAsync(1000, Noon, default);
        _tip.Move((await log.StateAsync(null, default)).Newest);
    }

    /// <summary>Everything in the topic; each partition in its order.</summary>
    private List<(string Key, string Id, int Partition)> Read(int count)
    {
        using var consumer = new ConsumerBuilder<string, byte[]>(new ConsumerConfig { BootstrapServers = _kafka.BootstrapServers, GroupId = "tests" }).Build();
        consumer.Assign(Enumerable.Range(0, Partitions).Select(partition => new TopicPartitionOffset(Topic, partition, Offset.Beginning)));
        var read = new List<(string, string, int)>();
        while (read.Count < count)
        {
            var message = consumer.Consume(TimeSpan.FromSeconds(20)) ?? throw new TimeoutException($"{read.Count} of {count} messages came.");
            using var json = JsonDocument.Parse(message.Message.Value);
            read.Add((message.Message.Key, json.RootElement.GetProperty("id").GetString()!, message.Partition.Value));
        }

        return read;
    }

    private static int Partition(string key) => (Murmur2(System.Text.Encoding.UTF8.GetBytes(key)) & 0x7fffffff) % Partitions;

    /// <summary>As org.apache.kafka.common.utils.Utils has it.</summary>
    private static int Murmur2(byte[] data)
    {
        const uint m = 0x5bd1e995;
        var hash = 0x9747b28c ^ (uint)data.Length;
        var index = 0;
        for (; data.Length - index >= 4; index += 4)
        {
            var k = BitConverter.ToUInt32(data, index) * m;
            k = (k ^ (k >> 24)) * m;
            hash = (hash * m) ^ k;
        }

        for (var left = data.Length - index - 1; left >= 0; left--)
            hash ^= (uint)data[index + left] << (8 * left);
        if (data.Length > index)
            hash *= m;
        hash = (hash ^ (hash >> 13)) * m;
        return (int)(hash ^ (hash >> 15));
    }

    /// <summary>Takes the publisher's life between the acknowledgement and the note of it.</summary>
    private sealed class DyingLog(IChangeLog log) : IChangeLog
    {
        private readonly TaskCompletionSource _died = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Died => _died.Task;

        public Task<bool> PassedAsync(string reader, string holder, long position, DateTimeOffset until, CancellationToken cancellationToken)
        {
            _died.TrySetResult();
            throw new StoreUnavailableException("dead");
        }

        public Task ReleaseAsync(string reader, string holder, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<long?> HoldAsync(string reader, string holder, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken) =>
            Died.IsCompleted ? Task.FromResult<long?>(null) : log.HoldAsync(reader, holder, now, until, cancellationToken);

        public Task<IReadOnlyList<PlacedChange>> ReadAllAsync(long after, int count, CancellationToken cancellationToken) => log.ReadAllAsync(after, count, cancellationToken);

        public Task AnnouncedAsync(TimeSpan atMost, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<int> PlaceAsync(int count, DateTimeOffset now, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ChangeLogState> StateAsync(string? reader, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ChangeEnds> EndsAsync(string tenant, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<PlacedChange>> ReadAsync(string tenant, long after, int count, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<int> RemoveAsync(DateTimeOffset placedBefore, ChangeBounds bounds, long? keepAfter, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
