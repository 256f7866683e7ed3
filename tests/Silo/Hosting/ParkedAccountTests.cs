using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AccountTwins.Grains.Interfaces;
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

    public void Dispose() => _log.Dispose();
}
