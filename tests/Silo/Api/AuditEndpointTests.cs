using System.Net;
using System.Text.Json;
using AccountTwins.Domain.Decisions;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Security;

namespace AccountTwins.Tests.Silo.Api;

public sealed class AuditEndpointTests
{
    private const string Address = "/v1/audit/verify";

    [Fact]
    public async Task Progress_comes_line_by_line_and_the_report_last()
    {
        await using var host = await ApiHost.StartAsync();
        host.Audit.Report = new LedgerAuditReport(
            new LedgerAuditProgress(2, 3, 40), new LedgerRoot(2, FakeSettings.At, 3, [0xAB, 0xCD], []), [new LedgerFault("acct-1", 7, LedgerFaultKind.Rewritten)], MoreFaults: false);

        var response = await (await host.ClientAsync(KeyScopes.Reader)).GetAsync(Address);
        var lines = (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal("application/x-ndjson", response.Content.Headers.ContentType!.ToString());
        Assert.All(lines[..^1], line => Assert.Equal("progress", JsonDocument.Parse(line).RootElement.GetProperty("kind").GetString()));
        Assert.Equal(
            """{"kind":"report","roots":2,"chains":3,"entries":40,"isSound":false,"newestRoot":{"number":2,"at":"2026-03-01T12:00:00+00:00","chains":3,"hash":"abcd"},"faults":[{"subject":"acct-1","number":7,"fault":"rewritten"}],"moreFaults":false}""",
            lines[^1]);
    }

    [Fact]
    public async Task A_store_that_is_away_is_told_as_a_status_while_that_is_possible()
    {
        await using var host = await ApiHost.StartAsync();
        host.Audit.IsAway = true;

        await (await (await host.ClientAsync(KeyScopes.Reader)).GetAsync(Address)).ProblemAsync(HttpStatusCode.ServiceUnavailable, "store_unavailable");
    }
}
