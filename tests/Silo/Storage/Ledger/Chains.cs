using System.Text;
using AccountTwins.Domain.Decisions;
using AccountTwins.Grains.State;

namespace AccountTwins.Tests.Silo.Storage.Ledger;

/// <summary>Entries, appends and review items for tests of the ledger.</summary>
internal static class Chains
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    public static LedgerSubject Scenario(string name, string tenant = "default") => LedgerSubject.OfScenario(tenant, name);

    public static LedgerSubject Account(string name, string tenant = "default") => new(tenant, name);

    /// <summary>Entries that follow the given one: entry n has the body <c>{"n":n}</c> and the key n.</summary>
    public static LedgerEntry[] Entries(this LedgerSubject subject, int count, LedgerEntry? after = null, int? snapshotAt = null, string mark = "")
    {
        var entries = new LedgerEntry[count];
        for (var i = 0; i < count; i++)
        {
            var number = (after?.Number ?? 0) + 1;
            var snapshot = snapshotAt == number ? Encoding.UTF8.GetBytes($"state {number}") : null;
            entries[i] = after = subject.Entry(after, Encoding.UTF8.GetBytes($$"""{"n":{{number}}{{mark}}}"""), snapshot);
        }

        return entries;
    }

    public static LedgerEntry Entry(this LedgerSubject subject, LedgerEntry? after, byte[] body, byte[]? snapshot = null)
    {
        var number = (after?.Number ?? 0) + 1;
        var at = Noon.AddMilliseconds(number);
        var hash = LedgerChain.HashOf(after?.Hash, subject.Tenant, subject.Name, number, "decision", at, (ulong)number, body, snapshot);
        return new LedgerEntry(number, "decision", at, (ulong)number, hash, body, snapshot);
    }

    public static LedgerAppend Append(this LedgerSubject subject, LedgerEntry[] entries, params ReviewChange[] reviews) => new(subject, null, entries, reviews);

    public static LedgerAppend Append(this LedgerSubject subject, TwinCondition twin, LedgerEntry[] entries) => new(subject, twin, entries, []);

    public static ReviewItem Item(string id, string account = "acme", string tenant = "default", int dueHours = 4) => new()
    {
        Id = id,
        Tenant = tenant,
        Account = account,
        Number = 1,
        Kind = ReviewKind.Approval,
        Scenario = "grant_credit~billing~mid",
        AgentRelease = "helper/7",
        Role = "csm",
        RequestedBy = "agent",
        CreatedAt = Noon,
        DueAt = Noon.AddHours(dueHours),
        ExpiresAt = Noon.AddHours(dueHours + 20),
    };
}
