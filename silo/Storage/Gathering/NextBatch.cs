using System.Threading.Channels;
using AccountTwins.Domain.Accounts;

namespace AccountTwins.Silo.Storage.Gathering;

/// <summary>
/// Picks the next batch: in order of arrival, each key once, within rows and bytes, then sorted by key so that two writers lock rows in
/// the same order. What did not fit is held for the batch after, at most as many as one batch has rows.
/// </summary>
internal sealed class NextBatch<TRequest, TAnswer>(int rowsMax, int bytesMax, Func<TRequest, int> sizeOf)
{
    private readonly Queue<Pending<TRequest, TAnswer>> held = new();
    private readonly HashSet<AccountKey> keys = [];
    private readonly List<Pending<TRequest, TAnswer>> batch = [];
    private long bytes;
    private bool full;

    public bool HoldsSome => held.Count > 0;

    public Pending<TRequest, TAnswer>[] Take(ChannelReader<Pending<TRequest, TAnswer>> reader)
    {
        keys.Clear();
        batch.Clear();
        (bytes, full) = (0, false);
        for (var count = held.Count; count > 0; count--)
            Add(held.Dequeue());
        while (!full && held.Count < rowsMax && reader.TryRead(out var pending))
            Add(pending);
        batch.RemoveAll(pending => !pending.TryTake());
        batch.Sort(static (a, b) => Compare(a.Key, b.Key));
        return [.. batch];
    }

    private void Add(Pending<TRequest, TAnswer> pending)
    {
        var size = sizeOf(pending.Request);
        if (full || (batch.Count > 0 && bytes + size > bytesMax))
        {
            // Nothing may overtake what is held here, or a key's order would be lost.
            full = true;
            held.Enqueue(pending);
            return;
        }

        if (!keys.Add(pending.Key))
        {
            held.Enqueue(pending);
            return;
        }

        batch.Add(pending);
        bytes += size;
        full = batch.Count >= rowsMax;
    }

    private static int Compare(AccountKey a, AccountKey b)
    {
        var tenant = string.CompareOrdinal(a.Tenant, b.Tenant);
        return tenant != 0 ? tenant : string.CompareOrdinal(a.Account, b.Account);
    }
}
