using System.Text;
using AccountTwins.Domain.Accounts;
using AccountTwins.Silo.Hosting;
using AccountTwins.Silo.Ingestion;
using AccountTwins.Silo.Ingestion.Kafka;
using AccountTwins.Silo.Storage;
using Confluent.Kafka;
using Microsoft.Extensions.Options;
using Endpoint = AccountTwins.Silo.Hosting.EmbeddedKafka;
using StreamId = AccountTwins.Silo.Storage.StreamId;
using LogMessage = AccountTwins.Silo.Ingestion.LogMessage;

namespace AccountTwins.Tests.Silo.Ingestion.Kafka;

/// <summary>Dead letters of a real topic: read by their tenant alone, and sent back as they came.</summary>
public sealed class KafkaDeadLetterBoxTests : IDisposable
{
    private readonly Endpoint kafka = Endpoint.Start(new Dictionary<string, int> { ["letters"] = 2, ["signals.usage"] = 1 });
    private readonly IOptions<KafkaOptions> options;
    private readonly KafkaEndpoint endpoint;
    private readonly KafkaDeadLetterBox box;

    public KafkaDeadLetterBoxTests()
    {
        options = Options.Create(new KafkaOptions { DeadLetterTopic = "letters", BootstrapServers = kafka.BootstrapServers });
        endpoint = new KafkaEndpoint(options, Options.Create(new AccountTwins.Silo.Changes.ChangeOptions()), new SiloName("silo-1"));
        box = new KafkaDeadLetterBox(endpoint, options, Options.Create(new ApiOptions { OperatorTenant = "operators" }), TimeProvider.System);
    }

    [Fact]
    public async Task A_tenant_sees_its_own_letters_page_by_page_and_sends_them_back_as_they_came()
    {
        using (var letters = new KafkaDeadLetters(options.Value, kafka.BootstrapServers))
        {
            for (var each = 0; each < 5; each++)
                await letters.WriteAsync(Letter($"acme/acct-{each}", [0x7b, (byte)each], each == 4 ? "apply_failed" : "bad_json"), CancellationToken.None);
            await letters.WriteAsync(Letter("other/acct-1", [1], "bad_json"), CancellationToken.None);
            await letters.WriteAsync(Letter("acme/large", new byte[KafkaDeadLetters.ValueBytesMax + 1], "too_large"), CancellationToken.None);
            await letters.WriteAsync(Letter("no tenant", [1], "bad_json"), CancellationToken.None);
        }

        var newest = await ListAsync(new DeadLetterQuery("acme", 50, false, null, null, null, null));
        Assert.Equal((6, null), (newest.Letters.Length, newest.Next));
        Assert.Equal(["acct-0", "acct-1", "acct-2", "acct-3", "acct-4", "large"], newest.Letters.Select(letter => letter.Account).Order());
        Assert.Null(Assert.Single((await ListAsync(new DeadLetterQuery("operators", 50, false, null, null, null, null))).Letters).Account);
        Assert.Equal("apply_failed", Assert.Single((await ListAsync(new DeadLetterQuery("acme", 50, false, null, "apply_failed", "signals.usage", "decode"))).Letters).Reason);

        var seen = new List<string>();
        IReadOnlyDictionary<int, long>? cursor = null;
        do
        {
            var page = await ListAsync(new DeadLetterQuery("acme", 2, true, cursor, null, null, null));
            seen.AddRange(page.Letters.Select(letter => letter.Id));
            cursor = page.Next?.Split(',').Select(DeadLetterId.TryParse).ToDictionary(place => place!.Value.Partition, place => place!.Value.Offset);
        }
        while (cursor is not null);
        Assert.Equal(newest.Letters.Select(letter => letter.Id).Order(), seen.Order());

        var whole = newest.Letters.Single(letter => letter.Account == "acct-3");
        var cut = newest.Letters.Single(letter => letter.IsCut);
        var sent = await box.ReplayAsync("acme", [.. new[] { whole.Id, cut.Id, "0:4000", "9:0" }.Select(id => DeadLetterId.TryParse(id)!.Value)], CancellationToken.None);
        var foreign = await box.ReplayAsync("other", [DeadLetterId.TryParse(whole.Id)!.Value], CancellationToken.None);

        Assert.Equal((1, 1, 2), (sent.Replayed, sent.Cut, sent.Unknown));
        Assert.Equal((0, 1), (foreign.Replayed, foreign.Unknown));
        var message = Back();
        Assert.Equal(("acme/acct-3", "7b03"), (Encoding.UTF8.GetString(message.Key), Convert.ToHexStringLower(message.Value)));
        Assert.Equal([("ce_id", "17"), ("replayed-from", whole.Id)], message.Headers.Select(header => (header.Key, Encoding.UTF8.GetString(header.GetValueBytes()))));
    }

