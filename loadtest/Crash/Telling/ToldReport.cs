using AccountTwins.Domain.Accounts;
using AccountTwins.LoadTest.Audit;
using AccountTwins.LoadTest.Running;
using AccountTwins.LoadTest.Workload;

namespace AccountTwins.LoadTest.Crash.Telling;

/// <summary>What a crash run showed of the changes that were told.</summary>
public sealed record ToldReport
{
    /// <summary>In the log, by kind.</summary>
    public required IReadOnlyDictionary<string, int> Kinds { get; init; }

    public required int Changes { get; init; }

    /// <summary>In the topic; what exceeds the changes was sent again after a kill, under the same ids.</summary>
    public required int Messages { get; init; }

    /// <summary>Events that one subscriber was given over all lives.</summary>
    public required int Streamed { get; init; }

    /// <summary>How often its connection could not be opened, or ended.</summary>
    public required int Interruptions { get; init; }

    public required IReadOnlyList<string> Faults { get; init; }

    public bool IsClean => Faults.Count == 0;

    /// <summary>Reads everything past the silo, once it has told what it has.</summary>
    internal static async Task<ToldReport> AuditAsync(Oracle oracle, bool withOrder, TwinDatabase database, string bootstrapServers, ChangeFollower follower)
    {
        var rows = await database.ChangesAsync();
        var messages = await TopicContent.ReadAsync(bootstrapServers, TopicPlan.Changes);
        var accounts = rows.Where(row => row.Account is not null).ToLookup(row => new AccountKey(row.Tenant, row.Account!));
        var faults = new List<string>(
        [
            .. follower.Faults, .. Telling.LogFaults(rows), .. Telling.TopicFaults(rows, messages), .. Telling.StreamFaults(rows, Traffic.Tenant, follower.Events),
        ]);
        var left = accounts.Select(account => account.Key).ToHashSet();
        await foreach (var (twin, _) in database.EachTwinAsync())
        {
            left.Remove(twin.Key);
            faults.AddRange(CausesTold.Faults(twin, [.. accounts[twin.Key]]));
            if (withOrder && oracle.TwinOf(twin.Key) is not null)
                faults.AddRange(CausesTold.Faults(twin.Key, oracle.ChangesOf(twin.Key), [.. accounts[twin.Key]]));
        }

        faults.AddRange(left.Select(key => $"{key}: changes are told of an account that has no twin"));
        var chains = (await database.LedgerAsync()).ToLookup(row => row.Subject);
        foreach (var account in chains.Select(chain => chain.Key).Union(accounts.Select(account => account.Key.Account)))
            faults.AddRange(CausesTold.Faults(account, chains[account], [.. accounts[new AccountKey(Traffic.Tenant, account)]]));
        return new ToldReport
        {
            Kinds = rows.CountBy(row => row.Kind).ToDictionary(),
            Changes = rows.Count,
            Messages = messages.Count,
            Streamed = follower.Events.Count,
            Interruptions = follower.Interruptions,
            Faults = faults,
        };
    }

    public override string ToString() => string.Join('\n',
    [
        $"changes: {Changes} in the log ({string.Join(", ", Kinds.OrderBy(kind => kind.Key, StringComparer.Ordinal).Select(kind => $"{kind.Key} {kind.Value}"))}), "
            + $"{Messages} messages in the topic ({Messages - Changes} repeated), {Streamed} on a stream that broke {Interruptions} times",
        .. Faults.Take(20).Select(fault => "  WRONG " + fault),
        IsClean ? "changes: each is told once under its id, in order, and none that did not happen" : $"changes: FAILED, {Faults.Count} faults",
    ]);
}
