using System.Globalization;
using System.Text;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Silo.Hosting;
using Confluent.Kafka;
using Microsoft.Extensions.Options;

namespace AccountTwins.Silo.Ingestion.Kafka;

/// <summary>Reads the topic of dead letters without a group, one caller at a time, and sends letters back as they came.</summary>
internal sealed class KafkaDeadLetterBox(KafkaEndpoint endpoint, IOptions<KafkaOptions> options, IOptions<ApiOptions> api, TimeProvider clock) : IDeadLetterBox, IDisposable
{
    /// <summary>Letters looked at for one page, so that a filter that fits nothing ends.</summary>
    private const int LookedAtMax = 20_000;

    private static readonly TimeSpan Within = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim one = new(1);
    private readonly Lazy<IProducer<byte[], byte[]>> producer =
        new(() => new ProducerBuilder<byte[], byte[]>(KafkaClients.Producer(options.Value, endpoint.BootstrapServers)).Build());

    private string Topic => options.Value.DeadLetterTopic;

    public Task<DeadLettersAnswer> ListAsync(DeadLetterQuery query, CancellationToken cancellationToken) =>
        WithReaderAsync(reader => query.IsOldestFirst ? Oldest(reader, query, cancellationToken) : Newest(reader, query, cancellationToken), cancellationToken);

    public async Task<ReplayLettersAnswer> ReplayAsync(string tenant, IReadOnlyList<DeadLetterId> letters, CancellationToken cancellationToken)
    {
        var found = await WithReaderAsync(reader => Find(reader, letters, cancellationToken), cancellationToken);
        var own = found.Where(letter => TenantOf(letter) == tenant).ToList();
        var whole = own.Where(letter => Text(letter, DeadLetterHeaders.Cut) is null && Text(letter, DeadLetterHeaders.Topic) is not null).ToList();
        try
        {
            await Task.WhenAll(whole.Select(letter => producer.Value.ProduceAsync(Text(letter, DeadLetterHeaders.Topic), Again(letter), cancellationToken)));
        }
        catch (KafkaException exception)
        {
            throw new LogAwayException(exception);
        }

        return new ReplayLettersAnswer(whole.Count, own.Count - whole.Count, letters.Count - own.Count);
    }

    public void Dispose()
    {
        if (producer.IsValueCreated)
            producer.Value.Dispose();
        one.Dispose();
    }

    private DeadLettersAnswer Newest(IConsumer<byte[], byte[]> reader, DeadLetterQuery query, CancellationToken cancellationToken)
    {
        var bounds = Bounds(reader);
        // What a filter leaves out, and what is another tenant's, must not hide what lies before it, within reason.
        var back = LookedAtMax / Math.Max(1, bounds.Count);
        var letters = new List<DeadLetterView>();
        foreach (var letter in Read(reader, bounds.ToDictionary(each => each.Key, each => (Math.Max(each.Value.Low, each.Value.High - back), each.Value.High)), cancellationToken))
            Add(letters, letter, query);
        return new DeadLettersAnswer([.. letters.OrderByDescending(letter => letter.At).Take(query.Limit)], null);
    }

    private DeadLettersAnswer Oldest(IConsumer<byte[], byte[]> reader, DeadLetterQuery query, CancellationToken cancellationToken)
    {
        var bounds = Bounds(reader);
        var next = bounds.ToDictionary(each => each.Key, each => Math.Max(each.Value.Low, query.Cursor?.GetValueOrDefault(each.Key) ?? 0));
        var (letters, looked) = (new List<DeadLetterView>(), 0);
        foreach (var letter in Read(reader, bounds.ToDictionary(each => each.Key, each => (next[each.Key], each.Value.High)), cancellationToken))
        {
            Add(letters, letter, query);
            next[letter.Partition.Value] = letter.Offset.Value + 1;
            if (letters.Count >= query.Limit || ++looked >= LookedAtMax)
                return new DeadLettersAnswer([.. letters], string.Join(',', next.OrderBy(each => each.Key).Select(each => FormattableString.Invariant($"{each.Key}:{each.Value}"))));
        }

        return new DeadLettersAnswer([.. letters], null);
    }

    private List<ConsumeResult<byte[], byte[]>> Find(IConsumer<byte[], byte[]> reader, IReadOnlyList<DeadLetterId> wanted, CancellationToken cancellationToken)
    {
        var bounds = Bounds(reader);
        var found = new List<ConsumeResult<byte[], byte[]>>();
        // One by one where they lie: letters that are chosen by hand lie far apart.
        foreach (var id in wanted.Distinct().Where(id => bounds.TryGetValue(id.Partition, out var bound) && id.Offset >= bound.Low && id.Offset < bound.High))
            found.AddRange(Read(reader, new() { [id.Partition] = (id.Offset, id.Offset + 1) }, cancellationToken).Where(letter => letter.Offset == id.Offset));
        return found;
    }

    private Dictionary<int, (long Low, long High)> Bounds(IConsumer<byte[], byte[]> reader) => endpoint.Partitions([Topic])
        .ToDictionary(partition => partition.Partition.Value, partition => reader.QueryWatermarkOffsets(partition, Within) is var bounds ? (bounds.Low.Value, bounds.High.Value) : default);