    [Fact]
    public async Task What_nobody_signed_is_the_operators_and_a_signals_own_tenant_counts_more_than_its_key()
    {
        options.Value.PinnedTenants["signals.pinned"] = "acme";
        using (var letters = new KafkaDeadLetters(options.Value, kafka.BootstrapServers))
        {
            await letters.WriteAsync(Letter("no tenant", [1], "bad_json"), CancellationToken.None);
            await letters.WriteAsync(Letter("", [1], "bad_json") with { Message = new LogMessage { Offset = 1, Epoch = 0, Value = [1], Headers = [KeyValuePair.Create("__dlq.errors.tenant", (byte[]?)"acme"u8.ToArray())] } }, CancellationToken.None);
            await letters.WriteAsync(Letter("acme/acct-1", [1], "apply_failed") with { Account = new AccountKey("other", "acct-9") }, CancellationToken.None);
            await letters.WriteAsync(Letter("no tenant", [1], "bad_json") with { Topic = "signals.pinned" }, CancellationToken.None);
        }

        async Task<string[]> OfAsync(string tenant) => [.. (await ListAsync(new DeadLetterQuery(tenant, 50, false, null, null, null, null))).Letters.Select(letter => letter.Topic + " " + letter.Reason)];
        Assert.Equal(["signals.usage bad_json", "signals.usage bad_json"], await OfAsync("operators"));
        Assert.Equal(["signals.usage apply_failed"], await OfAsync("other"));
        Assert.Equal(["signals.pinned bad_json"], await OfAsync("acme"));
        Assert.Empty(await OfAsync("default"));
    }

    [Fact]
    public async Task Positions_tell_the_lag_of_the_log_that_is_read_and_of_no_other()
    {
        using (var producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig { BootstrapServers = kafka.BootstrapServers }).Build())
        {
            for (var each = 0; each < 5; each++)
                await producer.ProduceAsync("signals.usage", new Message<Null, byte[]> { Value = [1] });
        }

        options.Value.LogId = "log-a";
        var streams = new FakeStreams();
        var mine = await streams.OpenAsync(new StreamId("log-a", "signals.usage", 0), CancellationToken.None);
        await streams.OpenAsync(new StreamId("log-b", "signals.usage", 0), CancellationToken.None);
        await streams.TryCommitAsync(new StreamCommit(mine.Number, 1, []), -1, CancellationToken.None);

        var answer = await new KafkaLogPositions(endpoint, streams, options).ReadAsync(CancellationToken.None);

        Assert.Equal([("log-a", 1L, (long?)3L), ("log-b", -1L, null)], answer.Positions.Select(row => (row.Log, row.Committed, row.Lag)).Order());
    }

    public void Dispose()
    {
        box.Dispose();
        endpoint.Dispose();
        kafka.Dispose();
    }

    private Task<AccountTwins.Grains.Interfaces.Http.DeadLettersAnswer> ListAsync(DeadLetterQuery query) => box.ListAsync(query, CancellationToken.None);

    private Message<byte[], byte[]> Back()
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig { BootstrapServers = kafka.BootstrapServers, GroupId = "tests", EnableAutoCommit = false }).Build();
        consumer.Assign(new TopicPartitionOffset("signals.usage", 0, 0));
        return consumer.Consume(TimeSpan.FromSeconds(20)).Message;
    }

    private static DeadLetter Letter(string key, byte[] value, string reason) => new(
        "signals.usage", 3,
        new LogMessage { Offset = 4711, Epoch = 0, Key = Encoding.UTF8.GetBytes(key), Value = value, Headers = [KeyValuePair.Create("ce_id", (byte[]?)"17"u8.ToArray())] },
        "decode", reason, "It does not parse.");
}
