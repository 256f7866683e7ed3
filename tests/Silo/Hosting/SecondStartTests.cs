using System.Net.Http.Json;
using System.Text.Json;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Silo.Hosting;

[Collection(WholeSilo.Name)]
public sealed class SecondStartTests
{
    [Fact]
    public async Task A_second_start_goes_on_from_what_is_stored_and_plays_no_sample()
    {
        using var folder = new TemporaryFolder();
        Dictionary<string, long> first;
        await using (var silo = await RunningSilo.StartAsync(folder.Path))
        {
            await silo.SampledAsync();
            first = await RevisionsAsync(silo);
        }

        var marked = File.GetLastWriteTimeUtc(Path.Combine(folder.Path, "sample.txt"));
        await using (var silo = await RunningSilo.StartAsync(folder.Path))
        {
            await Until.TrueAsync(() => silo.Ingestion is { IsReading: true, Lag: 0 });
            using var client = silo.Client();

            Assert.NotEmpty(first);
            Assert.Equal(first, await RevisionsAsync(silo));
        }

        Assert.Equal(marked, File.GetLastWriteTimeUtc(Path.Combine(folder.Path, "sample.txt")));
    }

    [Fact]
    public async Task Ready_names_Kafka_and_whether_it_is_read()
    {
        using var folder = new TemporaryFolder();
        await using var silo = await RunningSilo.StartAsync(folder.Path, ("Sample:Enabled", "false"));
        await Until.TrueAsync(() => silo.Ingestion.IsReading);
        using var client = silo.Client();

        var ready = await client.GetFromJsonAsync<JsonElement>("/health/ready");

        var parts = ready.GetProperty("parts").EnumerateArray().ToDictionary(part => part.GetProperty("name").GetString()!, part => part.GetProperty("detail").GetString());
        Assert.Equal("reading, inside this process, no alarm", parts["kafka"]);
        Assert.Equal(["drain", "engine", "kafka", "store"], parts.Keys.Order());
    }

    private static async Task<Dictionary<string, long>> RevisionsAsync(RunningSilo silo)
    {
        using var client = silo.Client();
        var revisions = new Dictionary<string, long>();
        for (var number = 0; number < 5; number++)
        {
            var account = $"acct-{number:0000}";
            using var response = await client.GetAsync($"/v1/accounts/{account}");
            Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
            revisions[account] = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("revision").GetInt64();
        }

        return revisions;
    }
}
