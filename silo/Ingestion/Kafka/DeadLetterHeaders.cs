namespace AccountTwins.Silo.Ingestion.Kafka;

/// <summary>The headers that a dead letter has beside those of the message that it was: their names, and what they say.</summary>
internal static class DeadLetterHeaders
{
    public const string Topic = "__dlq.errors.topic";
    public const string Partition = "__dlq.errors.partition";
    public const string Offset = "__dlq.errors.offset";
    public const string Group = "__dlq.errors.group";
    public const string Message = "__dlq.errors.message";
    public const string Tenant = "__dlq.errors.tenant";
    public const string Stage = "stage";
    public const string Reason = "reason";
    public const string Cut = "cut";
    public const string Hash = "sha256";

    /// <summary>On a letter that was sent to its topic again: where it lay.</summary>
    public const string ReplayedFrom = "replayed-from";

    public static readonly (string Name, string About, bool IsAlwaysThere)[] All =
    [
        (Topic, "Topic that the message came from.", true),
        (Partition, "Its partition.", true),
        (Offset, "Its offset.", true),
        (Group, "The consumer group that could not use it.", true),
        (Message, "In words, at most 500 characters.", true),
        (Tenant, "Tenant whose it is: the signal's own, else what its topic is pinned to or its key names; empty where nothing says so, and then it is the operators'.", false),
        (Stage, "Where it failed.", true),
        (Reason, "A stable code: one of docs/signals, or of docs/http.md.", true),
        (Cut, "Bytes that the value had; then it was too large for this topic and is not here.", false),
        (Hash, "SHA-256 of the value, where it was cut.", false),
    ];

    public static bool IsOwn(string name) => Array.Exists(All, header => header.Name == name) || name.StartsWith("__dlq.", StringComparison.Ordinal);
}
