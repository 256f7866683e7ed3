using System.Security.Cryptography;
using System.Text;
using AccountTwins.Silo.Ingestion;
using AccountTwins.Silo.Ingestion.Kafka;
using Confluent.Kafka;
using Endpoint = AccountTwins.Silo.Hosting.EmbeddedKafka;
using LogMessage = AccountTwins.Silo.Ingestion.LogMessage;

namespace AccountTwins.Tests.Silo.Ingestion.Kafka;

/// <summary>Dead letters as somebody who reads the topic finds them.</summary>
public sealed class KafkaDeadLettersTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Endpoint _kafka = Endpoint.Start(new Dictionary<string, int> { ["letters"] = 1 });
    private readonly KafkaOptions _options = new() { DeadLetterTopic = "letters", Group = "twins-eu" };

    [Fact]
    public async Task A_letter_holds_the_message_as_it_was_and_where_and_why()
    {
        var found = await WriteAsync(Letter("default/acme"u8.ToArray(), [0x7b, 0xff, 0x00], KeyValuePair.Create("ce_id", (byte[]?)"17"u8.ToArray()), KeyValuePair.Create("empty", (byte[]?)null)));

        Assert.Equal("default/acme"u8.ToArray(), found.Key);
        Assert.Equal([0x7b, 0xff, 0x00], found.Value);
        Assert.Equal(
            [
                ("ce_id", "17"), ("empty", null), ("__dlq.errors.topic", "signals.usage"), ("__dlq.errors.partition", "3"), ("__dlq.errors.offset", "4711"),
                ("__dlq.errors.group", "twins-eu"), ("__dlq.errors.message", "It does not parse."), ("__dlq.errors.tenant", "default"), ("stage", "decode"), ("reason", "bad_json"),
            ],
            HeadersOf(found));
    }

    [Fact]
    public async Task A_message_without_key_and_value_stays_without()
    {
        var found = await WriteAsync(Letter(null, null));

        Assert.Null(found.Key);
        Assert.Null(found.Value);
        Assert.Contains(("reason", "bad_json"), HeadersOf(found));
    }

    [Fact]
    public async Task A_long_explanation_is_shortened()
    {
        var found = await WriteAsync(Letter("k"u8.ToArray(), [1]) with { Detail = new string('x', 10_000) });

        Assert.Contains(("__dlq.errors.message", new string('x', 500)), HeadersOf(found));
    }

    [Fact]
    public async Task A_value_too_large_is_cut_and_its_hash_key_headers_and_coordinates_stay()
    {
        var value = RandomNumberGenerator.GetBytes(KafkaDeadLetters.ValueBytesMax + 1);

        var found = await WriteAsync(Letter("default/acme"u8.ToArray(), value, KeyValuePair.Create("ce_id", (byte[]?)"17"u8.ToArray())));

        Assert.Equal("default/acme"u8.ToArray(), found.Key);
        AssertCut(found, value);
        Assert.Contains(("ce_id", "17"), HeadersOf(found));
    }

    [Fact]
    public async Task A_topic_that_takes_less_gets_the_letter_without_its_value()
    {
        _options.Producer["message.max.bytes"] = "2000";
        var value = RandomNumberGenerator.GetBytes(5_000);

        var found = await WriteAsync(Letter("k"u8.ToArray(), value));

        Assert.Equal("k"u8.ToArray(), found.Key);
        AssertCut(found, value);
    }

    [Fact]
    public async Task Key_and_headers_too_large_go_too_and_the_coordinates_stay()
    {
        _options.Producer["message.max.bytes"] = "2000";
        var value = RandomNumberGenerator.GetBytes(5_000);

        var found = await WriteAsync(Letter(new byte[3_000], value, KeyValuePair.Create("ce_id", (byte[]?)new byte[3_000])));

        Assert.Null(found.Key);
        AssertCut(found, value);
        Assert.DoesNotContain(HeadersOf(found), header => header.Name == "ce_id");
    }

    public void Dispose() => _kafka.Dispose();

    private static void AssertCut(Message<byte[], byte[]> found, byte[] value)
    {
        Assert.Null(found.Value);
        var headers = HeadersOf(found);
        Assert.Contains(("cut", $"{value.Length}"), headers);
        Assert.Contains(("sha256", Convert.ToHexStringLower(SHA256.HashData(value))), headers);
        Assert.Contains(("__dlq.errors.topic", "signals.usage"), headers);
        Assert.Contains(("__dlq.errors.partition", "3"), headers);
        Assert.Contains(("__dlq.errors.offset", "4711"), headers);
    }

    private static DeadLetter Letter(byte[]? key, byte[]? value, params KeyValuePair<string, byte[]?>[] headers) => new(
        "signals.usage", 3, new LogMessage { Offset = 4711, Epoch = 0, Key = key, Value = value, Headers = headers }, "decode", "bad_json", "It does not parse.");

    private static List<(string Name, string? Value)> HeadersOf(Message<byte[], byte[]> message) =>
        [.. message.Headers.Select(header => (header.Key, header.GetValueBytes() is { } bytes ? Encoding.UTF8.GetString(bytes) : null))];

    private async Task<Message<byte[], byte[]>> WriteAsync(DeadLetter letter)
    {
        using (var letters = new KafkaDeadLetters(_options, _kafka.BootstrapServers))
            await letters.WriteAsync(letter, CancellationToken.None);
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig { BootstrapServers = _kafka.BootstrapServers, GroupId = "tests", EnableAutoCommit = false }).Build();
        consumer.Assign(new TopicPartitionOffset("letters", 0, 0));
        return consumer.Consume(Patience).Message;
    }
}