    /// <summary>The letters of these ranges, each partition in its order.</summary>
    private IEnumerable<ConsumeResult<byte[], byte[]>> Read(IConsumer<byte[], byte[]> reader, Dictionary<int, (long From, long To)> ranges, CancellationToken cancellationToken)
    {
        var open = ranges.Where(range => range.Value.From < range.Value.To).Select(range => range.Key).ToHashSet();
        reader.Assign(open.Select(partition => new TopicPartitionOffset(Topic, partition, ranges[partition].From)));
        var began = clock.GetTimestamp();
        while (open.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (clock.GetElapsedTime(began) > Within)
                throw new LogAwayException();
            if (reader.Consume(TimeSpan.FromMilliseconds(100)) is not { } letter || !open.Contains(letter.Partition.Value))
                continue;
            if (!letter.IsPartitionEOF && letter.Offset.Value < ranges[letter.Partition.Value].To)
                yield return letter;
            if (letter.IsPartitionEOF || letter.Offset.Value + 1 >= ranges[letter.Partition.Value].To)
                open.Remove(letter.Partition.Value);
        }
    }

    private void Add(List<DeadLetterView> letters, ConsumeResult<byte[], byte[]> letter, DeadLetterQuery query)
    {
        var (topic, stage, reason) = (Text(letter, DeadLetterHeaders.Topic), Text(letter, DeadLetterHeaders.Stage), Text(letter, DeadLetterHeaders.Reason));
        if (TenantOf(letter) != query.Tenant || (query.Topic ?? topic) != topic || (query.Stage ?? stage) != stage || (query.Reason ?? reason) != reason)
            return;
        letters.Add(new DeadLetterView
        {
            Id = new DeadLetterId(letter.Partition.Value, letter.Offset.Value).ToString(),
            At = new DateTimeOffset(letter.Message.Timestamp.UtcDateTime),
            Topic = topic ?? "",
            Partition = (int)Number(letter, DeadLetterHeaders.Partition),
            Offset = Number(letter, DeadLetterHeaders.Offset),
            Stage = stage ?? "",
            Reason = reason ?? "",
            Detail = Text(letter, DeadLetterHeaders.Message),
            Account = DeadLetterTenant.KeyOf(letter.Message.Key) is { } key && key.Tenant == query.Tenant ? key.Account : null,
            Bytes = Text(letter, DeadLetterHeaders.Cut) is null ? letter.Message.Value?.Length ?? 0 : (int)Number(letter, DeadLetterHeaders.Cut),
            IsCut = Text(letter, DeadLetterHeaders.Cut) is not null,
        });
    }

    /// <summary>As it came, and where it lay meanwhile.</summary>
    private static Message<byte[], byte[]> Again(ConsumeResult<byte[], byte[]> letter)
    {
        var headers = new Headers();
        foreach (var header in letter.Message.Headers.Where(header => !DeadLetterHeaders.IsOwn(header.Key)))
            headers.Add(header.Key, header.GetValueBytes());
        headers.Add(DeadLetterHeaders.ReplayedFrom, Encoding.UTF8.GetBytes(new DeadLetterId(letter.Partition.Value, letter.Offset.Value).ToString()));
        return new Message<byte[], byte[]> { Key = letter.Message.Key, Value = letter.Message.Value, Headers = headers };
    }

    /// <summary>What was written with it; of a letter from before that was, what its topic and key say. What is nobody's is the operators', never a tenant's by accident.</summary>
    private string TenantOf(ConsumeResult<byte[], byte[]> letter)
    {
        var tenant = Text(letter, DeadLetterHeaders.Tenant) ?? DeadLetterTenant.Of(options.Value, Text(letter, DeadLetterHeaders.Topic) ?? "", letter.Message.Key);
        return tenant is { Length: > 0 } ? tenant : api.Value.OperatorTenant;
    }

    /// <summary>The last of a name is ours: a message may bring its own.</summary>
    private static string? Text(ConsumeResult<byte[], byte[]> letter, string name) =>
        letter.Message.Headers.TryGetLastBytes(name, out var value) && value is not null ? Encoding.UTF8.GetString(value) : null;

    private static long Number(ConsumeResult<byte[], byte[]> letter, string name) => long.TryParse(Text(letter, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    private async Task<T> WithReaderAsync<T>(Func<IConsumer<byte[], byte[]>, T> work, CancellationToken cancellationToken)
    {
        if (!await one.WaitAsync(Within, cancellationToken))
            throw new LogAwayException();
        try
        {
            return await Task.Run(
                () =>
                {
                    var config = KafkaClients.Looker(options.Value, endpoint.BootstrapServers);
                    (config.EnableAutoCommit, config.EnablePartitionEof, config.IsolationLevel) = (false, true, IsolationLevel.ReadCommitted);
                    using var reader = new ConsumerBuilder<byte[], byte[]>(config).Build();
                    return work(reader);
                },
                cancellationToken);
        }
        catch (KafkaException exception)
        {
            throw new LogAwayException(exception);
        }
        finally
        {
            one.Release();
        }
    }
}
