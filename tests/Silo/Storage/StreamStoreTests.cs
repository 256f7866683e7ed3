using AccountTwins.Silo.Storage;
using AccountTwins.Tests.Support;
using StreamId = AccountTwins.Silo.Storage.StreamId;

namespace AccountTwins.Tests.Silo.Storage;

/// <summary>Committed positions, the same on every database.</summary>
public sealed class StreamStoreTests
{
    private static readonly StreamId First = new("log", "signals.usage", 0);

    [Theory, OnSqlite, OnPostgres]
    public async Task New_stream_stands_before_its_first_offset_and_keeps_its_number(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);

        var row = await host.Streams.OpenAsync(First, default);
        var second = await host.Streams.OpenAsync(First with { Partition = 1 }, default);

        Assert.Equal(new StreamRow(row.Number, First, -1, null, false), row);
        Assert.NotEqual(row.Number, second.Number);
        Assert.Equal(row, await host.Streams.OpenAsync(First, default));
        Assert.Equal([row, second], await host.Streams.ListAsync(default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Silos_that_open_at_once_get_one_number(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        await using var other = await host.AgainAsync();

        var rows = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? host : other).Streams.OpenAsync(First, default)));

        Assert.Single(rows.Select(row => row.Number).Distinct());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Commit_only_moves_forward_and_the_hash_moves_with_it(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var number = (await host.Streams.OpenAsync(First, default)).Number;

        Assert.True(await host.Streams.TryCommitAsync(new(number, 10, [1]), -1, default));
        Assert.True(await host.Streams.TryCommitAsync(new(number, 9, [2]), -1, default));
        Assert.True(await host.Streams.TryCommitAsync(new(number, 10, [3]), -1, default));

        var row = await host.Streams.OpenAsync(First, default);
        Assert.Equal(10, row.Committed);
        Assert.Equal([1], row.CheckHash);

        Assert.True(await host.Streams.TryCommitAsync(new(number, 11, [4]), -1, default));
        row = await host.Streams.OpenAsync(First, default);
        Assert.Equal(11, row.Committed);
        Assert.Equal([4], row.CheckHash);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Commit_to_a_row_below_what_was_committed_before_writes_nothing(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var number = (await host.Streams.OpenAsync(First, default)).Number;
        Assert.True(await host.Streams.TryCommitAsync(new(number, 10, [1]), -1, default));

        Assert.False(await host.Streams.TryCommitAsync(new(number, 30, [2]), 20, default));
        Assert.False(await host.Streams.TryCommitAsync(new(number + 1, 30, [2]), -1, default));

        var row = await host.Streams.ReadAsync(number, default);
        Assert.Equal(10, row.Committed);
        Assert.Equal([1], row.CheckHash);
        await Assert.ThrowsAsync<StreamUnknownException>(() => host.Streams.ReadAsync(number + 1, default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Log_that_is_gone_is_retired_until_it_is_opened_again(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var gone = await host.Streams.OpenAsync(First, default);
        var stays = await host.Streams.OpenAsync(First with { LogId = "other" }, default);

        Assert.Equal([gone.Number], await host.Streams.RetireAsync("log", default));

        Assert.Equal([gone with { Retired = true }, stays], await host.Streams.ListAsync(default));
        Assert.False((await host.Streams.OpenAsync(First, default)).Retired);
    }
}
