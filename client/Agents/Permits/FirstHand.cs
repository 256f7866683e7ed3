namespace AccountTwins.Client.Agents.Permits;

/// <summary>
/// Permits that this client was given, and whether it has used them. Its claim says to the service that a repeat is for this client and no other, so that it
/// may act upon a permit whose answer was lost. Bounded: a claim is given up with the memory of what was done under it, so that nothing forgotten is done twice.
/// </summary>
internal sealed class FirstHand(int max = 4096)
{
    private readonly Lock gate = new();
    private Generation before = new();
    private Generation current = new();

    /// <summary>Of the questions that are asked now.</summary>
    public string Claim => Volatile.Read(ref current).Claim;

    /// <summary>Does nothing for one that is known: a permit that was used stays used, whoever asks for it again.</summary>
    /// <param name="decision">Its id.</param>
    /// <param name="claim">With which it was asked for.</param>
    /// <param name="isAgain">It was there before this answer, so whether it was used depends on what is remembered of the claim.</param>
    public void Add(string decision, string claim, bool isAgain)
    {
        lock (gate)
        {
            if (Of(decision) is not null || (isAgain && claim != current.Claim && claim != before.Claim))
                return;
            current.IsUsed.Add(decision, false);
            if (current.IsUsed.Count >= max)
                (before, current) = (current, new Generation());
        }
    }

    /// <summary>True once for each.</summary>
    public bool TryUse(string decision)
    {
        lock (gate)
        {
            if (Of(decision) is not { } generation || generation.IsUsed[decision])
                return false;
            return generation.IsUsed[decision] = true;
        }
    }

    private Generation? Of(string decision) => current.IsUsed.ContainsKey(decision) ? current : before.IsUsed.ContainsKey(decision) ? before : null;

    private sealed class Generation
    {
        public string Claim { get; } = Guid.NewGuid().ToString("N");

        public Dictionary<string, bool> IsUsed { get; } = new(StringComparer.Ordinal);
    }
}
