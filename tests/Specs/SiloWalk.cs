using System.Net.Http.Headers;
using System.Text.Json;
using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Playbooks;
using AccountTwins.Silo.Security;
using AccountTwins.Tests.Silo.Api;
using AccountTwins.Tests.Support;
using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;

namespace AccountTwins.Tests.Specs;

/// <summary>Goes through a whole silo with its sample as agents, reviewers and operators do, so that its answers are as full as they are in life.</summary>
internal sealed class SiloWalk(RunningSilo silo, RecordedAnswers recorded)
{
    private const string Account = "acct-0001";
    private const string Signals = "application/cloudevents+json";
    private const string Batch = "application/cloudevents-batch+json";

    private const string Good = """{"specversion":"1.0","id":"1","source":"/walk","type":"support.ticket_opened.v1","subject":"acct-0001","time":"2026-01-17T09:30:00Z","data":{"ticket":"T-1","category":"how_to"}}""";
    private const string Bad = """{"specversion":"1.0","id":"2","source":"/walk","type":"no.such.v1","subject":"acct-0001","time":"2026-01-17T09:30:00Z","data":{}}""";
    // A name that nobody has, so that nothing is sent anywhere.
    private const string Hook = """{"url":"https://hook.invalid/hook","kinds":["flag_opened"]}""";

    public async Task GoAsync()
    {
        using var admin = silo.Client();
        using var agent = await ClientAsync("agent", KeyScopes.Agent);
        using var reviewer = await ClientAsync("lead", KeyScopes.Executive);
        await SignalsAsync(admin);
        await AccountsAsync(admin);
        await DecisionsAsync(agent, reviewer);
        await DeadLettersAsync(admin);
        await ParkedAsync(admin);
        await SettingsAsync(admin, reviewer);
        await OperationsAsync(admin);
        await recorded.ToolsAsync(admin,
        [
            ("resolve_account", """{"external":"crm=CRM-acct-0001"}"""), ("get_account_context", $$"""{"account":"{{Account}}"}"""), ("find_accounts", "{}"), ("explain_score", $$"""{"account":"{{Account}}"}"""),
            ("check_action", $$"""{"account":"{{Account}}","idempotencyKey":"tool","actions":[{"type":"grant_credit","category":"billing","amount":40,"currency":"EUR"}]}"""),
        ]);
    }

    private async Task SignalsAsync(HttpClient client)
    {
        await recorded.PostAsync(client, "/v1/signals", Good, Signals);
        await recorded.PostAsync(client, "/v1/signals", $"[{Good},{Bad}]", Batch);
        await recorded.PostAsync(client, "/v1/signals", $"[{Bad}]", Batch);
        await recorded.PostAsync(client, "/v1/signals/validate", $"[{Good},{Bad}]", Batch);
    }

    private async Task AccountsAsync(HttpClient client)
    {
        foreach (var path in new[] { "", "/context", "/context?format=prompt", "/context?maxStaleness=0", "/timeline", "/latitude?release=walk" })
            await recorded.GetAsync(client, $"/v1/accounts/{Account}{path}");
        await recorded.GetAsync(client, "/v1/accounts/nobody");
        await recorded.GetAsync(client, "/v1/accounts/resolve?external=crm%3DCRM-acct-0001");
        foreach (var path in new[] { "/v1/portfolio/accounts?limit=2&sort=arr", "/v1/value-models", "/v1/changes?after=0", "/v1/changes?after=999999" })
            await recorded.GetAsync(client, path);
        using var known = new HttpRequestMessage(HttpMethod.Get, $"/v1/accounts/{Account}");
        using var first = await client.GetAsync(known.RequestUri);
        known.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        await recorded.SendAsync(client, known);
    }

