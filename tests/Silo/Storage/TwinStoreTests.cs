using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.State;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Silo.Storage;

/// <summary>The contract of the twins' store, the same on every database.</summary>
public sealed class TwinStoreTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Row_reads_back_as_it_was_written(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var write = Rows.New(Rows.Key("acme"), state: [0, 1, 255]) with { SchemaVersion = 7 };

        Assert.Equal(WriteResult.Written, await host.Twins.WriteAsync(write, default));

        var row = (await host.Twins.ReadAsync(write.Key, default)).Row!;
        Assert.Equal(write.Next, row.Version);
        Assert.Equal(7, row.SchemaVersion);
        Assert.Equal(write.State, row.State);
        Assert.Equal(write.Next, await host.Twins.ReadVersionAsync(write.Key, default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Unknown_account_has_no_row(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);

        Assert.Null((await host.Twins.ReadAsync(Rows.Key("nobody"), default)).Row);
        Assert.Null(await host.Twins.ReadVersionAsync(Rows.Key("nobody"), default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Same_account_of_another_tenant_is_another_row(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        await host.Twins.WriteAsync(Rows.New(Rows.Key("a", "one"), state: [1]), default);

        Assert.Null((await host.Twins.ReadAsync(Rows.Key("a", "two"), default)).Row);
        Assert.Equal(WriteResult.Written, await host.Twins.WriteAsync(Rows.New(Rows.Key("a", "two"), state: [2]), default));
        Assert.Equal([1], (await host.Twins.ReadAsync(Rows.Key("a", "one"), default)).Row!.State);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Insert_over_an_existing_row_conflicts_and_changes_nothing(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var first = Rows.New(Rows.Key("a"), state: [1]);
        await host.Twins.WriteAsync(first, default);

        Assert.Equal(WriteResult.Conflict, await host.Twins.WriteAsync(Rows.New(Rows.Key("a"), state: [2], writer: Rows.OtherWriter), default));

        Assert.Equal([1], (await host.Twins.ReadAsync(first.Key, default)).Row!.State);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Update_of_another_revision_or_writer_conflicts_and_changes_nothing(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var first = Rows.New(Rows.Key("a"), state: [1]);
        await host.Twins.WriteAsync(first, default);

        Assert.Equal(WriteResult.Conflict, await host.Twins.WriteAsync(first.Then() with { Expected = new RowVersion(2, Rows.Writer) }, default));
        Assert.Equal(WriteResult.Conflict, await host.Twins.WriteAsync(first.Then() with { Expected = new RowVersion(1, Rows.OtherWriter) }, default));
        Assert.Equal(WriteResult.Conflict, await host.Twins.WriteAsync(Rows.New(Rows.Key("missing")).Then(), default));

        Assert.Equal(first.Next, await host.Twins.ReadVersionAsync(first.Key, default));
        Assert.Null(await host.Twins.ReadVersionAsync(Rows.Key("missing"), default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Rows_survive_a_restart(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var write = Rows.New(Rows.Key("a"));
        await host.Twins.WriteAsync(write, default);

        await using var again = await host.AgainAsync();

        Assert.Equal(WriteResult.Written, await again.Twins.WriteAsync(write.Then(state: [9]), default));
        Assert.Equal([9], (await host.Twins.ReadAsync(write.Key, default)).Row!.State);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Guilty_row_is_refused_and_the_others_are_written(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var bad = Rows.New(Rows.Key("bad"), Rows.Columns("no\0name"));
        var large = Rows.New(Rows.Key("large"), state: new byte[2_000_000]);
        var good = Enumerable.Range(0, 20).Select(i => Rows.New(Rows.Key($"good-{i}"))).ToArray();

        var results = await Task.WhenAll(good.Append(bad).Append(large).Select(write => host.Twins.WriteAsync(write, default)));

        Assert.Equal([.. good.Select(_ => WriteResult.Written), WriteResult.Refused, WriteResult.Refused], results);
        Assert.Null((await host.Twins.ReadAsync(bad.Key, default)).Row);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Second_write_of_a_key_follows_the_first(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var chain = new List<TwinWrite> { Rows.New(Rows.Key("a")) };
        while (chain.Count < 50)
            chain.Add(chain[^1].Then(state: [(byte)chain.Count]));

        // All at once: each expects the version that only the one before makes.
        var results = await Task.WhenAll(chain.Select(write => host.Twins.WriteAsync(write, default)));

        Assert.All(results, result => Assert.Equal(WriteResult.Written, result));
        Assert.Equal(chain[^1].Next, await host.Twins.ReadVersionAsync(chain[0].Key, default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_two_writers_one_wins(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        await using var other = await host.AgainAsync();
        var first = Enumerable.Range(0, 200).Select(i => Rows.New(Rows.Key($"a{i}"))).ToArray();
        await Task.WhenAll(first.Select(write => host.Twins.WriteAsync(write, default)));

        var mine = first.Select(write => host.Twins.WriteAsync(write.Then(), default)).ToArray();
        var theirs = first.Select(write => other.Twins.WriteAsync(write.Then(writer: Rows.OtherWriter), default)).ToArray();
        var results = (await Task.WhenAll(mine)).Zip(await Task.WhenAll(theirs)).ToArray();

        for (var i = 0; i < results.Length; i++)
        {
            var (a, b) = results[i];
            Assert.Equal([WriteResult.Written, WriteResult.Conflict], new[] { a, b }.Order());
            var version = await host.Twins.ReadVersionAsync(first[i].Key, default);
            Assert.Equal(a == WriteResult.Written ? Rows.Writer : Rows.OtherWriter, version!.Value.Writer);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Ten_thousand_writes_at_once_all_end_well(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var writes = Enumerable.Range(0, 10_000).Select(i => Rows.New(Rows.Key($"a{i % 5000}", $"t{i / 5000}"), state: BitConverter.GetBytes(i))).ToArray();

        var results = await Task.WhenAll(writes.Select(write => Task.Run(() => host.Twins.WriteAsync(write, default))));

        Assert.All(results, result => Assert.Equal(WriteResult.Written, result));
        var rows = await Task.WhenAll(writes.Select(write => host.Twins.ReadAsync(write.Key, default)));
        Assert.All(rows.Zip(writes), pair => Assert.Equal(pair.Second.State, pair.First.Row!.State));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Caller_that_gives_up_does_not_lose_the_batch(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        using var impatient = new CancellationTokenSource();
        var writes = Enumerable.Range(0, 500).Select(i => Rows.New(Rows.Key($"a{i}"))).ToArray();

        var tasks = writes.Select((write, i) => host.Twins.WriteAsync(write, i % 2 == 0 ? impatient.Token : default)).ToArray();
        await impatient.CancelAsync();
        for (var i = 0; i < tasks.Length; i++)
        {
            if (i % 2 == 0)
                await Record.ExceptionAsync(() => tasks[i]);
            else
                Assert.Equal(WriteResult.Written, await tasks[i]);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Largest_allowed_texts_fit(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var wide = new string('\u4e16', 128);
        var write = Rows.New(new AccountKey(wide, wide), new SearchColumns
        {
            Name = new string('\u754c', 200),
            Segment = wide,
            Owner = wide,
            Band = wide,
            ValueTier = wide,
            Arr = 99_999_999_999_999.9999m,
            Currency = wide,
            Autonomy = wide,
            Identifiers = [.. Enumerable.Range(0, 64).Select(i => $"external:{i:00}" + new string('\u4e16', 300))],
        });

        Assert.Equal(WriteResult.Written, await host.Twins.WriteAsync(write, default));
        Assert.Equal([write.Key], await host.Search.ResolveAsync(wide, write.Columns.Identifiers[63], default));
    }
}
