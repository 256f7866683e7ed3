using System.Globalization;
using System.Text;
using Confluent.Kafka;

namespace AccountTwins.Silo.Ingestion.Kafka;

/// <summary>
/// Writes dead letters with the original key and bytes, and where and why as headers. A message too large for the topic is cut: its
/// hash and coordinates stay.
/// </summary>
internal sealed class KafkaDeadLetters(KafkaOptions options, string brokers) : IDeadLetters, IDisposable
{
    /// <summary>Bytes of a value that go along; under the brokers' default limit of 1 MiB a message, with room for headers.</summary>
    public const int ValueBytesMax = 900_000;

    private const int DetailCharactersMax = 500;

    private readonly IProducer<byte[], byte[]> _producer = new ProducerBuilder<byte[], byte[]>(KafkaClients.Producer(options, brokers)).Build();

    public async Task WriteAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        var isCut = letter.Message.Value is { Length: > ValueBytesMax };
        var headers = new Headers();
        foreach (var (name, value) in letter.Message.Headers)
            headers.Add(name, value);
        Add(headers, "__dlq.errors.topic", letter.Topic);
        Add(headers, "__dlq.errors.partition", letter.Partition.ToString(CultureInfo.InvariantCulture));
        Add(headers, "__dlq.errors.offset", letter.Message.Offset.ToString(CultureInfo.InvariantCulture));
        Add(headers, "__dlq.errors.group", options.Group);
        Add(headers, "__dlq.errors.message", letter.Detail.Length > DetailCharactersMax ? letter.Detail[..DetailCharactersMax] : letter.Detail);
        Add(headers, "stage", letter.Stage);
        Add(headers, "reason", letter.Reason);
        if (isCut)
        {
            Add(headers, "cut", letter.Message.Value!.Length.ToString(CultureInfo.InvariantCulture));
            Add(headers, "sha256", Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(letter.Message.Value)));
        }

        var message = new Message<byte[], byte[]> { Key = letter.Message.Key!, Value = isCut ? null! : letter.Message.Value!, Headers = headers };
        await _producer.ProduceAsync(options.DeadLetterTopic, message, cancellationToken);
    }

    public void Dispose()
    {
        _producer.Flush(TimeSpan.FromSeconds(5));
        _producer.Dispose();
    }

    private static void Add(Headers headers, string name, string value) => headers.Add(name, Encoding.UTF8.GetBytes(value));
}
