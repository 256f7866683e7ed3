using AccountTwins.Domain.Signals;

namespace AccountTwins.LoadTest.Running;

/// <summary>Which topic each family goes to, and how many partitions each has.</summary>
public sealed record TopicPlan(IReadOnlyDictionary<Family, string> Topics, int Partitions)
{
    public const string DeadLetters = "signals.dead-letters";

    /// <summary>Where a silo tells what has happened.</summary>
    public const string Changes = "account-changes";

    /// <summary>Enough for the endpoint, which keeps 5 MB of each.</summary>
    private const int ChangePartitions = 16;

    private static readonly Family[] Families =
        [Family.Usage, Family.Support, Family.Billing, Family.Sentiment, Family.Crm, Family.Contract, Family.Outcome];

    /// <summary>A topic a family, as a silo has it unless told otherwise.</summary>
    public static TopicPlan ByFamily(int partitions) =>
        new(Families.ToDictionary(family => family, family => $"signals.{family.ToString().ToLowerInvariant()}"), partitions);

    /// <summary>All families in one topic: then an account's signals keep their order.</summary>
    public static TopicPlan Single(int partitions) => new(Families.ToDictionary(family => family, _ => "signals.all"), partitions);

    public IReadOnlyList<string> Names => [.. Topics.Values.Distinct()];

    /// <summary>For the broker's command line.</summary>
    public string AsText() => string.Join(',', Names.Select(topic => $"{topic}={Partitions}").Append($"{DeadLetters}=1").Append($"{Changes}={ChangePartitions}"));

    /// <summary>For the silo's.</summary>
    public IEnumerable<string> AsSettings() =>
        [.. Topics.Select(topic => $"--Kafka:Topics:{topic.Key.ToString().ToLowerInvariant()}={topic.Value}"), $"--Kafka:DeadLetterTopic={DeadLetters}"];
}
