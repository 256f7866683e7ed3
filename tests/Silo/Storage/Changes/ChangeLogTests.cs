using AccountTwins.Domain.Changes;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Storage.Changes;
using AccountTwins.Tests.Silo.Storage.Ledger;
using AccountTwins.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AccountTwins.Tests.Silo.Storage.Changes;

public sealed class ChangeLogTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    [Theory, OnSqlite, OnPostgres]
    internal async Task A_change_is_there_if_and_only_if_its_row_is(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var write = Announcing(Rows.New(Rows.Key("a")), "a1", "a2");

        Assert.Equal(WriteResult.Written, await host.Twins.WriteAsync(write, default));
        Assert.Equal(WriteResult.Conflict, await host.Twins.WriteAsync(Announcing(Rows.New(Rows.Key("a")), "x"), default));
        Assert.Equal(WriteResult.Conflict, await host.Twins.WriteAsync(Announcing(write.Then() with { Expected = new RowVersion(7, Rows.Writer) }, "y"), default));
        Assert.Equal(WriteResult.Written, await host.Twins.WriteAsync(Announcing(write.Then(), "a3"), default));

        Assert.Equal(["a1", "a2", "a3"], await IdsAsync(host));
    }

    [Theory, OnSqlite, OnPostgres]
    internal async Task A_write_that_is_sent_again_after_it_landed_announces_nothing_more(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var write = Announcing(Rows.New(Rows.Key("a")), "a1");
        await host.Twins.WriteAsync(write, default);
        var again = Announcing(write, "a1", "never");

        Assert.Equal(WriteResult.Conflict, await host.Twins.WriteAsync(again, default));
        Assert.Equal(["a1"], await IdsAsync(host));
    }

    [Theory, OnSqlite, OnPostgres]
    internal async Task The_same_cause_never_stands_there_twice(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var write = Announcing(Rows.New(Rows.Key("a")), "a1");
        await host.Twins.WriteAsync(write, default);
        await host.Twins.WriteAsync(Announcing(write.Then(), "a1", "a2"), default);

        Assert.Equal(["a1", "a2"], await IdsAsync(host));
    }

    [Theory, OnSqlite, OnPostgres]
    internal async Task A_ledger_entry_brings_its_changes_with_it(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var chain = Chains.Scenario("reply~billing~mid");
        var entries = chain.Entries(1);

        Assert.Equal(AppendResult.Appended, await host.Ledger.AppendAsync(chain.Append(entries) with { Changes = [Row("default", null, "l1")] }, default));
        Assert.Equal(AppendResult.Conflict, await host.Ledger.AppendAsync(chain.Append(chain.Entries(1, mark: ",\"m\":2")) with { Changes = [Row("default", null, "x")] }, default));
        Assert.Equal(AppendResult.Conflict, await host.Ledger.AppendAsync(chain.Append(entries) with { Changes = [Row("default", null, "y")] }, default));

        Assert.Equal(["l1"], await IdsAsync(host));
    }

    [Theory, OnSqlite, OnPostgres]
    internal async Task Places_are_gapless_for_all_and_for_each_tenant(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var log = Log(host);
        foreach (var account in new[] { "a", "b", "c", "d" })
            await host.Twins.WriteAsync(Announcing(Rows.New(Rows.Key(account, account is "b" or "d" ? "other" : "default")), account + "1", account + "2"), default);
        Assert.Equal(5, await log.PlaceAsync(5, Noon, default));
        Assert.Equal(3, await log.PlaceAsync(5, Noon, default));
        Assert.Equal(0, await log.PlaceAsync(5, Noon, default));

        var all = await log.ReadAllAsync(0, 100, default);
        Assert.Equal(Enumerable.Range(1, 8).Select(n => (long)n), all.Select(change => change.Position));
        Assert.Equal([1, 2, 3, 4], (await log.ReadAsync("other", 0, 100, default)).Select(change => change.Number));
        Assert.Equal(new ChangeEnds(4, 0), await log.EndsAsync("default", default));
        Assert.Equal(new ChangeLogState(8, 0, null), await log.StateAsync(null, default));
        var read = all[0].Row;
        Assert.Equal(("a", "flag_opened", "smb", Noon), (read.Account, read.Kind, read.Segment, read.At));
        Assert.Equal("{}"u8, read.Data);
    }

    /// <summary>The trap of every outbox that is read by its sequence: the lower number commits after the higher one was read.</summary>
    [Theory, OnPostgres]
    internal async Task A_row_that_commits_late_is_read_late_and_never_missed(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var log = Log(host);
        await using var slow = host.OpenRaw();
        await using var transaction = await slow.BeginTransactionAsync();
        await using (var command = slow.CreateCommand())
        {
            command.Transaction = transaction;
            command.CommandText = "INSERT INTO account_change (tenant, account, id, kind, at, data) VALUES ('default', 'slow', 'early', 'flag_opened', now(), '')";
            await command.ExecuteNonQueryAsync();
        }

        await host.Twins.WriteAsync(Announcing(Rows.New(Rows.Key("a")), "late"), default);
        Assert.Equal(1, await log.PlaceAsync(100, Noon, default));
        var first = Assert.Single(await log.ReadAsync("default", 0, 100, default));
        await transaction.CommitAsync();
        Assert.Equal(1, await log.PlaceAsync(100, Noon, default));
        var second = Assert.Single(await log.ReadAsync("default", first.Number, 100, default));

        Assert.Equal(("late", 1, "early", 2), (first.Row.Id, first.Number, second.Row.Id, second.Number));
    }

    [Theory, OnSqlite, OnPostgres]
    internal async Task Many_who_place_at_once_leave_no_gap_and_keep_each_accounts_order(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        await using var other = await host.AgainAsync();
        var (read, isWriting) = (new List<PlacedChange>(), true);
        var writers = Enumerable.Range(0, 6).Select(async account =>
        {
            var write = Announcing(Rows.New(Rows.Key($"w{account}")), $"{account}-0");
            for (var step = 1; step <= 25; step++)
            {
                Assert.Equal(WriteResult.Written, await (step % 2 == 0 ? host : other).Twins.WriteAsync(write, default));
                write = Announcing(write.Then(), $"{account}-{step}");
            }
        }).ToList();
        var placers = new[] { host, other }.Select(async side =>
        {
            while (Volatile.Read(ref isWriting))
                await Log(side).PlaceAsync(7, Noon, default);
        }).ToList();
        var reader = Task.Run(async () =>
        {
            while (read.Count < 150)
                read.AddRange(await Log(host).ReadAsync("default", read.Count == 0 ? 0 : read[^1].Number, 1000, default));
        });
        await Task.WhenAll(writers);
        await reader.WaitAsync(TimeSpan.FromSeconds(30));
        Volatile.Write(ref isWriting, false);
        await Task.WhenAll(placers);

        Assert.Equal(Enumerable.Range(1, 150).Select(n => (long)n), read.Select(change => change.Number));
        foreach (var account in read.GroupBy(change => change.Row.Account))
            Assert.Equal(Enumerable.Range(0, 25).Select(step => $"{account.Key![1..]}-{step}"), account.Select(change => change.Row.Id));
    }

    [Theory, OnSqlite, OnPostgres]
    internal async Task Old_changes_go_but_none_that_is_still_to_be_passed_on(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var log = Log(host);
        await host.Twins.WriteAsync(Announcing(Rows.New(Rows.Key("a")), "a1", "a2", "a3"), default);
        await log.PlaceAsync(100, Noon, default);
        await host.Twins.WriteAsync(Announcing(Rows.New(Rows.Key("b")), "b1", "b2"), default);
        await log.PlaceAsync(100, Noon.AddDays(1), default);

        Assert.Equal(0, await log.RemoveAsync(Noon, All(5), null, default));
        Assert.Equal(2, await log.RemoveAsync(Noon.AddHours(1), All(5), 2, default));
        Assert.Equal(1, await log.RemoveAsync(Noon.AddHours(1), All(5), null, default));
        Assert.Equal(1, await log.RemoveAsync(Noon, All(1), null, default));
        Assert.Equal(["b2"], (await log.ReadAsync("default", 0, 100, default)).Select(change => change.Row.Id));
        Assert.Equal(new ChangeEnds(5, 4), await log.EndsAsync("default", default));
        Assert.Equal(1, await log.RemoveAsync(Noon.AddDays(9), All(1), null, default));
        await host.Twins.WriteAsync(Announcing(Rows.New(Rows.Key("c")), "c1"), default);
        await log.PlaceAsync(100, Noon, default);

        Assert.Equal((6, 6), (Assert.Single(await log.ReadAllAsync(0, 100, default)).Position, (await log.EndsAsync("default", default)).Newest));
    }

    [Theory, OnSqlite, OnPostgres]
    internal async Task What_a_tenant_may_not_keep_goes_and_nothing_of_another(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var log = Log(host);
        await AnnounceAsync(host, ("quiet", 2), ("loud", 5), ("quiet", 1), ("loud", 3));

        Assert.Equal(5, await log.RemoveAsync(Noon, new ChangeBounds(3, 100), null, default));
        Assert.Equal(0, await log.RemoveAsync(Noon, new ChangeBounds(3, 100), null, default));

        Assert.Equal((new ChangeEnds(3, 0), new ChangeEnds(8, 5)), (await log.EndsAsync("quiet", default), await log.EndsAsync("loud", default)));
        Assert.Equal([1, 2, 3], (await log.ReadAsync("quiet", 0, 100, default)).Select(change => change.Number));
        Assert.Equal([6, 7, 8], (await log.ReadAsync("loud", 0, 100, default)).Select(change => change.Number));
        Assert.Equal([1, 2, 8, 9, 10, 11], (await log.ReadAllAsync(0, 100, default)).Select(change => change.Position));
    }

    [Theory, OnSqlite, OnPostgres]
    internal async Task Beyond_what_all_may_keep_those_lose_who_hold_most(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var log = Log(host);
        await AnnounceAsync(host, ("quiet", 2), ("loud", 9), ("louder", 12), ("quiet", 1));

        while (await log.RemoveAsync(Noon, new ChangeBounds(100, 13), null, default) > 0)
        {
        }

        Assert.Equal(
            [new ChangeEnds(3, 0), new ChangeEnds(9, 4), new ChangeEnds(12, 7)],
            [await log.EndsAsync("quiet", default), await log.EndsAsync("loud", default), await log.EndsAsync("louder", default)]);
        Assert.Equal(13, (await log.ReadAllAsync(0, 100, default)).Count);
    }

    [Theory, OnSqlite, OnPostgres]
    internal async Task What_a_tenant_may_not_keep_stays_until_it_was_passed_on(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var log = Log(host);
        await AnnounceAsync(host, ("louder", 6), ("quiet", 1), ("loud", 4));

        Assert.Equal(2, await log.RemoveAsync(Noon, new ChangeBounds(1, 100), 2, default));
        Assert.Equal(0, await log.RemoveAsync(Noon, new ChangeBounds(1, 100), 2, default));
        Assert.Equal(5, await log.RemoveAsync(Noon, new ChangeBounds(1, 100), 9, default));

        Assert.Equal([6, 7, 10, 11], (await log.ReadAllAsync(0, 100, default)).Select(change => change.Position));
        Assert.Equal(new ChangeEnds(4, 2), await log.EndsAsync("loud", default));
    }

    [Theory, OnSqlite, OnPostgres]
    internal async Task Age_takes_what_is_left_behind_the_gaps_of_one_tenant(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var log = Log(host);
        await AnnounceAsync(host, ("loud", 3), ("quiet", 1), ("loud", 1200), ("quiet", 1));
        Assert.Equal(1000, await log.RemoveAsync(Noon, new ChangeBounds(3, 5000), null, default));
        Assert.Equal(200, await log.RemoveAsync(Noon, new ChangeBounds(3, 5000), null, default));
        Assert.Equal(new ChangeEnds(1205, 3), await log.EndsAsync("", default));

        Assert.Equal(5, await log.RemoveAsync(Noon.AddDays(1), new ChangeBounds(3, 5000), null, default));

        Assert.Equal((new ChangeEnds(1205, 1205), new ChangeEnds(1203, 1203)), (await log.EndsAsync("", default), await log.EndsAsync("loud", default)));
        Assert.Equal(1205, await log.HoldAsync("topic:new", "one", Noon, Noon.AddSeconds(10), default));
    }

    [Theory, OnSqlite, OnPostgres]
    internal async Task One_silo_reads_by_a_name_at_a_time_and_another_takes_over_where_it_stood(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var log = Log(host);

        Assert.Equal(0, await log.HoldAsync("topic", "one", Noon, Noon.AddSeconds(10), default));
        Assert.Null(await log.HoldAsync("topic", "two", Noon.AddSeconds(9), Noon.AddSeconds(19), default));
        Assert.True(await log.PassedAsync("topic", "one", 5, Noon.AddSeconds(12), default));
        Assert.False(await log.PassedAsync("topic", "one", 4, Noon.AddSeconds(12), default));
        Assert.Equal(5, await log.HoldAsync("topic", "two", Noon.AddSeconds(13), Noon.AddSeconds(23), default));
        Assert.False(await log.PassedAsync("topic", "one", 6, Noon.AddSeconds(40), default));
        await log.ReleaseAsync("topic", "two", default);
        Assert.Equal(5, await log.HoldAsync("topic", "one", Noon.AddSeconds(14), Noon.AddSeconds(24), default));
        Assert.Equal(5, (await log.StateAsync("topic", default)).Passed);
    }

    [Theory, OnSqlite, OnPostgres]
    internal async Task A_new_name_goes_on_where_the_one_before_stands_and_an_old_one_where_it_stood(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var log = Log(host);
        await host.Twins.WriteAsync(Announcing(Rows.New(Rows.Key("a")), "a1", "a2", "a3"), default);
        await log.PlaceAsync(100, Noon, default);
        Assert.Equal(0, await log.HoldAsync("topic:old", "one", Noon, Noon.AddSeconds(10), default));
        Assert.True(await log.PassedAsync("topic:old", "one", 2, Noon.AddSeconds(10), default));

        Assert.Equal((2, 1), ((await log.StateAsync("topic:new", default)).Passed, (await log.StateAsync("topic:new", default)).Depth));
        Assert.Equal(2, await log.HoldAsync("topic:new", "two", Noon, Noon.AddSeconds(10), default));
        Assert.True(await log.PassedAsync("topic:new", "two", 3, Noon.AddSeconds(10), default));
        Assert.Equal(2, await log.HoldAsync("topic:old", "one", Noon, Noon.AddSeconds(10), default));
        Assert.Null((await log.StateAsync(null, default)).Passed);
    }

    [Theory, OnSqlite, OnPostgres]
    internal async Task Who_waits_is_woken_by_a_row_that_announces(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var waiting = Log(host).AnnouncedAsync(TimeSpan.FromMinutes(5), default);
        await host.Twins.WriteAsync(Rows.New(Rows.Key("quiet")), default);
        Assert.False(waiting.IsCompleted);
        await host.Twins.WriteAsync(Announcing(Rows.New(Rows.Key("a")), "a1"), default);

        await waiting.WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>No bound of one tenant's own.</summary>
    private static ChangeBounds All(long count) => new(long.MaxValue, count);

    /// <summary>Places so many changes of each tenant, one stretch after the other.</summary>
    private static async Task AnnounceAsync(StoreHost host, params (string Tenant, int Count)[] stretches)
    {
        for (var stretch = 0; stretch < stretches.Length; stretch++)
        {
            var (tenant, count) = stretches[stretch];
            var ids = Enumerable.Range(0, count).Select(number => $"{stretch}-{number}").ToArray();
            await host.Twins.WriteAsync(Announcing(Rows.New(Rows.Key($"a{stretch}", tenant)), ids), default);
            while (await Log(host).PlaceAsync(1000, Noon, default) > 0)
            {
            }
        }
    }

    private static IChangeLog Log(StoreHost host) => host.Services.GetRequiredService<IChangeLog>();

    private static async Task<IEnumerable<string>> IdsAsync(StoreHost host)
    {
        await Log(host).PlaceAsync(1000, Noon, default);
        return (await Log(host).ReadAsync("default", 0, 1000, default)).Select(change => change.Row.Id);
    }

    private static TwinWrite Announcing(TwinWrite write, params string[] ids) =>
        write with { Changes = [.. ids.Select(id => Row(write.Key.Tenant, write.Key.Account, id))] };

    private static ChangeRow Row(string tenant, string? account, string id) => new(tenant, account, id, ChangeKinds.FlagOpened, "smb", Noon, "{}"u8.ToArray());
}
