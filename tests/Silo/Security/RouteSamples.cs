using System.Net.Http.Headers;
using System.Text;
using AccountTwins.Silo.Playbooks;

namespace AccountTwins.Tests.Silo.Security;

/// <summary>
/// For every route a request that gets past the checks of form to what the route asks its stores for, and what another tenant's admin gets for it.
/// </summary>
internal sealed record RouteSample(string Method, string Route, string Foreign, string? Body, string Query = "", string Media = "application/json")
{
    public const string Review = "7-0a1b2c3d@acct-1";

    private const string Event = """{"specversion":"1.0","id":"1","source":"/p","type":"usage.activity.v1","subject":"acct-1","time":"2026-03-01T11:59:00Z","data":{"activeUsers":1,"sessions":2}}""";
    private const string Decide = """{"actions":[{"type":"grant_credit","category":"billing","amount":40.5,"currency":"EUR","confidence":0.9,"draft":"d"}],"agent":{"release":"r"},"contact":"a@b.example","idempotencyKey":"k","maxStaleness":60}""";
    private const string Judged = """{"verb":"accept","goals":"serves","severity":"none","reason":"fine"}""";
    private const string Named = """{"name":"n","reason":"r"}""";
    private const string Tool = """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"get_account_context","arguments":{"account":"acct-1"}}}""";

