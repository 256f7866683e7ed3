namespace AccountTwins.Silo.Ingestion;

/// <summary>A message as read from one partition. <see cref="Epoch"/> is the pump's when it was read: older ones are dropped.</summary>
internal sealed record LogMessage
{
    public required long Offset { get; init; }

    public required int Epoch { get; init; }

    public byte[]? Key { get; init; }

    public byte[]? Value { get; init; }

    /// <summary>Headers in their order; empty for a structured event.</summary>
    public IReadOnlyList<KeyValuePair<string, byte[]?>> Headers { get; init; } = [];

    /// <summary>FNV-1a over key and value with a final mix: tells a recreated topic's message from the one that was committed.</summary>
    public ulong Hash()
    {
        var hash = Mix(14695981039346656037UL, Key);
        hash = Mix(hash ^ 0xFF, Value);
        hash ^= hash >> 33;
        hash *= 0xff51afd7ed558ccdUL;
        return hash ^ (hash >> 33);
    }

    private static ulong Mix(ulong hash, byte[]? bytes)
    {
        foreach (var value in bytes ?? [])
            hash = (hash ^ value) * 1099511628211UL;
        return hash;
    }
}
