using AccountTwins.Silo.Security;

namespace AccountTwins.Tests.Silo.Api;

public sealed class OpenApiTests
{
    [Fact]
    public async Task The_document_names_every_public_address_its_parameters_and_its_failures()
    {
        await using var host = await ApiHost.StartAsync();

        var document = await (await (await host.ClientAsync(KeyScopes.Reader)).GetAsync("/openapi/v1.json")).JsonAsync();

        var paths = document.GetProperty("paths");
        Assert.Equal(
            [
                "/v1/accounts/resolve", "/v1/accounts/{account}", "/v1/accounts/{account}/context", "/v1/accounts/{account}/decisions",
                "/v1/accounts/{account}/latitude", "/v1/accounts/{account}/override", "/v1/accounts/{account}/timeline", "/v1/audit/entries", "/v1/audit/verify",
                "/v1/breakers/reset", "/v1/changes", "/v1/dead-letters", "/v1/dead-letters/replay",
                "/v1/decisions/{id}", "/v1/decisions/{id}/outcome", "/v1/decisions/{id}/permit", "/v1/decisions/{id}/replay",
                "/v1/decisions/{id}/review",
                "/v1/incidents", "/v1/incidents/end", "/v1/keys", "/v1/keys/{id}",
                "/v1/latitude-changes", "/v1/lessons", "/v1/lessons/{id}/approve", "/v1/lessons/{id}/decline", "/v1/lessons/{id}/retire",
                "/v1/ops/drain", "/v1/ops/positions",
                "/v1/playbook", "/v1/playbook/check", "/v1/playbook/diff", "/v1/playbook/simulate",
                "/v1/portfolio/accounts",
                "/v1/reviews", "/v1/reviews/export", "/v1/reviews/{id}", "/v1/reviews/{id}/claim", "/v1/reviews/{id}/release", "/v1/scenarios", "/v1/signals",
                "/v1/signals/validate",
                "/v1/switches", "/v1/switches/take-back", "/v1/value-models", "/v1/webhooks", "/v1/webhooks/{id}", "/v1/webhooks/{id}/disable", "/v1/webhooks/{id}/enable", "/v1/webhooks/{id}/rotate", "/v1/webhooks/{id}/test",
            ],
            paths.EnumerateObject().Select(path => path.Name).Order(StringComparer.Ordinal));
        var context = paths.GetProperty("/v1/accounts/{account}/context").GetProperty("get");
        Assert.Equal(
            ["account", "format", "maxStaleness", "contact", "action", "scenario"],
            context.GetProperty("parameters").EnumerateArray().Select(parameter => parameter.GetProperty("name").GetString()));
        Assert.Contains("too_stale", context.GetProperty("responses").GetProperty("409").GetProperty("description").GetString());
        var health = document.GetProperty("components").GetProperty("schemas").GetProperty("AccountHealthView").GetProperty("properties");
        Assert.True(health.TryGetProperty("evidenceShare", out _));
    }
}
