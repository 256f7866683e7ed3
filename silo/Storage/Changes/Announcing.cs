using AccountTwins.Grains.State;

namespace AccountTwins.Silo.Storage.Changes;

/// <summary>Which batches carry changes; most do not.</summary>
internal static class Announcing
{
    public static bool ContainsAnyAnnouncing(this ReadOnlySpan<TwinWrite> rows)
    {
        foreach (var row in rows)
        {
            if (row.Changes.Count > 0)
                return true;
        }

        return false;
    }

    public static bool ContainsAnyAnnouncing(this ReadOnlySpan<LedgerAppend> appends)
    {
        foreach (var append in appends)
        {
            if (append.Changes.Count > 0)
                return true;
        }

        return false;
    }
}
