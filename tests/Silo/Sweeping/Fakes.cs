using System.Collections.Concurrent;
using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Silo.Storage;
using AccountTwins.Silo.Sweeping;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Silo.Sweeping;

/// <summary>Accounts that stay due for ever, oldest first.</summary>
internal sealed class DueAccounts : ISweepStore
{
    private readonly List<DueAccount> due = [];

    public int Queries { get; private set; }

    public volatile Exception? Failure;

    public void Add(DateTimeOffset at, int count) =>
        due.AddRange(Enumerable.Range(due.Count, count).Select(number => new DueAccount(new AccountKey("t", $"a{number:0000}"), at.AddTicks(number - 1000))));

    public void Clear() => due.Clear();

    public Task<IReadOnlyList<DueAccount>> DueAsync(DateTimeOffset now, int limit, SweepShard shard, DueAccount? after, CancellationToken cancellationToken)
    {
        Queries++;
        if (Failure is { } failure)
            return Task.FromException<IReadOnlyList<DueAccount>>(failure);
        return Task.FromResult<IReadOnlyList<DueAccount>>(
            [.. due.Where(each => each.DueAt <= now && (after is null || each.DueAt > after.DueAt)).OrderBy(each => each.DueAt).Take(limit)]);
    }
}

/// <summary>Remembers whom it was asked to advance, and does what the test says.</summary>
internal sealed class Calls : IAccountAdvance
{
    private int running;
    private int runningMost;

    public ConcurrentQueue<AccountKey> Made { get; } = new();

    public Func<AccountKey, Task> Behaviour { get; set; } = _ => Task.CompletedTask;

    public Func<AccountKey, TwinStanding> Answer { get; set; } = _ => TwinStanding.Ready;

    public int Running => Volatile.Read(ref running);

    public int RunningMost => Volatile.Read(ref runningMost);

    public async Task<TwinStanding> AdvanceAsync(AccountKey account, CancellationToken cancellationToken)
    {
        InterlockedMax(ref runningMost, Interlocked.Increment(ref running));
        Made.Enqueue(account);
        try
        {
            await Behaviour(account);
            return Answer(account);
        }
        finally
        {
            Interlocked.Decrement(ref running);
        }
    }

    public Task SeenAsync(int count) => Until.TrueAsync(() => Made.Count >= count);

    private static void InterlockedMax(ref int target, int value)
    {
        var seen = Volatile.Read(ref target);
        while (seen < value && Interlocked.CompareExchange(ref target, value, seen) is var now && now != seen)
            seen = now;
    }
}
