namespace AccountTwins.Client.Agents.Permits;

/// <summary>
/// Permits that this client was given, and whether it has used them. A repeat of an old answer is not among them: whether that was acted upon, before
/// a crash say, nobody here knows. Bounded: what falls out is treated as old.
/// </summary>
internal sealed class FirstHand
{
    private const int Max = 4096;

    private readonly Lock gate = new();
    private readonly Dictionary<string, bool> isUsed = new(StringComparer.Ordinal);
    private readonly Queue<string> order = new();

    /// <summary>Does nothing for one that is known: a permit that was used stays used, whoever asks for it again.</summary>
    public void Add(string decision)
    {
        lock (gate)
        {
            if (!isUsed.TryAdd(decision, false))
                return;
            order.Enqueue(decision);
            while (order.Count > Max)
                isUsed.Remove(order.Dequeue());
        }
    }

    /// <summary>True once for each.</summary>
    public bool TryUse(string decision)
    {
        lock (gate)
        {
            if (!isUsed.TryGetValue(decision, out var used) || used)
                return false;
            return isUsed[decision] = true;
        }
    }
}
