using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Storage.Search;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Silo.Storage;

/// <summary>Portfolio queries and exact look-ups, the same on every database.</summary>
public sealed class AccountSearchTests
{
    private static readonly DateTimeOffset Noon = new(2024, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly TwinWrite[] Portfolio =
    [
        Rows.New(Rows.Key("a1"), new() { Name = "Zebra 100% GmbH", Band = "healthy", Segment = "smb", Owner = "ann", Arr = 1_000.5m, Currency = "EUR", RenewalDate = new(2024, 9, 1) }),
        Rows.New(Rows.Key("a2"), new() { Name = "alpha", Band = "at_risk", Segment = "enterprise", Owner = "bob", Arr = 99_000m, RenewalDate = new(2024, 6, 1), OpenFlagSince = Noon, ValueTier = "high", Autonomy = "diagnostic" }),
        Rows.New(Rows.Key("a3"), new() { Name = "Älpha_Beta", Band = "watch", Segment = "enterprise", Owner = "ann", Arr = 0m, OpenFlagSince = Noon.AddDays(-3), DueAt = Noon }),
        Rows.New(Rows.Key("a4"), new() { Band = "unknown" }),
        Rows.New(Rows.Key("a5", "other"), new() { Name = "alpha", Band = "at_risk", Identifiers = ["domain:acme.test"] }),
    ];

    [Theory, OnSqlite, OnPostgres]
    public async Task Row_carries_every_column_as_it_was_written(StoreKind kind)
    {
        await using var host = await FilledAsync(kind);

        var rows = (await host.Search.FindAsync(new() { Tenant = "default" }, default)).Rows.ToDictionary(row => row.Key);

        Assert.Equal(4, rows.Count);
        foreach (var write in Portfolio.Where(write => write.Key.Tenant == "default"))
        {
            Assert.Equal(write.Columns with { Identifiers = rows[write.Key].Columns.Identifiers }, rows[write.Key].Columns);
            Assert.Equal(1, rows[write.Key].Revision);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Every_filter_narrows(StoreKind kind)
    {
        await using var host = await FilledAsync(kind);

        await FindsAsync(host, new() { Tenant = "default", Segment = "enterprise" }, "a2", "a3");
        await FindsAsync(host, new() { Tenant = "default", Owner = "ann" }, "a1", "a3");
        await FindsAsync(host, new() { Tenant = "default", Band = "watch" }, "a3");
        await FindsAsync(host, new() { Tenant = "default", RenewalBefore = new(2024, 9, 1) }, "a2");
        await FindsAsync(host, new() { Tenant = "default", HasOpenFlag = true }, "a2", "a3");
        await FindsAsync(host, new() { Tenant = "default", HasOpenFlag = false }, "a4", "a1");
        await FindsAsync(host, new() { Tenant = "other" }, "a5");
        await FindsAsync(host, new() { Tenant = "default", Segment = "enterprise", Owner = "bob", HasOpenFlag = true, Text = "ALP" }, "a2");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Text_is_taken_literally_and_without_case(StoreKind kind)
    {
        await using var host = await FilledAsync(kind);

        await FindsAsync(host, new() { Tenant = "default", Text = "ÄLPHA" }, "a3");
        await FindsAsync(host, new() { Tenant = "default", Text = "%" }, "a1");
        await FindsAsync(host, new() { Tenant = "default", Text = "_" }, "a3");
        await FindsAsync(host, new() { Tenant = "default", Text = "!" });
        await FindsAsync(host, new() { Tenant = "default", Text = "' OR 1=1 --" });
        await FindsAsync(host, new() { Tenant = "default", Text = "A4" }, "a4");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Every_order_puts_what_matters_first(StoreKind kind)
    {
        await using var host = await FilledAsync(kind);

        await FindsAsync(host, new() { Tenant = "default", Sort = AccountSort.Name }, "a4", "a2", "a1", "a3");
        await FindsAsync(host, new() { Tenant = "default", Sort = AccountSort.Renewal }, "a2", "a1", "a3", "a4");
        await FindsAsync(host, new() { Tenant = "default", Sort = AccountSort.Arr }, "a2", "a1", "a3", "a4");
        await FindsAsync(host, new() { Tenant = "default", Sort = AccountSort.Band }, "a2", "a3", "a4", "a1");
        await FindsAsync(host, new() { Tenant = "default", Sort = AccountSort.FlagSince }, "a3", "a2");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Pages_show_every_account_once_in_every_order(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var writes = Enumerable.Range(0, 57).Select(i => Rows.New(Rows.Key($"a{i:00}"), new()
        {
            Name = i % 5 == 0 ? null : $"name {i % 7}",
            Band = (i % 4) switch { 0 => "healthy", 1 => "watch", 2 => "at_risk", _ => "unknown" },
            Arr = i % 3 == 0 ? null : i % 6 + 0.25m,
            RenewalDate = i % 4 == 0 ? null : new DateOnly(2025, 1, 1).AddDays(i % 9),
            OpenFlagSince = Noon.AddSeconds(i % 8).AddTicks(i % 2 * 7_654_320),
        }));
        await Task.WhenAll(writes.Select(write => host.Twins.WriteAsync(write, default)));

        foreach (var sort in Enum.GetValues<AccountSort>())
        {
            var whole = (await host.Search.FindAsync(new() { Tenant = "default", Sort = sort, PageSize = 200 }, default)).Rows.Select(row => row.Key).ToList();
            var paged = new List<AccountKey>();
            string? cursor = null;
            do
            {
                var page = await host.Search.FindAsync(new() { Tenant = "default", Sort = sort, PageSize = 10, Cursor = cursor }, default);
                Assert.InRange(page.Rows.Count, 1, 10);
                paged.AddRange(page.Rows.Select(row => row.Key));
                cursor = page.Next;
            }
            while (cursor is not null);

            Assert.Equal(57, whole.Count);
            Assert.Equal(whole, paged);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Cursor_of_another_query_or_a_made_up_one_is_refused(StoreKind kind)
    {
        await using var host = await FilledAsync(kind);
        var query = new AccountQuery { Tenant = "default", PageSize = 1 };
        var cursor = (await host.Search.FindAsync(query, default)).Next!;

        foreach (var forged in new[] { "", "x", "not base64!", new string('A', 64), new string('A', 5000), cursor[..^2], cursor + "AAAA", "B" + cursor[1..] })
            await Assert.ThrowsAsync<CursorInvalidException>(() => host.Search.FindAsync(query with { Cursor = forged }, default));
        await Assert.ThrowsAsync<CursorInvalidException>(() => host.Search.FindAsync(query with { Cursor = cursor, Tenant = "other" }, default));
        await Assert.ThrowsAsync<CursorInvalidException>(() => host.Search.FindAsync(query with { Cursor = cursor, Sort = AccountSort.Arr }, default));
        await Assert.ThrowsAsync<CursorInvalidException>(() => host.Search.FindAsync(query with { Cursor = cursor, Text = "a" }, default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Identifier_finds_its_accounts_of_the_tenant_alone(StoreKind kind)
    {
        await using var host = await FilledAsync(kind);
        await host.Twins.WriteAsync(Rows.New(Rows.Key("b1"), new() { Band = "healthy", Identifiers = ["domain:acme.test", "ticket:7", "domain:acme.test"] }), default);
        await host.Twins.WriteAsync(Rows.New(Rows.Key("b2"), new() { Band = "healthy", Identifiers = ["domain:acme.test"] }), default);

        Assert.Equal([Rows.Key("b1")], await host.Search.ResolveAsync("default", "ticket:7", default));
        Assert.Equal([Rows.Key("b1"), Rows.Key("b2")], await host.Search.ResolveAsync("default", "domain:acme.test", default));
        Assert.Equal([Rows.Key("a5", "other")], await host.Search.ResolveAsync("other", "domain:acme.test", default));
        Assert.Empty(await host.Search.ResolveAsync("default", "ticket:8", default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Identifiers_follow_the_row(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var write = Rows.New(Rows.Key("a"), new() { Band = "healthy", Identifiers = ["contact:1", "contact:2"] });
        await host.Twins.WriteAsync(write, default);

        write = write.Then(new() { Band = "healthy", Identifiers = ["contact:2", "contact:3"] });
        await host.Twins.WriteAsync(write, default);
        Assert.Equal("0 1 1", await CountsAsync());

        write = write.Then(new() { Band = "watch", Identifiers = ["contact:3", "contact:2"] });
        await host.Twins.WriteAsync(write, default);
        Assert.Equal("0 1 1", await CountsAsync());

        // A write that conflicts leaves them alone.
        Assert.Equal(WriteResult.Conflict, await host.Twins.WriteAsync(write with { Columns = Rows.Columns() }, default));
        Assert.Equal(WriteResult.Conflict, await host.Twins.WriteAsync(Rows.New(write.Key, new() { Band = "watch", Identifiers = ["contact:1"] }, writer: Rows.OtherWriter), default));
        Assert.Equal("0 1 1", await CountsAsync());

        await host.Twins.WriteAsync(write.Then(Rows.Columns()), default);
        Assert.Equal("0 0 0", await CountsAsync());

        async Task<string> CountsAsync() => string.Join(' ', await Task.WhenAll(Enumerable.Range(1, 3).Select(async i =>
            (await host.Search.ResolveAsync("default", $"contact:{i}", default)).Count)));
    }

    /// <summary>What a row holds is compared with what comes before it is written: whatever changes together, and in whatever order, all of it must arrive.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Any_series_of_writes_leaves_what_the_last_ones_held(StoreKind kind)
    {
        const int Accounts = 6, Writes = 400, Contacts = 12;
        await using var host = await StoreHost.OpenAsync(kind);
        var random = new Random(7);
        var last = Enumerable.Range(0, Accounts).Select(i => Rows.New(Rows.Key($"a{i}"))).ToArray();
        foreach (var write in last)
            Assert.Equal(WriteResult.Written, await host.Twins.WriteAsync(write, default));

        for (var number = 0; number < Writes; number++)
        {
            ref var write = ref last[random.Next(Accounts)];
            write = write.Then(Changed(write.Columns, random, Contacts));
            Assert.Equal(WriteResult.Written, await host.Twins.WriteAsync(write, default));
        }

        foreach (var sort in new[] { AccountSort.Name, AccountSort.Renewal, AccountSort.Arr, AccountSort.Band })
        {
            var found = (await host.Search.FindAsync(new AccountQuery { Tenant = "default", Sort = sort }, default)).Rows.ToDictionary(row => row.Key, row => row.Columns);
            Assert.Equal(Accounts, found.Count);
            Assert.All(last, write => Assert.Equal(write.Columns with { Identifiers = [] }, found[write.Key] with { Identifiers = [] }));
        }

        for (var contact = 0; contact < Contacts; contact++)
        {
            var identifier = $"contact:{contact}";
            Assert.Equal(
                last.Where(write => write.Columns.Identifiers.Contains(identifier)).Select(write => write.Key),
                await host.Search.ResolveAsync("default", identifier, default));
        }
    }

    /// <summary>Some of the columns anew, some again as they were.</summary>
    private static SearchColumns Changed(SearchColumns columns, Random random, int contacts)
    {
        var day = new DateOnly(2027, 1, 1);
        var moment = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
        return new SearchColumns
        {
            Name = One(columns.Name, null, "Acme", "Globex"),
            Segment = One(columns.Segment, null, "smb"),
            Owner = One(columns.Owner, "ada", "bob"),
            Band = One(columns.Band, "healthy", "at_risk")!,
            Arr = One(columns.Arr, null, 1_000m, 2_000.5m),
            RenewalDate = One(columns.RenewalDate, null, day, day.AddDays(1)),
            OpenFlagSince = One(columns.OpenFlagSince, null, moment, moment.AddHours(1)),
            DueAt = One(columns.DueAt, null, moment.AddDays(1), moment.AddDays(2)),
            Identifiers = random.Next(2) == 0 ? columns.Identifiers : [.. Enumerable.Range(0, contacts).Where(_ => random.Next(3) == 0).Select(contact => $"contact:{contact}")],
        };

        T One<T>(T asItWas, params T[] values) => random.Next(2) == 0 ? asItWas : values[random.Next(values.Length)];
    }

    private static async Task<StoreHost> FilledAsync(StoreKind kind)
    {
        var host = await StoreHost.OpenAsync(kind);
        foreach (var result in await Task.WhenAll(Portfolio.Select(write => host.Twins.WriteAsync(write, default))))
            Assert.Equal(WriteResult.Written, result);
        return host;
    }

    private static async Task FindsAsync(StoreHost host, AccountQuery query, params string[] accounts) =>
        Assert.Equal(accounts, (await host.Search.FindAsync(query, default)).Rows.Select(row => row.Key.Account));
}
