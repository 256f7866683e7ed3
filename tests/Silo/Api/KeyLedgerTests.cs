using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Keys;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Security;
using AccountTwins.Tests.Client;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Silo.Api;

/// <summary>What people do to keys is in a chain of the ledger, before it is done.</summary>
public sealed class KeyLedgerTests
{
    private const string Address = "/v1/audit/entries?chain=keys";

    [Fact]
    public async Task What_was_done_to_keys_is_told_in_order_and_without_a_secret()
    {
        await using var host = await ApiHost.StartAsync();
        var admin = await host.ClientAsync(KeyScopes.Admin);
        var (id, text) = await MakeAsync(admin);
        var rotated = await (await admin.PostAsJsonAsync($"/v1/keys/{id}/rotate", new { overlapSeconds = 60 })).JsonAsync();
        await admin.DeleteAsync($"/v1/keys/{id}");

        var answer = await (await admin.GetAsync(Address)).JsonAsync();

        var entries = answer.GetProperty("entries").EnumerateArray().Select(entry => $"{entry.GetProperty("kind")} {entry.GetProperty("body").GetRawText()}");
        Assert.Equal(
        [
            $$"""key_created {"id":"{{id}}","name":"ines","scopes":["reviewer"],"by":"test","schemaVersion":1}""",
            $$"""key_rotated {"id":"{{id}}","name":"ines","oldSecretUntil":"2026-03-01T12:01:00\u002B00:00","by":"test","schemaVersion":1}""",
            $$"""key_revoked {"id":"{{id}}","name":"ines","by":"test","schemaVersion":1}""",
        ], entries);
        Assert.All([text, rotated.GetProperty("key").GetString()!], secret => Assert.DoesNotContain(secret[^43..], answer.GetRawText()));
        AssertSound(host.Ledger.Entries(LedgerSubject.OfKeys(ApiHost.Tenant)));
    }

    [Fact]
    public async Task Who_may_not_list_the_keys_may_not_read_of_them()
    {
        await using var host = await ApiHost.StartAsync();
        var reader = await host.ClientAsync(KeyScopes.Reader);
        await MakeAsync(await host.ClientAsync(KeyScopes.Admin));

        await (await reader.GetAsync(Address)).ProblemAsync(HttpStatusCode.Forbidden, "forbidden");

        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync("/v1/audit/entries?chain=lessons")).StatusCode);
        await (await reader.GetAsync("/v1/audit/entries?chain=keys&account=acct-1")).ProblemAsync(HttpStatusCode.BadRequest, "bad_parameter");
        await (await reader.GetAsync("/v1/audit/entries?chain=roots")).ProblemAsync(HttpStatusCode.BadRequest, "bad_parameter");
        var other = await host.ClientAsync(KeyScopes.Admin, "another-vendor");
        Assert.Empty((await (await other.GetAsync(Address)).JsonAsync()).GetProperty("entries").EnumerateArray());
    }

    [Fact]
    public async Task What_cannot_be_told_is_not_done()
    {
        await using var host = await ApiHost.StartAsync();
        var admin = await host.ClientAsync(KeyScopes.Admin);
        var (id, _) = await MakeAsync(admin);
        var before = host.Keys.Rows[id];
        host.Ledger.IsAway = true;

        foreach (var answer in new[]
        {
            await admin.PostAsJsonAsync("/v1/keys", new { name = "other", scopes = new[] { "reader" } }),
            await admin.PostAsJsonAsync($"/v1/keys/{id}/rotate", new { overlapSeconds = 60 }),
            await admin.DeleteAsync($"/v1/keys/{id}"),
        })
            await answer.ProblemAsync(HttpStatusCode.ServiceUnavailable, "store_unavailable");

        Assert.Equal(before, host.Keys.Rows[id]);
        Assert.DoesNotContain(host.Keys.Rows.Values, row => row.Name == "other");
    }

    [Fact]
    public async Task Another_silo_that_comes_between_takes_nothing_away()
    {
        var (ledger, clock) = (new MemoryLedger(), new FakeClock());
        var (ours, theirs) = (new KeyLedger(ledger, clock), new KeyLedger(ledger, clock));
        ledger.Before = _ =>
        {
            ledger.Before = null;
            theirs.AppendAsync("t", new KeyEntry.Revoked("2", "b", "ann"), CancellationToken.None).GetAwaiter().GetResult();
            return null;
        };

        await ours.AppendAsync("t", new KeyEntry.Revoked("1", "a", "ann"), CancellationToken.None);

        var entries = ledger.Entries(LedgerSubject.OfKeys("t"));
        Assert.Equal(["2", "1"], entries.Select(entry => JsonElement.Parse(entry.Body).GetProperty("id").GetString()));
        AssertSound(entries, "t");
    }

    [Fact]
    public async Task The_root_is_shown_by_its_number_and_the_newest_without()
    {
        await using var host = await ApiHost.StartAsync();
        var reader = await host.ClientAsync(KeyScopes.Reader);
        Assert.Equal("{}", await reader.GetStringAsync("/v1/audit/root"));
        host.Audit.Roots.Add(new LedgerRoot(1, FakeSettings.At, 2, [1, 1], []));
        host.Audit.Roots.Add(new LedgerRoot(2, FakeSettings.At, 3, [2, 2], [1, 1]));

        Assert.Equal("""{"root":{"number":2,"at":"2026-03-01T12:00:00+00:00","chains":3,"hash":"0202"},"previous":"0101"}""", await reader.GetStringAsync("/v1/audit/root"));
        Assert.Equal("""{"root":{"number":1,"at":"2026-03-01T12:00:00+00:00","chains":2,"hash":"0101"}}""", await reader.GetStringAsync("/v1/audit/root?number=1"));
        await (await reader.GetAsync("/v1/audit/root?number=0")).ProblemAsync(HttpStatusCode.BadRequest, "bad_parameter");
        var (exit, shown, _) = await host.RunAsync(KeyScopes.Reader, "audit", "root");
        Assert.Equal(0, exit);
        Assert.Contains("0202", shown);
        Assert.Equal(1, (await host.RunAsync(KeyScopes.Reader, "audit", "root", "--number", "3")).Exit);
    }

    private static async Task<(string Id, string Text)> MakeAsync(HttpClient admin)
    {
        var made = await (await admin.PostAsJsonAsync("/v1/keys", new { name = "ines", scopes = new[] { "reviewer" } })).JsonAsync();
        return (made.GetProperty("id").GetString()!, made.GetProperty("key").GetString()!);
    }

    private static void AssertSound(IEnumerable<LedgerEntry> entries, string tenant = ApiHost.Tenant)
    {
        var walk = LedgerWalk.Start(tenant);
        foreach (var entry in entries)
        {
            (var fault, walk) = walk.Step("/keys", entry.Number, entry.Kind, entry.At, entry.Key, entry.Hash, entry.Body, entry.Snapshot);
            Assert.Null(fault);
        }
    }
}
