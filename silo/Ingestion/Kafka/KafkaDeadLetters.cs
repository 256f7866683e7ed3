using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Confluent.Kafka;
using ErrorCode = Confluent.Kafka.ErrorCode;

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
        var cut = letter.Message.Value is { Length: > ValueBytesMax } ? Cut.Value : Cut.Nothing;
        while (true)
        {
            try
            {
                await _producer.ProduceAsync(options.DeadLetterTopic, MessageOf(letter, cut), cancellationToken);
                return;
            }
            catch (ProduceException<byte[], byte[]> exception) when (exception.Error.Code == ErrorCode.MsgSizeTooLarge && cut < Cut.All)
            {
                // The topic's limit may be lower, and key and headers count too; a letter that never fits would hold up its partition for ever.
                cut++;
            }
        }
    }

    private Message<byte[], byte[]> MessageOf(DeadLetter letter, Cut cut)
    {
        var headers = new Headers();
        if (cut < Cut.All)
        {
            foreach (var (name, value) in letter.Message.Headers)
                headers.Add(name, value);
        }

        Add(headers, DeadLetterHeaders.Topic, letter.Topic);
        Add(headers, DeadLetterHeaders.Partition, letter.Partition.ToString(CultureInfo.InvariantCulture));
        Add(headers, DeadLetterHeaders.Offset, letter.Message.Offset.ToString(CultureInfo.InvariantCulture));
        Add(headers, DeadLetterHeaders.Group, options.Group);
        Add(headers, DeadLetterHeaders.Message, letter.Detail.Length > DetailCharactersMax ? letter.Detail[..DetailCharactersMax] : letter.Detail);
        // Always, for the last of a name is ours and a message may bring its own.
        Add(headers, DeadLetterHeaders.Tenant, letter.Account?.Tenant ?? DeadLetterTenant.Of(options, letter.Topic, letter.Message.Key) ?? "");
        Add(headers, DeadLetterHeaders.Stage, letter.Stage);
        Add(headers, DeadLetterHeaders.Reason, letter.Reason);
        if (cut > Cut.Nothing)
        {
            var value = letter.Message.Value ?? [];
            Add(headers, DeadLetterHeaders.Cut, value.Length.ToString(CultureInfo.InvariantCulture));
            Add(headers, DeadLetterHeaders.Hash, Convert.ToHexStringLower(SHA256.HashData(value)));
        }

        return new Message<byte[], byte[]>
        {
            Key = cut < Cut.All ? letter.Message.Key! : null!,
            Value = cut == Cut.Nothing ? letter.Message.Value! : null!,
            Headers = headers,
        };
    }

    public void Dispose()
    {
        _producer.Flush(TimeSpan.FromSeconds(5));
        _producer.Dispose();
    }

    private static void Add(Headers headers, string name, string value) => headers.Add(name, Encoding.UTF8.GetBytes(value));

    /// <summary>What of a message does not go along.</summary>
    private enum Cut
    {
        Nothing,
        Value,

        /// <summary>Value, key and the message's own headers.</summary>
        All,
    }
}