    private async Task DecisionsAsync(HttpClient agent, HttpClient reviewer)
    {
        var allowed = await AskAsync(agent, "allowed", """["disclose_ai","no_new_commitment","no_billing_fact","report_outcome","cap_amount"]""");
        await recorded.PostAsync(agent, $"/v1/decisions/{allowed}/outcome", """{"state":"executed"}""");
        await recorded.PostAsync(agent, $"/v1/decisions/{allowed}/outcome", """{"state":"failed"}""");
        await recorded.GetAsync(reviewer, $"/v1/decisions/{allowed}");
        await recorded.PostAsync(reviewer, $"/v1/decisions/{allowed}/review", """{"verb":"reject","goals":"against","severity":"minor","reason":"It named no date."}""");
        await recorded.GetAsync(await ClientAsync("reader", KeyScopes.Reader), $"/v1/decisions/{allowed}/replay");

        var waiting = await AskAsync(agent, "waiting", "[]");
        await recorded.GetAsync(reviewer, "/v1/reviews");
        await recorded.PostAsync(reviewer, $"/v1/reviews/{waiting}/claim");
        await recorded.PostAsync(reviewer, $"/v1/reviews/{waiting}/release");
        await recorded.PostAsync(reviewer, $"/v1/reviews/{waiting}/claim");
        await recorded.PostAsync(reviewer, $"/v1/reviews/{waiting}", """{"verb":"accept","goals":"serves","severity":"none"}""");
        await recorded.PostAsync(agent, $"/v1/decisions/{waiting}/permit");
        await recorded.GetAsync(reviewer, "/v1/reviews?state=done");
        await recorded.GetAsync(reviewer, "/v1/reviews/export");
        await recorded.PostAsync(reviewer, $"/v1/accounts/{Account}/override", $$"""{"step":"tighten","latitude":"diagnostic","reason":"Talks.","expiresAt":"{{DateTimeOffset.UtcNow.AddDays(3):O}}"}""");
        await recorded.GetAsync(reviewer, $"/v1/accounts/{Account}/context");
    }

    /// <summary>A message that is no event, as a foreign producer may send it.</summary>
    private async Task DeadLettersAsync(HttpClient admin)
    {
        using (var producer = new ProducerBuilder<string, byte[]>(new ProducerConfig { BootstrapServers = silo.Kafka }).Build())
            await producer.ProduceAsync("signals.usage", new Message<string, byte[]> { Key = "default/acct-0001", Value = "no event"u8.ToArray() });
        await Until.TrueAsync(async () => (await (await admin.GetAsync("/v1/dead-letters")).JsonAsync()).GetProperty("letters").GetArrayLength() > 0, "the dead letter is there");
        var letter = (await recorded.GetAsync(admin, "/v1/dead-letters")).GetProperty("letters")[0].GetProperty("id").GetString();
        await recorded.PostAsync(admin, "/v1/dead-letters/replay", $$"""{"letters":["{{letter}}"]}""");
    }

    /// <summary>As a pump marks the account of letters that its twin lacks.</summary>
    private async Task ParkedAsync(HttpClient admin)
    {
        await silo.Services.GetRequiredService<IAsideStore>().AddAsync(new AccountKey("default", Account), "apply_failed", 12, CancellationToken.None);
        await recorded.SendAsync(admin, new HttpRequestMessage(HttpMethod.Delete, $"/v1/accounts/{Account}/parked?reason=All%20played%20again.&signals=2"));
        await recorded.SendAsync(admin, new HttpRequestMessage(HttpMethod.Delete, $"/v1/accounts/{Account}/parked?reason=All%20played%20again.&signals=12"));
        await recorded.SendAsync(admin, new HttpRequestMessage(HttpMethod.Delete, $"/v1/accounts/{Account}/parked?reason=All%20played%20again."));
    }

