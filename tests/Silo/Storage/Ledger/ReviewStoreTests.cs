using AccountTwins.Grains.State;
using AccountTwins.Silo.Storage.Ledger;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Silo.Storage.Ledger;

/// <summary>The review queue follows the ledger, and an item is held by one person at a time.</summary>
public sealed class ReviewStoreTests
{
    private static readonly LedgerSubject Subject = Chains.Account("acme");

    [Theory, OnSqlite, OnPostgres]
    public async Task Item_reads_back_as_it_was_added(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var full = Chains.Item("full") with
        {
            Kind = ReviewKind.SecondAudit, Segment = "smb", ValueTier = "mid", AtRisk = true, People = 2, ClaimedBy = "ann", ClaimedUntil = Chains.Noon, DecidedBy = "bo",
        };
        var bare = Chains.Item("bare") with { RequestedBy = null };
        await AddAsync(host, full, bare);

        Assert.Equal(full, await host.Reviews.ReadAsync("default", "full", default));
        Assert.Equal(bare, await host.Reviews.ReadAsync("default", "bare", default));
        Assert.Null(await host.Reviews.ReadAsync("another", "bare", default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Changes_come_with_their_append_and_in_its_order(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var entries = Subject.Entries(3);
        var item = Chains.Item("r") with { People = 2 };

        await host.Ledger.AppendAsync(Subject.Append([entries[0]], new ReviewChange.Add(item), new ReviewChange.Decided("r", "ann", ReviewState.Open)), default);
        await host.Reviews.ClaimAsync("default", "r", "bo", Chains.Noon, Chains.Noon.AddMinutes(10), default);
        Assert.Equal(AppendResult.Conflict, await host.Ledger.AppendAsync(Subject.Append([entries[2]], new ReviewChange.End("r", ReviewState.Voided)), default));
        Assert.Equal("bo", (await host.Reviews.ReadAsync("default", "r", default))!.ClaimedBy);
        await host.Ledger.AppendAsync(Subject.Append([entries[1]], new ReviewChange.Decided("r", "bo", ReviewState.Done), new ReviewChange.End("none", ReviewState.Expired)), default);

        Assert.Equal(item with { State = ReviewState.Done, DecidedBy = "ann\nbo" }, await host.Reviews.ReadAsync("default", "r", default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Append_that_landed_before_changes_the_queue_no_more(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var append = Subject.Append(Subject.Entries(1), new ReviewChange.Add(Chains.Item("r")));
        await host.Ledger.AppendAsync(append, default);
        await host.Ledger.AppendAsync(Subject.Append(Subject.Entries(1, append.Entries[0]), new ReviewChange.End("r", ReviewState.Expired)), default);

        Assert.Equal(AppendResult.Conflict, await host.Ledger.AppendAsync(append, default));

        Assert.Equal(ReviewState.Expired, (await host.Reviews.ReadAsync("default", "r", default))!.State);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_fifty_who_claim_at_once_one_gets_it(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        await using var other = await host.AgainAsync();
        await AddAsync(host, Chains.Item("r"));

        var claims = await Task.WhenAll(Enumerable.Range(0, 50).Select(i =>
            (i % 2 == 0 ? host : other).Reviews.ClaimAsync("default", "r", $"p{i}", Chains.Noon, Chains.Noon.AddMinutes(10), default)));

        var won = Assert.Single(claims, claim => claim is not null)!;
        Assert.Equal(won, claims[int.Parse(won.ClaimedBy![1..])]);
        Assert.Equal(won, await host.Reviews.ReadAsync("default", "r", default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Claim_ends_in_time_can_be_renewed_and_given_back(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        await AddAsync(host, Chains.Item("r"));

        Assert.NotNull(await ClaimAsync("ann", 0, 10));
        Assert.Null(await ClaimAsync("bo", 9, 20));
        Assert.Equal(Chains.Noon.AddMinutes(15), (await ClaimAsync("ann", 9, 15))!.ClaimedUntil);
        Assert.Null(await ClaimAsync("bo", 14, 20));
        Assert.NotNull(await ClaimAsync("bo", 15, 25));
        Assert.False(await host.Reviews.ReleaseAsync("default", "r", "ann", default));
        Assert.True(await host.Reviews.ReleaseAsync("default", "r", "bo", default));
        Assert.Equal("cy", (await ClaimAsync("cy", 16, 20))!.ClaimedBy);

        Task<ReviewItem?> ClaimAsync(string person, int now, int until) =>
            host.Reviews.ClaimAsync("default", "r", person, Chains.Noon.AddMinutes(now), Chains.Noon.AddMinutes(until), default);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Nobody_claims_what_they_asked_for_or_decided_or_what_is_over(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        await AddAsync(host,
            Chains.Item("asked") with { RequestedBy = "ann" },
            Chains.Item("decided") with { DecidedBy = "joann\nann" },
            Chains.Item("done") with { State = ReviewState.Done },
            Chains.Item("late") with { ExpiresAt = Chains.Noon },
            Chains.Item("free") with { DecidedBy = "joann\nann-marie" });

        foreach (var id in new[] { "asked", "decided", "done", "late", "unknown" })
            Assert.Null(await ClaimAsync(id));
        Assert.NotNull(await ClaimAsync("free"));
        await Assert.ThrowsAsync<ArgumentException>(() => host.Reviews.ClaimAsync("default", "free", "a\nb", Chains.Noon, Chains.Noon, default));

        Task<ReviewItem?> ClaimAsync(string id) => host.Reviews.ClaimAsync("default", id, "ann", Chains.Noon, Chains.Noon.AddMinutes(10), default);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Items_are_listed_by_due_time_and_page_by_page(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        await AddAsync(host,
            Chains.Item("d", dueHours: 3), Chains.Item("b", dueHours: 2), Chains.Item("a", dueHours: 2), Chains.Item("c", dueHours: 1, account: "other"),
            Chains.Item("audit", dueHours: 2) with { Kind = ReviewKind.Audit }, Chains.Item("done") with { State = ReviewState.Done });
        var open = new ReviewQuery("default", ReviewState.Open, null, null, 200, null, null);

        Assert.Equal("c a audit b d", await ListAsync(open));
        Assert.Equal("b d", await ListAsync(open with { AfterDue = Chains.Noon.AddHours(2), AfterId = "audit" }));
        Assert.Equal("c a", await ListAsync(open with { Limit = 2 }));
        Assert.Equal("audit", await ListAsync(open with { Kind = ReviewKind.Audit }));
        Assert.Equal("c", await ListAsync(open with { Account = "other" }));
        Assert.Equal("done", await ListAsync(open with { State = ReviewState.Done }));
        Assert.Equal("", await ListAsync(open with { Tenant = "another" }));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => host.Reviews.ListAsync(open with { Limit = 201 }, default));

        async Task<string> ListAsync(ReviewQuery query) => string.Join(' ', (await host.Reviews.ListAsync(query, default)).Select(item => item.Id));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Expired_and_open_items_are_found_over_all_tenants(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        await AddAsync(host, Chains.Item("b", dueHours: 2), Chains.Item("a", dueHours: 1), Chains.Item("done", dueHours: 1) with { State = ReviewState.Done });
        var another = Chains.Account("acme", "another");
        await host.Ledger.AppendAsync(another.Append(another.Entries(1),
            new ReviewChange.Add(Chains.Item("c", tenant: "another", dueHours: 3)),
            new ReviewChange.Add(Chains.Item("x", tenant: "another", dueHours: 9) with { Kind = ReviewKind.SecondAudit }),
            new ReviewChange.Add(Chains.Item("h", tenant: "another", dueHours: 9) with { Kind = ReviewKind.Handover })), default);

        Assert.Equal(["a", "b"], (await host.Reviews.ExpiredAsync(Chains.Noon.AddHours(23), 2, default)).Select(item => item.Id));
        Assert.Equal(["a", "b"], (await host.Reviews.ExpiredAsync(Chains.Noon.AddHours(22), 9, default)).Select(item => item.Id));
        Assert.Equal([new ReviewCount("another", 1, 1, 1), new ReviewCount("default", 2, 0, 0)], await host.Reviews.CountOpenAsync(default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_waits_is_counted_along_an_index_alone(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        await using var connection = host.OpenRaw();
        await using var command = connection.CreateCommand();
        // An empty table is read whole by PostgreSQL's choice, whatever indexes there are.
        command.CommandText = (kind == StoreKind.Postgres ? "SET enable_seqscan = off; EXPLAIN " : "EXPLAIN QUERY PLAN ") + ReviewStore.CountOpen;
        var plan = new List<string>();
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
                plan.Add(reader.GetString(kind == StoreKind.Postgres ? 0 : 3));
        }

        // With the rows of a hundred thousand items a count takes what people wait for.
        Assert.Contains(plan, line => line.Contains(kind == StoreKind.Postgres ? "Index Only Scan using review_item_open" : "USING COVERING INDEX review_item_open", StringComparison.Ordinal));
    }

    private static async Task AddAsync(StoreHost host, params ReviewItem[] items) => Assert.Equal(AppendResult.Appended,
        await host.Ledger.AppendAsync(Subject.Append(Subject.Entries(1), [.. items.Select(item => new ReviewChange.Add(item))]), default));

    [Theory, OnSqlite, OnPostgres]
    public async Task Decided_items_are_fed_once_as_they_were_read(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var entries = Subject.Entries(4);
        await host.Ledger.AppendAsync(Subject.Append([entries[0]], new ReviewChange.Add(Chains.Item("r")), new ReviewChange.Decided("r", "ann", ReviewState.Open) { Entry = 7 }), default);
        Assert.Empty(await host.Reviews.DoneNotFedAsync(10, default));
        await host.Ledger.AppendAsync(Subject.Append([entries[1]], new ReviewChange.Decided("r", "bo", ReviewState.Done) { Entry = 9 }), default);

        var item = Assert.Single(await host.Reviews.DoneNotFedAsync(10, default));
        Assert.Equal("7\n9", item.Reviewed);
        Assert.False(await host.Reviews.MarkFedAsync(item with { Reviewed = "7" }, default));
        Assert.True(await host.Reviews.MarkFedAsync(item, default));
        Assert.False(await host.Reviews.MarkFedAsync(item, default));
        Assert.Empty(await host.Reviews.DoneNotFedAsync(10, default));

        await host.Ledger.AppendAsync(Subject.Append([entries[2]], new ReviewChange.Add(Chains.Item("r"))), default);
        await host.Ledger.AppendAsync(Subject.Append([entries[3]], new ReviewChange.Decided("r", "ann", ReviewState.Done) { Entry = 11 }), default);
        Assert.Equal("11", Assert.Single(await host.Reviews.DoneNotFedAsync(10, default)).Reviewed);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Items_past_their_expiry_end_oldest_first(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var items = Enumerable.Range(0, 5).Select(number => new ReviewChange.Add(Chains.Item($"r{number}", dueHours: number))).ToArray();
        await host.Ledger.AppendAsync(Subject.Append(Subject.Entries(1), items), default);

        Assert.Equal(2, await host.Reviews.ExpireAsync(Chains.Noon.AddHours(23), 2, default));
        Assert.Equal(2, await host.Reviews.ExpireAsync(Chains.Noon.AddHours(23), 10, default));

        Assert.Equal(ReviewState.Open, (await host.Reviews.ReadAsync("default", "r4", default))!.State);
        Assert.Equal(ReviewState.Expired, (await host.Reviews.ReadAsync("default", "r0", default))!.State);
    }
}
