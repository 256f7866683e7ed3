using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.State;
using AccountTwins.Tests.Silo.Ingestion.Kafka;
using AccountTwins.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AccountTwins.Tests.Silo.Hosting;

/// <summary>An account whose signals are put aside says so to whoever reads it.</summary>
[Collection(WholeSilo.Name)]
public sealed class ParkedAccountTests : IDisposable
{
    private readonly UsageLog _log = new();

    [Fact]
    public async Task What_a_pump_tells_the_twin_its_readers_see()
    {
        await using var silo = await _log.StartAsync();
        _log.Send(1);
        await _log.CommittedAsync(0);
        using var client = silo.Client();
        var before = await client.GetFromJsonAsync<JsonElement>("/v1/accounts/a0/context");
        Assert.False(before.TryGetProperty("parked", out var none) && none.ValueKind != JsonValueKind.Null);

        await silo.Services.GetRequiredService<IGrainFactory>().GetGrain<IAccountGrain>("default/a0").Park("row_refused", TimeSpan.FromMinutes(10));

        var context = await client.GetFromJsonAsync<JsonElement>("/v1/accounts/a0/context");
        Assert.Equal("row_refused", context.GetProperty("parked").GetProperty("code").GetString());
        using var demanding = await client.GetAsync("/v1/accounts/a0/context?maxStaleness=31000000");
        Assert.Equal(HttpStatusCode.Conflict, demanding.StatusCode);
        Assert.Contains("row_refused", await demanding.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_twin_in_memory_reads_its_mark_when_it_is_told_and_drops_it_as_soon_as_it_is_settled()
    {
        await using var silo = await _log.StartAsync();
        _log.Send(1);
        await _log.CommittedAsync(0);
        using var client = silo.Client();
        Assert.Null(await ParkedAsync(client));

        await silo.Services.GetRequiredService<IAsideStore>().AddAsync(new AccountKey("default", "a0"), "apply_failed", 2, CancellationToken.None);
        await silo.Services.GetRequiredService<IGrainFactory>().GetGrain<IAccountGrain>("default/a0").Park("apply_failed", TimeSpan.FromMinutes(10));

        Assert.Equal(("apply_failed", 2), await ParkedAsync(client));
        using var settled = await client.DeleteAsync("/v1/accounts/a0/parked?reason=Replayed.&signals=2");
        Assert.Equal(HttpStatusCode.OK, settled.StatusCode);
        Assert.Null(await ParkedAsync(client));
    }

    [Fact]
    public async Task What_a_twin_lacks_it_says_after_every_restart_until_somebody_settles_it()
    {
        await using (await _log.StartAsync())
        {
            _log.Send(1);
            await _log.CommittedAsync(0);
        }

        // A row that cannot be read for a while: what comes meanwhile goes to a dead letter.
        await _log.ScalarAsync("CREATE TABLE kept AS SELECT state FROM account_twin; UPDATE account_twin SET state = x'00'");
        await using (await _log.StartAsync())
        {
            _log.Send(1);
            await _log.CommittedAsync(1);
        }

        await _log.ScalarAsync("UPDATE account_twin SET state = (SELECT state FROM kept)");
        await using (var silo = await _log.StartAsync())
        {
            using var client = silo.Client();
            Assert.Equal(("twin_unreadable", 1), await ParkedAsync(client));
            Assert.Equal(1, await UsageLog.SumAsync(silo));
            using var settled = await client.DeleteAsync("/v1/accounts/a0/parked?reason=It%20need%20not%20count.&signals=1");
            Assert.Equal(HttpStatusCode.OK, settled.StatusCode);
            Assert.Null(await ParkedAsync(client));
            var entries = (await client.GetFromJsonAsync<JsonElement>("/v1/audit/entries?account=a0")).GetProperty("entries");
            Assert.Equal("settled", Assert.Single(entries.EnumerateArray()).GetProperty("kind").GetString());
        }

        await using (var silo = await _log.StartAsync())
        {
            using var client = silo.Client();
            Assert.Null(await ParkedAsync(client));
            using var again = await client.DeleteAsync("/v1/accounts/a0/parked?reason=It%20need%20not%20count.");
            Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
        }
    }

    public void Dispose() => _log.Dispose();

    private static async Task<(string, int)?> ParkedAsync(HttpClient client) =>
        (await client.GetFromJsonAsync<JsonElement>("/v1/accounts/a0")).TryGetProperty("parked", out var parked)
            ? (parked.GetProperty("code").GetString()!, parked.GetProperty("signals").GetInt32())
            : null;
}
