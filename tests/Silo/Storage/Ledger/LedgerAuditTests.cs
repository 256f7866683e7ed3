using System.Text;
using AccountTwins.Domain.Decisions;
using AccountTwins.Grains.State;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Silo.Storage.Ledger;

/// <summary>A ledger that nobody touched is sound, and whatever is done to it behind its back is found and named.</summary>
public sealed class LedgerAuditTests
{
    private static readonly LedgerSubject Acme = Chains.Account("acme");
    private static readonly LedgerSubject Scenario = Chains.Scenario("s");

    [Theory, OnSqlite, OnPostgres]
    public async Task Untouched_ledger_is_sound(StoreKind kind)
    {
        await using var host = await OpenAsync(kind);
        var seen = new Seen();

        var report = await host.Audit.VerifyAsync("default", seen, default);

        Assert.Empty(report.Faults);
        Assert.Equal(new LedgerAuditProgress(2, 3, 17), report.Read);
        Assert.Equal(report.Read, seen.Last);
        Assert.Equal(2, report.NewestRoot!.Number);
        Assert.True((await host.Audit.VerifyAsync("nobody", null, default)).IsSound);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Roots_cover_what_is_new_and_only_that(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var other = Chains.Account("acme", "other");
        await AppendAsync(host, Acme, Acme.Entries(2));
        await AppendAsync(host, Scenario, Scenario.Entries(1));
        await AppendAsync(host, other, other.Entries(1));

        Assert.Equal(["default", "other"], await host.Audit.TenantsBehindAsync(default));
        var first = await host.Audit.WriteRootAsync("default", Chains.Noon, default);
        Assert.Equal(["other"], await host.Audit.TenantsBehindAsync(default));
        Assert.Null(await host.Audit.WriteRootAsync("default", Chains.Noon, default));
        await AppendAsync(host, Scenario, Scenario.Entries(2)[1..]);
        var second = await host.Audit.WriteRootAsync("default", Chains.Noon.AddMinutes(10), default);

        Assert.Equal((1, 2, 0), (first!.Number, first.Chains, first.Previous.Length));
        Assert.Equal((2, 1), (second!.Number, second.Chains));
        Assert.Equal(first.Root, second.Previous);
        Assert.Equal(first.Root, (await host.Audit.ReadRootAsync("default", 1, default))!.Root);
        var newest = await host.Audit.ReadRootAsync("default", null, default);
        Assert.Equal((2, second.At, 1), (newest!.Number, newest.At, newest.Chains));
        Assert.Equal(first.Root, newest.Previous);
        Assert.Null(await host.Audit.ReadRootAsync("default", 3, default));
        Assert.Null(await host.Audit.ReadRootAsync("other", null, default));
        Assert.True((await host.Audit.VerifyAsync("default", null, default)).IsSound);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Silos_that_write_roots_amid_appends_leave_none_out(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        await using var other = await host.AgainAsync();
        var appending = Task.WhenAll(Enumerable.Range(0, 50).Select(i => GrowAsync(i % 2 == 0 ? host : other, Chains.Scenario($"s{i}"))));
        while (!appending.IsCompleted)
            await Task.WhenAll(host.Audit.WriteRootAsync("default", Chains.Noon, default), other.Audit.WriteRootAsync("default", Chains.Noon, default));
        await appending;
        await host.Audit.WriteRootAsync("default", Chains.Noon, default);
        Assert.True((await host.Audit.VerifyAsync("default", null, default)).IsSound);

        // Every chain's end is in a root: cutting any of them is seen.
        await host.ChangeAsync("DELETE FROM ledger WHERE number = 20");
        var report = await host.Audit.VerifyAsync("default", null, default);
        Assert.Equal(50, report.Faults.Count(fault => fault is { Number: 20, Kind: LedgerFaultKind.Cut }));

        static async Task GrowAsync(StoreHost host, LedgerSubject subject)
        {
            foreach (var entry in subject.Entries(20))
                await AppendAsync(host, subject, [entry]);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Changed_field_is_found(StoreKind kind)
    {
        string[] changes =
        [
            "body = (SELECT o.body FROM ledger o WHERE o.subject = 'acme' AND o.number = 1)", "kind = 'other'", "key = key + 1", "snapshot = body",
            kind == StoreKind.Postgres ? "at = at + interval '1 ms'" : "at = at + 1",
        ];
        foreach (var change in changes)
        {
            await using var host = await OpenAsync(kind);
            await host.ChangeAsync($"UPDATE ledger SET {change} WHERE subject = 'acme' AND number = 3");
            await AssertFaultsAsync(host, new LedgerFault("acme", 3, LedgerFaultKind.Changed));
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Removed_entry_is_found(StoreKind kind)
    {
        await using var host = await OpenAsync(kind);
        await host.ChangeAsync("DELETE FROM ledger WHERE (subject = 'acme' AND number = 4) OR (subject = '/scenario/s' AND number = 1)");

        await AssertFaultsAsync(host,
            new LedgerFault(Scenario.Name, 1, LedgerFaultKind.Missing), new LedgerFault("acme", 4, LedgerFaultKind.Missing));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Swapped_numbers_are_found(StoreKind kind)
    {
        await using var host = await OpenAsync(kind);
        foreach (var (from, to) in new[] { (3, 99), (4, 3), (99, 4) })
            await host.ChangeAsync($"UPDATE ledger SET number = {to} WHERE subject = 'acme' AND number = {from}");

        await AssertFaultsAsync(host, [.. new[] { 3, 4, 5 }.Select(number => new LedgerFault("acme", number, LedgerFaultKind.Changed))]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Cut_tail_is_found_by_the_roots(StoreKind kind)
    {
        await using var host = await OpenAsync(kind);
        await host.ChangeAsync("DELETE FROM ledger WHERE (subject = 'acme' AND number >= 4) OR subject = '/tenant'");

        await AssertFaultsAsync(host, new LedgerFault("/tenant", 1, LedgerFaultKind.Cut), new LedgerFault("acme", 4, LedgerFaultKind.Cut));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Chain_written_anew_with_right_hashes_is_found_by_the_roots(StoreKind kind)
    {
        await using var host = await OpenAsync(kind);
        await host.ChangeAsync("DELETE FROM ledger WHERE subject = 'acme'");
        await AppendAsync(host, Acme, [Acme.Entry(null, Encoding.UTF8.GetBytes("forged")), .. Acme.Entries(8, Acme.Entry(null, Encoding.UTF8.GetBytes("forged")))]);

        await AssertFaultsAsync(host, new LedgerFault("acme", 5, LedgerFaultKind.Rewritten), new LedgerFault("acme", 9, LedgerFaultKind.Rewritten));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Touched_roots_are_found(StoreKind kind)
    {
        await using var changed = await OpenAsync(kind);
        await changed.ChangeAsync("UPDATE ledger_root SET chains = chains + 1 WHERE number = 2");
        await AssertFaultsAsync(changed, new LedgerFault(LedgerFault.OfRoots, 2, LedgerFaultKind.RootChanged));

        await using var removed = await OpenAsync(kind);
        await removed.ChangeAsync("DELETE FROM ledger_root WHERE number = 1");
        await AssertFaultsAsync(removed, new LedgerFault(LedgerFault.OfRoots, 1, LedgerFaultKind.RootMissing));
    }

    /// <summary>Three chains of 9, 7 and 1 entries under two roots: the first at entry 5 of acme.</summary>
    private static async Task<StoreHost> OpenAsync(StoreKind kind)
    {
        var host = await StoreHost.OpenAsync(kind);
        var entries = Acme.Entries(9, snapshotAt: 6);
        var settings = LedgerSubject.OfTenant("default");
        await AppendAsync(host, Acme, entries[..5]);
        await AppendAsync(host, settings, settings.Entries(1));
        await host.Audit.WriteRootAsync("default", Chains.Noon, default);
        await AppendAsync(host, Acme, entries[5..]);
        await AppendAsync(host, Scenario, Scenario.Entries(7));
        await host.Audit.WriteRootAsync("default", Chains.Noon.AddMinutes(10), default);
        return host;
    }

    private static async Task AppendAsync(StoreHost host, LedgerSubject subject, LedgerEntry[] entries) =>
        Assert.Equal(AppendResult.Appended, await host.Ledger.AppendAsync(subject.Append(entries), default));

    private static async Task AssertFaultsAsync(StoreHost host, params LedgerFault[] faults) =>
        Assert.Equal(faults, (await host.Audit.VerifyAsync("default", null, default)).Faults.OrderBy(fault => fault.Subject, StringComparer.Ordinal));

    private sealed class Seen : IProgress<LedgerAuditProgress>
    {
        public LedgerAuditProgress Last { get; private set; }

        public void Report(LedgerAuditProgress value) => Last = value;
    }
}
