namespace AccountTwins.Silo.Storage.Changes;

/// <summary>How many changes are kept: of one tenant, and of all together. What is beyond either is taken from those who hold most.</summary>
public readonly record struct ChangeBounds(long OfTenant, long OfAll)
{
    /// <summary>
    /// What one tenant may keep now: the highest level at which all together keep no more than they may, where who holds less than that keeps it. At
    /// least 1, so that no tenant's newest change goes because of its neighbours.
    /// </summary>
    /// <param name="kept">What each tenant holds.</param>
    public long LevelOf(IReadOnlyCollection<long> kept)
    {
        var most = OfTenant;
        long[] held = [.. kept.Select(each => Math.Min(each, most)).OrderDescending()];
        var less = held.Sum();
        if (less <= OfAll)
            return OfTenant;
        var level = 1L;
        for (var count = 1; count <= held.Length; count++)
        {
            less -= held[count - 1];
            level = Math.Max(level, (OfAll - less) / count);
        }

        return level;
    }
}