    // What another tenant's admin gets: the status, and the code where it is a refusal.
    public static readonly RouteSample[] All =
    [
        new("GET", "/health/live", "200", null),
        new("GET", "/health/ready", "403 forbidden", null),
        new("GET", "/metrics", "403 forbidden", null),
        new("GET", "/openapi/v1.json", "200", null),
        new("GET", "/asyncapi/v1.json", "200", null),
        new("POST", "/mcp", "200", Tool),
        new("POST", "/v1/signals", "200", Event, Media: "application/cloudevents+json"),
        new("GET", "/v1/accounts/resolve", "404 unknown_account", null, "?domain=northwind.example"),
        new("GET", "/v1/accounts/{account}", "404 unknown_account", null),
        new("GET", "/v1/accounts/{account}/context", "404 unknown_account", null, "?format=prompt&maxStaleness=60&contact=a@b.example&action=reply"),
        new("GET", "/v1/accounts/{account}/timeline", "404 unknown_account", null),
        new("GET", "/v1/accounts/{account}/latitude", "404 unknown_account", null, "?release=r"),
        new("POST", "/v1/accounts/{account}/decisions", "404 unknown_account", Decide),
        new("POST", "/v1/accounts/{account}/override", "404 unknown_account", """{"step":"tighten","latitude":"diagnostic","reason":"r","expiresAt":"2026-03-02T00:00:00Z"}"""),
        new("DELETE", "/v1/accounts/{account}/parked", "404 unknown_account", null, "?reason=r&signals=5"),
        new("GET", "/v1/decisions/{id}", "404 unknown_decision", null, "?wait=0"),
        new("POST", "/v1/decisions/{id}/permit", "404 unknown_decision", null),
        new("POST", "/v1/decisions/{id}/review", "404 unknown_decision", Judged),
        new("POST", "/v1/decisions/{id}/outcome", "404 unknown_decision", """{"state":"executed","amounts":[1],"currency":"EUR","detail":"d"}"""),
        new("GET", "/v1/reviews", "200", null, "?state=open&limit=5"),
        new("GET", "/v1/reviews/export", "200", null, "?since=2026-01-01"),
        new("POST", "/v1/reviews/{id}", "404 unknown_review", Judged),
        new("POST", "/v1/reviews/{id}/claim", "404 unknown_review", null),
        new("POST", "/v1/reviews/{id}/release", "404 unknown_review", null),
        new("GET", "/v1/portfolio/accounts", "200", null, "?segment=s&band=healthy&sort=arr&limit=5"),
        new("GET", "/v1/decisions/{id}/replay", "404 unknown_decision", null),
        new("GET", "/v1/audit/verify", "200", null),
        new("GET", "/v1/audit/entries", "200", null, "?account=acct-1&after=0&limit=5"),
        new("GET", "/v1/audit/root", "200", null, "?number=1"),
        new("GET", "/v1/playbook", "200", null),
        new("PUT", "/v1/playbook", "200", "playbook", Media: "application/yaml"),
        new("POST", "/v1/playbook/check", "200", "playbook", Media: "application/yaml"),
        new("POST", "/v1/playbook/diff", "200", "playbook", Media: "application/yaml"),
        new("POST", "/v1/playbook/simulate", "200", "playbook", "?days=3", "application/yaml"),
        new("GET", "/v1/switches", "200", null),
        new("POST", "/v1/switches", "200", """{"segment":"s","action":"reply","reason":"r"}"""),
        new("POST", "/v1/switches/take-back", "404 unknown_switch", Named),
        new("POST", "/v1/breakers/reset", "404 unknown_breaker", Named),
        new("GET", "/v1/incidents", "200", null),
        new("POST", "/v1/incidents", "200", """{"name":"n","reason":"r","category":"billing"}"""),
        new("POST", "/v1/incidents/end", "200", Named),
        new("GET", "/v1/scenarios", "200", null, "?scenario=reply~billing~small"),
        new("POST", "/v1/scenarios", "200", """{"scenario":"reply~billing~small","release":"r","act":"freeze","reason":"r"}"""),
        new("GET", "/v1/value-models", "200", null),
        new("GET", "/v1/changes", "200", null, "?account=acct-1"),
        new("GET", "/v1/latitude-changes", "200", null, "?after=0&limit=5"),
        new("GET", "/v1/lessons", "200", null, "?state=proposed"),
        new("POST", "/v1/lessons/{id}/approve", "404 unknown_lesson", """{"text":"t","reach":"scenario"}"""),
        new("POST", "/v1/lessons/{id}/decline", "404 unknown_lesson", """{"reason":"r"}"""),
        new("POST", "/v1/lessons/{id}/retire", "404 unknown_lesson", """{"reason":"r"}"""),
        new("POST", "/v1/webhooks", "201", """{"url":"https://example.com/hook","kinds":["flag_opened"]}"""),
        new("GET", "/v1/webhooks", "200", null),
        new("POST", "/v1/webhooks/{id}/rotate", "404 unknown_webhook", """{"overlapSeconds":60}"""),
        new("POST", "/v1/webhooks/{id}/enable", "404 unknown_webhook", null),
        new("POST", "/v1/webhooks/{id}/disable", "404 unknown_webhook", null),
        new("POST", "/v1/webhooks/{id}/test", "404 unknown_webhook", null),
        new("DELETE", "/v1/webhooks/{id}", "404 unknown_webhook", null),
        new("POST", "/v1/signals/validate", "200", Event, Media: "application/cloudevents+json"),
        new("GET", "/v1/ops/positions", "403 forbidden", null),
        new("POST", "/v1/ops/drain", "403 forbidden", null),
        new("GET", "/v1/dead-letters", "200", null),
        new("POST", "/v1/dead-letters/replay", "200", """{"letters":["0:1"]}"""),
        new("POST", "/v1/tenants", "403 forbidden", """{"tenant":"acme","name":"n"}"""),
        new("GET", "/v1/keys", "200", null),
        new("POST", "/v1/keys", "201", """{"name":"n","scopes":["reader"],"expiresAt":"2027-01-01T00:00:00Z"}"""),
        new("POST", "/v1/keys/{id}/rotate", "404 unknown_key", """{"overlapSeconds":60,"idempotencyKey":"k","expiresAt":"2027-01-01T00:00:00Z"}"""),
        new("DELETE", "/v1/keys/{id}", "404 unknown_key", null),
    ];

    /// <summary>The address, with a key of the owner's where one is named.</summary>
    public string Path(string key) => Route.Replace("{account}", "acct-1").Replace("{id}", Id(key));

    public string Id(string key) => Route.StartsWith("/v1/lessons", StringComparison.Ordinal) ? "1" : Route.StartsWith("/v1/keys", StringComparison.Ordinal) ? key : Review;

    public byte[] Bytes => Body == "playbook" ? DefaultPlaybook.File.ToArray() : Encoding.UTF8.GetBytes(Body ?? "");

    public HttpRequestMessage Request(string key)
    {
        var request = new HttpRequestMessage(new HttpMethod(Method), Path(key) + Query);
        if (Body is not null)
            request.Content = new ByteArrayContent(Bytes) { Headers = { ContentType = new MediaTypeHeaderValue(Media) } };
        return request;
    }
}