    private async Task SettingsAsync(HttpClient admin, HttpClient leader)
    {
        var file = System.Text.Encoding.UTF8.GetString(DefaultPlaybook.File.Span);
        foreach (var path in new[] { "check", "diff", "simulate?days=3" })
            await recorded.PostAsync(admin, $"/v1/playbook/{path}", file, "application/yaml");
        await recorded.PostAsync(admin, "/v1/playbook/check", "no: playbook", "application/yaml");
        await recorded.SendAsync(admin, new HttpRequestMessage(HttpMethod.Put, "/v1/playbook") { Content = new StringContent(file, new MediaTypeHeaderValue("application/yaml")) });
        await recorded.PostAsync(leader, "/v1/scenarios", """{"scenario":"reply~how_to~small","release":"walk","act":"freeze","reason":"Until the new price list is out."}""");
        await recorded.PostAsync(leader, "/v1/incidents", """{"name":"outage","reason":"Exports fail.","category":"exports"}""");
        var thrown = await recorded.PostAsync(leader, "/v1/switches", """{"action":"grant_credit","reason":"Credits went out twice."}""");
        await recorded.PostAsync(leader, "/v1/switches/take-back", $$"""{"name":"{{thrown.GetProperty("switches")[0].GetProperty("name").GetString()}}","reason":"Over."}""");
        await recorded.PostAsync(leader, "/v1/incidents/end", """{"name":"outage","reason":"Over."}""");
        foreach (var path in new[] { "playbook", "switches", "incidents", "scenarios", "latitude-changes", "lessons", "audit/verify", "audit/entries", "audit/entries?chain=keys", "audit/root", "audit/entries?limit=2&account=acct-0001" })
            await recorded.GetAsync(admin, $"/v1/{path}");
    }

    private async Task OperationsAsync(HttpClient admin)
    {
        var hook = (await recorded.PostAsync(admin, "/v1/webhooks", Hook)).GetProperty("id").GetString();
        await recorded.PostAsync(admin, $"/v1/webhooks/{hook}/rotate", """{"overlapSeconds":3600}""");
        foreach (var act in new[] { "rotate", "disable", "enable", "test" })
            await recorded.PostAsync(admin, $"/v1/webhooks/{hook}/{act}");
        await recorded.GetAsync(admin, "/v1/webhooks");
        await recorded.SendAsync(admin, new HttpRequestMessage(HttpMethod.Delete, $"/v1/webhooks/{hook}"));
        var key = (await recorded.PostAsync(admin, "/v1/keys", """{"name":"walk","scopes":["reader","ops"],"expiresAt":"2099-01-01T00:00:00Z"}""")).GetProperty("id").GetString();
        await recorded.PostAsync(admin, $"/v1/keys/{key}/rotate", """{"overlapSeconds":3600}""");
        await recorded.SendAsync(admin, new HttpRequestMessage(HttpMethod.Delete, $"/v1/keys/{key}"));
        foreach (var tenant in new[] { "acme", "acme", "a/b" })
            await recorded.PostAsync(admin, "/v1/tenants", $$"""{"tenant":"{{tenant}}","name":"ann"}""");
        foreach (var path in new[] { "/v1/keys", "/v1/ops/positions", "/v1/dead-letters", "/health/live", "/health/ready", "/metrics" })
            await recorded.GetAsync(admin, path);
    }

    /// <summary>The id of a decision about a reply.</summary>
    private async Task<string> AskAsync(HttpClient agent, string key, string obligations)
    {
        var answer = await recorded.PostAsync(agent, $"/v1/accounts/{Account}/decisions", $$"""
            {"actions":[{"type":"reply","category":"how_to","draft":"Under Settings."}],"agent":{"release":"walk"},"conversation":"walk","idempotencyKey":"{{key}}","supportedObligations":{{obligations}}}
            """);
        return answer.GetProperty("decisionId").GetString()!;
    }

    private async Task<HttpClient> ClientAsync(string name, KeyScopes scopes)
    {
        var client = new HttpClient { BaseAddress = new Uri(silo.Address) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await silo.Services.GetRequiredService<ApiKeyBootstrap>().CreateAsync("default", name, scopes, CancellationToken.None));
        return client;
    }
}
