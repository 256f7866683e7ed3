using System.Net;
using AccountTwins.Silo.Security;
using AccountTwins.Silo.Storage;

namespace AccountTwins.Tests.Silo.Api;

public sealed class HealthTests
{
    [Fact]
    public async Task Ready_names_the_engine_the_store_and_the_drain()
    {
        await using var host = await ApiHost.StartAsync();

        var answer = await (await (await host.ClientAsync(KeyScopes.Ops)).GetAsync("/health/ready")).JsonAsync();

        Assert.Equal("ready", answer.GetProperty("status").GetString());
        Assert.Equal(["engine", "store", "drain"], answer.GetProperty("parts").EnumerateArray().Select(part => part.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Not_ready_while_the_store_is_away_but_alive_and_without_its_error()
    {
        await using var host = await ApiHost.StartAsync();
        host.Store.Current = new StoreState(false, Sample.Now, "password=hunter2");
        var client = await host.ClientAsync(KeyScopes.Ops);

        var response = await client.GetAsync("/health/ready");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        var text = await response.Content.ReadAsStringAsync();
        Assert.Contains("away since 2026-03-01T12:00:00Z", text);
        Assert.DoesNotContain("hunter2", text);
        Assert.Equal("""{"status":"live"}""", await client.GetStringAsync("/health/live"));
    }
}
