using System.Net.Http.Json;
using System.Text.Json;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Silo.Value;
using AccountTwins.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AccountTwins.Tests.Silo.Incidents;

/// <summary>The whole way in a running silo: tickets of several accounts, the incident, the context of who is concerned, and its end by a person.</summary>
public sealed class DetectedIncidentTests
{
    [Fact]
    public async Task Severe_tickets_of_several_accounts_open_one_incident_that_survives_a_restart_and_ends_once()
    {
        using var folder = new TemporaryFolder();
        await using (var silo = await StartAsync(folder))
        {
            using var client = silo.Client();
            for (var number = 0; number < 5; number++)
                await SendAsync(client, $"acct-{number}", "export", $"T-{number}");
            await SendAsync(client, "acct-5", "howto", "T-5", "low");

            await Until.TrueAsync(async () => (await IncidentsAsync(client)).GetProperty("open").GetArrayLength() == 1);
            var open = (await IncidentsAsync(client)).GetProperty("open")[0];
            Assert.Equal("category:export", open.GetProperty("name").GetString());
            Assert.Equal(5, open.GetProperty("evidence").GetProperty("accounts").GetInt32());
            await Until.TrueAsync(async () => (await ContextAsync(client, "acct-1")).Contains("category:export", StringComparison.Ordinal));
            Assert.DoesNotContain("category:export", await ContextAsync(client, "acct-5"));

            var models = await client.GetFromJsonAsync<JsonElement>("/v1/value-models");
            Assert.True(models.GetProperty("playbook").GetString()!.Length > 10);
        }

        await using (var again = await StartAsync(folder))
        {
            using var client = again.Client();
            Assert.Equal(1, (await IncidentsAsync(client)).GetProperty("open").GetArrayLength());
            var closed = await client.PostAsJsonAsync("/v1/incidents/end", new { name = "category:export", reason = "mended" });
            Assert.True(closed.IsSuccessStatusCode);
            // Told again by the pass over all twins, it does not open again.
            await again.Services.GetRequiredService<RenewalGatherer>().PassAsync(CancellationToken.None);
            await again.Services.GetRequiredService<AccountTwins.Silo.Incidents.SightingReporter>().RoundAsync(CancellationToken.None);
            Assert.Equal(
                TwinStanding.Ready,
                await again.Services.GetRequiredService<IGrainFactory>().GetGrain<IIncidentGrain>("default").Report(new SightingReport { Sightings = [] }));
            var now = await IncidentsAsync(client);
            Assert.Equal((0, 1), (now.GetProperty("open").GetArrayLength(), now.GetProperty("ended").GetArrayLength()));
            Assert.Equal("mended", now.GetProperty("ended")[0].GetProperty("reason").GetString());
        }
    }

    private static Task<RunningSilo> StartAsync(TemporaryFolder folder) =>
        RunningSilo.StartAsync(folder.Path, ("Sample:Enabled", "false"), ("Incidents:ReportEvery", "00:00:00.050"));

    private static async Task SendAsync(HttpClient client, string account, string category, string ticket, string severity = "critical")
    {
        var signal = new
        {
            specversion = "1.0",
            id = ticket,
            source = "/desk",
            type = "support.ticket_opened.v1",
            subject = account,
            time = TimeProvider.System.GetUtcNow().AddSeconds(-30),
            data = new { ticket, severity, category },
        };
        using var content = new StringContent(JsonSerializer.Serialize(signal), System.Text.Encoding.UTF8, "application/cloudevents+json");
        using var answer = await client.PostAsync("/v1/signals", content);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static Task<JsonElement> IncidentsAsync(HttpClient client) => client.GetFromJsonAsync<JsonElement>("/v1/incidents");

    private static Task<string> ContextAsync(HttpClient client, string account) => client.GetStringAsync($"/v1/accounts/{account}/context?format=prompt");
}
