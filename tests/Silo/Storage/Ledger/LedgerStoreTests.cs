using AccountTwins.Grains.State;
using AccountTwins.Silo.Storage.Ledger;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Silo.Storage.Ledger;

/// <summary>The contract of the ledger, the same on every database.</summary>
public sealed class LedgerStoreTests
{
    private static readonly LedgerSubject Subject = Chains.Scenario("s");

    [Theory, OnSqlite, OnPostgres]
    public async Task Entries_read_back_as_they_were_appended(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var first = Subject.Entry(null, [0, 255, 1]) with { Key = ulong.MaxValue };
        var entries = new[] { first, Subject.Entry(first, [], [9]) };

        Assert.Equal(AppendResult.Appended, await host.Ledger.AppendAsync(Subject.Append(entries), default));

        Assert.Equivalent(entries[1..], await host.Ledger.ReadTailAsync(Subject, default), strict: true);
        Assert.Equivalent(entries.Select(entry => entry with { Snapshot = null }), await host.Ledger.ReadAsync(Subject, 1, 10, default), strict: true);
        Assert.Equivalent(new LedgerEnd(2, entries[1].Hash), await host.Ledger.ReadEndAsync(Subject, default), strict: true);
        Assert.Equal(1, await host.Ledger.FindKeyAsync(Subject, ulong.MaxValue, default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Chain_without_entries_reads_empty(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        await AppendAsync(host, Chains.Scenario("s", "another").Entries(1), Chains.Scenario("s", "another"));

        Assert.Empty(await host.Ledger.ReadTailAsync(Subject, default));
        Assert.Empty(await host.Ledger.ReadAsync(Subject, 1, 10, default));
        Assert.Null(await host.Ledger.ReadEndAsync(Subject, default));
        Assert.Null(await host.Ledger.FindKeyAsync(Subject, 1, default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Tail_begins_at_the_newest_snapshot(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var entries = Subject.Entries(4, snapshotAt: 2);
        var later = Subject.Entries(4, entries[^1], snapshotAt: 6);
        var without = Chains.Scenario("without");
        await AppendAsync(host, entries);
        var before = await TailAsync(Subject);
        await AppendAsync(host, later);
        await AppendAsync(host, without.Entries(3), without);

        var tails = await Task.WhenAll(TailAsync(Subject), TailAsync(without), TailAsync(Chains.Scenario("none")), TailAsync(Subject));

        Assert.Equal([2, 3, 4], before);
        Assert.Equal([[6, 7, 8], [1, 2, 3], [], [6, 7, 8]], tails);

        async Task<long[]> TailAsync(LedgerSubject subject) => [.. (await host.Ledger.ReadTailAsync(subject, default)).Select(entry => entry.Number)];
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Pages_are_read_from_a_number_on(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        await AppendAsync(host, Subject.Entries(10));

        Assert.Equal([4L, 5, 6], (await host.Ledger.ReadAsync(Subject, 4, 3, default)).Select(entry => entry.Number));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => host.Ledger.ReadAsync(Subject, 1, 1001, default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Newest_entry_with_a_key_is_found(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var entries = Subject.Entries(4);
        await AppendAsync(host, [.. entries.Select(entry => entry with { Key = entry.Number == 4 ? 0 : 7ul })]);

        Assert.Equal(3, await host.Ledger.FindKeyAsync(Subject, 7, default));
        Assert.Null(await host.Ledger.FindKeyAsync(Subject, 8, default));
        Assert.Null(await host.Ledger.FindKeyAsync(Subject, 0, default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Gap_or_overlap_conflicts_and_leaves_nothing(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var entries = Subject.Entries(6);
        await AppendAsync(host, entries[..2]);

        Assert.Equal(AppendResult.Conflict, await host.Ledger.AppendAsync(Subject.Append(entries[3..]), default));
        Assert.Equal(AppendResult.Conflict, await host.Ledger.AppendAsync(Subject.Append(entries[1..]), default));
        Assert.Equal(AppendResult.Conflict, await host.Ledger.AppendAsync(Subject.Append(entries[..4]), default));
        Assert.Equal(AppendResult.Conflict, await host.Ledger.AppendAsync(Chains.Scenario("new").Append(Chains.Scenario("new").Entries(3)[1..]), default));

        Assert.Equal(2, (await host.Ledger.ReadEndAsync(Subject, default))!.Value.Number);
        Assert.Equal(AppendResult.Appended, await host.Ledger.AppendAsync(Subject.Append(entries[2..]), default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Account_chain_grows_only_under_the_owner_of_the_twin(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var subject = Chains.Account("acme");
        var entries = subject.Entries(3);
        var mine = Guid.NewGuid();
        var row = Rows.New(Rows.Key("acme"));
        Assert.Equal(AppendResult.Conflict, await AppendOneAsync(entries[0], new TwinCondition(mine, null)));
        await host.Twins.WriteAsync(row, default);

        Assert.Equal(AppendResult.Conflict, await AppendOneAsync(entries[0], new TwinCondition(mine, null)));
        Assert.Equal(AppendResult.Conflict, await AppendOneAsync(entries[0], new TwinCondition(mine, row.Next with { Revision = 2 })));
        Assert.Equal(AppendResult.Appended, await AppendOneAsync(entries[0], new TwinCondition(mine, row.Next)));
        await host.Twins.WriteAsync(row.Then(writer: mine), default);
        Assert.Equal(AppendResult.Conflict, await AppendOneAsync(entries[1], new TwinCondition(Rows.OtherWriter, row.Next)));
        Assert.Equal(AppendResult.Appended, await AppendOneAsync(entries[1], new TwinCondition(mine, row.Next)));

        Assert.Equal(2, (await host.Ledger.ReadEndAsync(subject, default))!.Value.Number);

        Task<AppendResult> AppendOneAsync(LedgerEntry entry, TwinCondition twin) => host.Ledger.AppendAsync(subject.Append(twin, [entry]), default);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Conflicting_append_harms_no_other_of_its_batch(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var subjects = Enumerable.Range(0, 300).Select(i => Chains.Scenario($"s{i}")).ToArray();
        await Task.WhenAll(subjects.Where((_, i) => i % 7 == 0).Select(subject => AppendAsync(host, subject.Entries(1), subject)));

        var results = await Task.WhenAll(subjects.Select((subject, i) => host.Ledger.AppendAsync(
            subject.Append(subject.Entries(i % 3 + 1, mark: ",\"late\":1"), new ReviewChange.Add(Chains.Item($"r{i}"))), default)));

        for (var i = 0; i < subjects.Length; i++)
        {
            var conflicts = i % 7 == 0;
            Assert.Equal(conflicts ? AppendResult.Conflict : AppendResult.Appended, results[i]);
            Assert.Equal(conflicts ? 1 : i % 3 + 1, (await host.Ledger.ReadAsync(subjects[i], 1, 10, default)).Length);
            Assert.Equal(conflicts, await host.Reviews.ReadAsync("default", $"r{i}", default) is null);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Chains_grow_in_the_order_of_calls(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var entries = Subject.Entries(50);

        var results = await Task.WhenAll(entries.Select(entry => host.Ledger.AppendAsync(Subject.Append([entry]), default)));

        Assert.All(results, result => Assert.Equal(AppendResult.Appended, result));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_two_writers_of_one_chain_exactly_one_gets_each_number(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        await using var other = await host.AgainAsync();
        var subjects = Enumerable.Range(0, 20).Select(i => Chains.Scenario($"s{i}")).ToArray();

        // Both write 1 to 3 entries from where they believe the end to be, and look again after a conflict.
        var wins = await Task.WhenAll(subjects.SelectMany(subject => new[] { WriteAsync(host, subject, "left"), WriteAsync(other, subject, "right") }));

        foreach (var (subject, i) in subjects.Select((subject, i) => (subject, i)))
        {
            var chain = await host.Ledger.ReadAsync(subject, 1, 1000, default);
            Assert.Equal(Enumerable.Range(1, chain.Length).Select(n => (long)n), chain.Select(entry => entry.Number));
            Assert.Equal(wins[i * 2] + wins[(i * 2) + 1], chain.Length);
            LedgerEntry? before = null;
            foreach (var entry in chain)
                Assert.Equal(subject.Entry(before, entry.Body).Hash, (before = entry).Hash);
        }

        static async Task<int> WriteAsync(StoreHost host, LedgerSubject subject, string name)
        {
            var won = 0;
            for (var round = 0; round < 20; round++)
            {
                var end = (await host.Ledger.ReadTailAsync(subject, default)).LastOrDefault();
                var entries = subject.Entries((round % 3) + 1, end, mark: $",\"by\":\"{name}\"");
                if (await host.Ledger.AppendAsync(subject.Append(entries), default) == AppendResult.Appended)
                    won += entries.Length;
            }

            return won;
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Append_that_no_database_would_take_is_refused(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind, ("WriteBatchBytesMax", "1048576"));
        var entries = Subject.Entries(3);
        LedgerAppend[] malformed =
        [
            Subject.Append([]),
            Subject.Append([entries[0], entries[2]]),
            Subject.Append([entries[0] with { Hash = [1] }]),
            Subject.Append([entries[0] with { Kind = "\0" }]),
            Subject.Append([Subject.Entry(null, new byte[1_048_577])]),
            Subject.Append(Subject.Entries(LedgerCheck.EntriesMax + 1)),
            Subject.Append(entries, new ReviewChange.Add(Chains.Item("r", tenant: "another"))),
            Subject.Append(entries, new ReviewChange.Decided("r", "a\nb", ReviewState.Done)),
            Chains.Account("a/b").Append(entries),
        ];

        foreach (var append in malformed)
            Assert.Equal(AppendResult.Refused, await host.Ledger.AppendAsync(append, default));

        Assert.Null(await host.Ledger.ReadEndAsync(Subject, default));
    }

    private static async Task AppendAsync(StoreHost host, LedgerEntry[] entries, LedgerSubject? subject = null) =>
        Assert.Equal(AppendResult.Appended, await host.Ledger.AppendAsync((subject ?? Subject).Append(entries), default));
}
