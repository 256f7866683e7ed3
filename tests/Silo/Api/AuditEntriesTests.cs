using System.Net;
using System.Text.Json;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Security;
using AccountTwins.Tests.Client;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Silo.Api;

/// <summary>A chain of the ledger as an auditor reads it.</summary>
public sealed class AuditEntriesTests
{
    private const string Address = "/v1/audit/entries?account=acct-1";

    [Fact]
    public async Task A_chain_comes_page_by_page_as_it_is_stored()
    {
        await using var host = await HostAsync(3);
        var client = await host.ClientAsync(KeyScopes.Reader);

        var first = await (await client.GetAsync(Address + "&limit=2")).JsonAsync();
        var second = await (await client.GetAsync(Address + "&limit=2&after=2")).JsonAsync();

        Assert.Equal(
            """{"entries":[{"number":1,"at":"2026-03-01T12:00:01+00:00","kind":"outcome","hash":"0101","body":{"n":1}},{"number":2,"at":"2026-03-01T12:00:02+00:00","kind":"outcome","hash":"0202","body":{"n":2}}],"next":2,"hasMore":true}""",
            first.GetRawText());
        Assert.Equal((3, 3, false), (second.GetProperty("entries")[0].GetProperty("number").GetInt64(), second.GetProperty("next").GetInt64(), second.GetProperty("hasMore").GetBoolean()));
    }

    [Fact]
    public async Task What_is_not_known_is_refused_and_an_empty_chain_is_empty()
    {
        await using var host = await HostAsync(1);
        var client = await host.ClientAsync(KeyScopes.Reader);

        await (await client.GetAsync("/v1/audit/entries?acount=acct-1")).ProblemAsync(HttpStatusCode.BadRequest, "bad_parameter");
        await (await client.GetAsync("/v1/audit/entries?account=a%2Fb")).ProblemAsync(HttpStatusCode.BadRequest, "bad_parameter");
        Assert.Equal("""{"entries":[],"next":0,"hasMore":false}""", (await (await client.GetAsync("/v1/audit/entries")).JsonAsync()).GetRawText());
    }

    [Fact]
    public async Task The_command_line_shows_it_and_writes_it_whole()
    {
        await using var host = await HostAsync(700);
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "chain.jsonl");

        var (_, log, _) = await host.RunAsync(KeyScopes.Reader, "audit", "log", "--account", "acct-1", "--json");
        var (exit, told, _) = await host.RunAsync(KeyScopes.Reader, "audit", "export", "--account", "acct-1", "--out", file);

        Assert.Equal(700, JsonDocument.Parse(log).RootElement.GetProperty("entries").GetArrayLength());
        Assert.Equal((0, 700), (exit, (await File.ReadAllLinesAsync(file)).Length));
        Assert.StartsWith("700 entries in ", told);
        Assert.False(File.Exists(file + ".partial"));
    }

    private static async Task<ApiHost> HostAsync(int entries)
    {
        var host = await ApiHost.StartAsync();
        var appended = Enumerable.Range(1, entries)
            .Select(number => new LedgerEntry(number, "outcome", FakeSettings.At.AddSeconds(number), 0, [(byte)number, (byte)number], JsonSerializer.SerializeToUtf8Bytes(new { n = number }), null));
        Assert.Equal(AppendResult.Appended, await host.Ledger.AppendAsync(new LedgerAppend(new LedgerSubject(ApiHost.Tenant, "acct-1"), null, [.. appended], []), CancellationToken.None));
        return host;
    }
}
