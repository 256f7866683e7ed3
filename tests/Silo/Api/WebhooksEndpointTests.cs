using System.Net;
using System.Net.Http.Json;
using System.Text;
using AccountTwins.Silo.Security;

namespace AccountTwins.Tests.Silo.Api;

public sealed class WebhooksEndpointTests
{
    [Fact]
    public async Task A_webhook_is_made_listed_given_a_new_secret_and_deleted_and_its_secret_is_shown_when_it_is_new()
    {
        await using var host = await ApiHost.StartAsync();
        using var admin = await host.ClientAsync(KeyScopes.Admin);
        var answer = await admin.PostAsJsonAsync("/v1/webhooks", new { url = "https://example.com/hook", kinds = new[] { "flag_opened" } });
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var made = await answer.JsonAsync();
        var id = made.GetProperty("id").GetString();
        Assert.StartsWith("whsec_", made.GetProperty("secret").GetString(), StringComparison.Ordinal);

        var listed = Assert.Single((await (await admin.GetAsync("/v1/webhooks")).JsonAsync()).GetProperty("webhooks").EnumerateArray());
        Assert.Equal(("https://example.com/hook", true), (listed.GetProperty("url").GetString(), listed.GetProperty("isActive").GetBoolean()));
        Assert.False(listed.TryGetProperty("secret", out _));
        var rotated = await (await admin.PostAsync($"/v1/webhooks/{id}/rotate", null)).JsonAsync();
        Assert.NotEqual(made.GetProperty("secret").GetString(), rotated.GetProperty("secret").GetString());
        for (var again = 0; again < 3; again++)
            Assert.Equal(HttpStatusCode.OK, (await admin.PostAsync($"/v1/webhooks/{id}/rotate", null)).StatusCode);
        await (await admin.PostAsync($"/v1/webhooks/{id}/rotate", null)).ProblemAsync(HttpStatusCode.Conflict, "too_many_secrets");
        Assert.Equal(HttpStatusCode.OK, (await admin.PostAsync($"/v1/webhooks/{id}/enable", null)).StatusCode);

        using var other = await host.ClientAsync(KeyScopes.Admin, "other");
        await (await other.DeleteAsync($"/v1/webhooks/{id}")).ProblemAsync(HttpStatusCode.NotFound, "unknown_webhook");
        await (await other.PostAsync($"/v1/webhooks/{id}/rotate", null)).ProblemAsync(HttpStatusCode.NotFound, "unknown_webhook");
        Assert.Equal(HttpStatusCode.OK, (await admin.DeleteAsync($"/v1/webhooks/{id}")).StatusCode);
        await (await admin.DeleteAsync($"/v1/webhooks/{id}")).ProblemAsync(HttpStatusCode.NotFound, "unknown_webhook");
    }

    [Fact]
    public async Task Who_rotates_says_for_how_long_the_secret_before_signs_too()
    {
        await using var host = await ApiHost.StartAsync();
        using var admin = await host.ClientAsync(KeyScopes.Admin);
        var id = (await (await admin.PostAsJsonAsync("/v1/webhooks", new { url = "https://example.com/hook" })).JsonAsync()).GetProperty("id").GetString();
        var now = host.Clock.GetUtcNow();

        Assert.Equal(now.AddHours(1), await UntilAsync("""{"overlapSeconds":3600}"""));
        Assert.Equal(now.AddDays(1), await UntilAsync("{}"));
        Assert.Equal(now.AddDays(1), await UntilAsync(""));
        Assert.Equal(now.AddDays(30), await UntilAsync("""{"overlapSeconds":2592000}"""));
        await (await RotateAsync("""{"overlapSeconds":1}""")).ProblemAsync(HttpStatusCode.Conflict, "too_many_secrets");
        Assert.Null(await UntilAsync("""{"overlapSeconds":0}"""));

        foreach (var seconds in new[] { -1, 2_592_001 })
            await (await RotateAsync($$"""{"overlapSeconds":{{seconds}}}""")).ProblemAsync(HttpStatusCode.BadRequest, "bad_webhook");
        foreach (var bad in new[] { """{"overlap":1}""", """{"overlapSeconds":"1"}""", "null", "[" })
            await (await RotateAsync(bad)).ProblemAsync(HttpStatusCode.BadRequest, "bad_request");
        Assert.Null(await UntilAsync("""{"overlapSeconds":0}"""));

        Task<HttpResponseMessage> RotateAsync(string body) => admin.PostAsync($"/v1/webhooks/{id}/rotate", new StringContent(body, Encoding.UTF8, "application/json"));

        async Task<DateTimeOffset?> UntilAsync(string body)
        {
            var shown = await (await RotateAsync(body)).JsonAsync();
            Assert.StartsWith("whsec_", shown.GetProperty("secret").GetString(), StringComparison.Ordinal);
            return shown.TryGetProperty("oldSecretUntil", out var until) ? until.GetDateTimeOffset() : null;
        }
    }

    [Fact]
    public async Task What_may_not_be_reached_or_is_not_known_is_refused()
    {
        await using var host = await ApiHost.StartAsync();
        using var admin = await host.ClientAsync(KeyScopes.Admin);
        await (await admin.PostAsJsonAsync("/v1/webhooks", new { url = "https://192.168.0.1/" })).ProblemAsync(HttpStatusCode.BadRequest, "bad_webhook");
        await (await admin.PostAsJsonAsync("/v1/webhooks", new { url = "https://example.com/", kinds = new[] { "weather" } })).ProblemAsync(HttpStatusCode.BadRequest, "bad_webhook");
        for (var count = 0; count < 20; count++)
            await admin.PostAsJsonAsync("/v1/webhooks", new { url = "https://example.com/" });

        await (await admin.PostAsJsonAsync("/v1/webhooks", new { url = "https://example.com/" })).ProblemAsync(HttpStatusCode.Conflict, "too_many_webhooks");
    }
}
