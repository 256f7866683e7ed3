using System.Net;
using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Silo.Security;

namespace AccountTwins.Tests.Silo.Api;

/// <summary>Settling an account's dead letters.</summary>
public sealed class ParkedEndpointTests
{
    private const string Path = "/v1/accounts/acct-1/parked";

    [Fact]
    public async Task Who_settles_is_the_key_and_what_was_settled_is_shown()
    {
        await using var host = await ApiHost.StartAsync();
        host.Decisions.SettleReply = new SettleReply { Standing = TwinStanding.Ready, View = new AccountParkedView { Code = "apply_failed", Since = Sample.Now, Signals = 12 } };
        using var client = await host.ClientAsync(KeyScopes.Ops);

        using var response = await client.DeleteAsync($"{Path}?reason=All%20replayed.&signals=12");

        var json = await response.JsonAsync();
        Assert.Equal(("apply_failed", 12), (json.GetProperty("code").GetString(), json.GetProperty("signals").GetInt32()));
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        Assert.Equal((new AccountKey(ApiHost.Tenant, "acct-1"), (object)new SettleAsk { Reason = "All replayed.", By = "test", Signals = 12 }), Assert.Single(host.Decisions.Asked));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?reason=")]
    [InlineData("?reason=r&signals=0")]
    [InlineData("?reason=r&force=true")]
    public async Task It_takes_a_reason_and_nothing_that_is_not_known(string query)
    {
        await using var host = await ApiHost.StartAsync();
        using var client = await host.ClientAsync(KeyScopes.Ops);

        await (await client.DeleteAsync(Path + query)).ProblemAsync(HttpStatusCode.BadRequest, "bad_parameter");
        Assert.Empty(host.Decisions.Asked);
    }

    [Theory]
    [InlineData("not_parked", HttpStatusCode.NotFound)]
    [InlineData("parked_again", HttpStatusCode.Conflict)]
    public async Task What_the_twin_refuses_is_its_code(string code, HttpStatusCode status)
    {
        await using var host = await ApiHost.StartAsync();
        host.Decisions.SettleReply = new SettleReply { Standing = TwinStanding.Ready, Refusal = code };
        using var client = await host.ClientAsync(KeyScopes.Ops);

        await (await client.DeleteAsync($"{Path}?reason=r")).ProblemAsync(status, code);
    }
}
