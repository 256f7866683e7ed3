using System.Net;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Security;

namespace AccountTwins.Tests.Silo.Api;

public sealed class ErrorFormTests
{
    [Fact]
    public async Task Whatever_goes_wrong_has_the_same_form()
    {
        await using var host = await ApiHost.StartAsync();
        var client = await host.ClientAsync(KeyScopes.Admin);

        await (await client.GetAsync("/")).ProblemAsync(HttpStatusCode.NotFound, "unknown_route");
        await (await client.GetAsync("/v1/nothing/here")).ProblemAsync(HttpStatusCode.NotFound, "unknown_route");
        await (await client.DeleteAsync("/v1/accounts/acct-1")).ProblemAsync(HttpStatusCode.MethodNotAllowed, "method_not_allowed");
        await (await client.GetAsync("/v1/signals")).ProblemAsync(HttpStatusCode.MethodNotAllowed, "method_not_allowed");
        await (await client.GetAsync("/v1/accounts/none")).ProblemAsync(HttpStatusCode.NotFound, "unknown_account");
        await (await client.GetAsync("/v1/accounts/none?x=1")).ProblemAsync(HttpStatusCode.BadRequest, "bad_parameter");
        await (await client.GetAsync("/v1/accounts/a%07b")).ProblemAsync(HttpStatusCode.NotFound, "unknown_account");
        await (await client.GetAsync("/v1/accounts/" + new string('a', 300))).ProblemAsync(HttpStatusCode.NotFound, "unknown_account");
        await (await client.GetAsync("/v1/accounts/none/timeline")).ProblemAsync(HttpStatusCode.NotFound, "unknown_account");
        await (await client.PostAsync("/v1/signals", new StringContent("hello"))).ProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
    }

    [Fact]
    public async Task A_fault_tells_the_caller_nothing_but_its_trace()
    {
        await using var host = await ApiHost.StartAsync();
        host.Accounts.Fault = new InvalidOperationException("password=hunter2 at /srv/secret");

        var response = await (await host.ClientAsync(KeyScopes.Agent)).GetAsync("/v1/accounts/acct-1/context");

        var problem = await response.ProblemAsync(HttpStatusCode.InternalServerError, "internal");
        Assert.DoesNotContain("hunter2", problem.ToString());
        Assert.DoesNotContain("Exception", problem.ToString());
        Assert.NotEmpty(problem.GetProperty("traceId").GetString()!);
    }

    [Fact]
    public async Task A_store_that_is_away_and_a_twin_that_is_late_are_told_apart()
    {
        await using var host = await ApiHost.StartAsync();
        var client = await host.ClientAsync(KeyScopes.Agent);

        host.Accounts.Fault = new StoreUnavailableException("host=10.0.0.1");
        var response = await client.GetAsync("/v1/accounts/acct-1");
        Assert.DoesNotContain("10.0.0.1", (await response.ProblemAsync(HttpStatusCode.ServiceUnavailable, "store_unavailable")).ToString());
        Assert.NotNull(response.Headers.RetryAfter);

        host.Accounts.Fault = new TimeoutException();
        await (await client.GetAsync("/v1/accounts/acct-1")).ProblemAsync(HttpStatusCode.ServiceUnavailable, "account_busy");
    }

    [Fact]
    public async Task An_account_whose_silo_died_is_busy_until_it_has_moved()
    {
        await using var host = await ApiHost.StartAsync();
        var client = await host.ClientAsync(KeyScopes.Agent);
        host.Accounts.Fault = new SiloUnavailableException("S10.0.0.1:11111");

        var response = await client.GetAsync("/v1/accounts/acct-1");

        Assert.DoesNotContain("10.0.0.1", (await response.ProblemAsync(HttpStatusCode.ServiceUnavailable, "account_busy")).ToString());
    }
}
