using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Signals;
using AccountTwins.Grains.Mapping;
using AccountTwins.Grains.State;
using AccountTwins.LoadTest.Workload;

namespace AccountTwins.LoadTest.Running;

/// <summary>Twins put into the store without ever being in memory: a few hundred different lives, each under many names.</summary>
internal static class StoredTwins
{
    private const int Lives = 500;
    private const int AtOnce = 4_096;

    /// <summary>Accounts are those of <see cref="BurstTraffic.AccountOf"/>. They carry no identifiers: nobody resolves them.</summary>
    /// <param name="store">Where to.</param>
    /// <param name="count">How many twins.</param>
    /// <param name="signalsEach">What each has seen in the thirty days before <paramref name="end"/>.</param>
    /// <param name="end">The last moment of their time.</param>
    /// <param name="dueAt">When time alone is to act on them; null: as they are.</param>
    public static async Task FillAsync(ITwinStore store, int count, int signalsEach, DateTimeOffset end, DateTimeOffset? dueAt = null)
    {
        var rows = Enumerable.Range(0, Math.Min(Lives, count)).Select(life => RowOf(life, signalsEach, end, dueAt)).ToArray();
        var writer = Guid.NewGuid();
        for (var start = 0; start < count; start += AtOnce)
        {
            var results = await Task.WhenAll(Enumerable.Range(start, Math.Min(AtOnce, count - start)).Select(index =>
            {
                var row = rows[index % rows.Length];
                return store.WriteAsync(row with { Key = BurstTraffic.AccountOf(index), Next = row.Next with { Writer = writer } }, CancellationToken.None);
            }));
            if (results.FirstOrDefault(result => result != WriteResult.Written) is var failed and not WriteResult.Unspecified)
                throw new InvalidOperationException($"A twin could not be stored: {failed}.");
        }
    }

    private static TwinWrite RowOf(int number, int count, DateTimeOffset end, DateTimeOffset? dueAt)
    {
        var row = TwinRow.Write(AccountTwin.Empty(BurstTraffic.AccountOf(number)).Accept(AccountHistory.Of(number, count, end)).Twin, null, Guid.Empty);
        return row with { Columns = row.Columns with { Identifiers = [], DueAt = dueAt ?? row.Columns.DueAt } };
    }
}
