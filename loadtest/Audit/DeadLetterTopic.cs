using System.Globalization;
using System.Text;
using Confluent.Kafka;

namespace AccountTwins.LoadTest.Audit;

/// <summary>A dead letter: which message it is about, why it was set aside, and what it says that message was.</summary>
public sealed record FoundLetter((string Topic, int Partition, long Offset) Place, string Stage, string Reason, bool IsCut, string Sha256);

/// <summary>Reads the dead-letter topic from its beginning to its present end.</summary>
public static class DeadLetterTopic
{
    public static Task<IReadOnlyList<FoundLetter>> ReadAsync(string bootstrapServers, string topic) => Task.Run(() => Read(bootstrapServers, topic));

    private static IReadOnlyList<FoundLetter> Read(string bootstrapServers, string topic)
    {
        var letters = new List<FoundLetter>();
        TopicContent.Read(bootstrapServers, topic, result =>
        {
            var headers = result.Message.Headers;
            var place = (Text(headers, "__dlq.errors.topic"), (int)Number(headers, "__dlq.errors.partition"), Number(headers, "__dlq.errors.offset"));
            var isCut = headers.TryGetLastBytes("cut", out _);
            var hash = isCut ? Text(headers, "sha256") : MalformedMessage.HashOf(result.Message.Value);
            letters.Add(new FoundLetter(place, Text(headers, "stage"), Text(headers, "reason"), isCut, hash));
        });
        return letters;
    }

    private static string Text(Headers headers, string name) => Encoding.UTF8.GetString(headers.GetLastBytes(name));

    private static long Number(Headers headers, string name) => long.Parse(Text(headers, name), CultureInfo.InvariantCulture);
}
