using System.Text.Json;
using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Silo.Mcp;
using AccountTwins.Silo.Security;
using AccountTwins.Silo.Storage.Search;
using AccountTwins.Tests.Silo.Api;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Silo.Mcp;

/// <summary>What each tool asks and answers, over <c>/mcp</c>.</summary>
public sealed class McpToolTests
{
    private const string Credit = """
        {"account":"acct-1","actions":[{"type":"grant_credit","category":"billing","amount":40.50,"currency":"EUR","draft":"We credit 40.50 EUR."}],
         "idempotencyKey":"k","conversation":"T-1","supportedObligations":["cap_amount"]}
        """;

    [Theory]
    [InlineData("email", "kim@northwind.example", "contact")]
    [InlineData("domain", "northwind.example", "domain")]
    [InlineData("ticket", "T-1811", "ticket")]
    [InlineData("external", "crm:0017", "external")]
    public async Task An_account_is_found_by_each_kind_of_identifier(string argument, string value, string kind)
    {
        await using var host = await ApiHost.StartAsync();
        host.Search.Identifiers[(ApiHost.Tenant, $"{kind}:{value.ToLowerInvariant()}")] = [new AccountKey(ApiHost.Tenant, "acct-1")];
        var client = await host.ClientAsync(KeyScopes.Agent);

        var result = await client.ToolAsync("resolve_account", $$"""{"{{argument}}":"{{value}}"}""");

        Assert.Equal("acct-1", result.GetProperty("structuredContent").GetProperty("account").GetString());
        Assert.Equal("acct-1", JsonDocument.Parse(result.Text()).RootElement.GetProperty("account").GetString());
    }

    [Fact]
    public async Task An_identifier_is_never_guessed()
    {
        await using var host = await ApiHost.StartAsync();
        var client = await host.ClientAsync(KeyScopes.Agent);

        (await client.ToolAsync("resolve_account", """{"email":"nobody@nowhere.example"}""")).Problem("unknown_account");
        (await client.ToolAsync("resolve_account", """{"email":"a@b.example","ticket":"T-1"}""")).Problem("bad_parameter");
        (await client.ToolAsync("resolve_account")).Problem("bad_parameter");
    }

    [Fact]
    public async Task A_context_is_the_one_of_http_with_a_briefing_as_text_and_a_lifetime()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put(Heard(FeedState.Live));
        var client = await host.ClientAsync(KeyScopes.Agent);

        var result = await client.ToolAsync("get_account_context", """{"account":"acct-1","contact":"kim@northwind.example"}""");

        Assert.True(JsonElement.DeepEquals(await (await client.GetAsync("/v1/accounts/acct-1/context")).JsonAsync(), result.GetProperty("structuredContent")));
        Assert.Equal(await client.GetStringAsync("/v1/accounts/acct-1/context?format=prompt&contact=kim@northwind.example"), result.Text());
        Assert.Equal(60_000, TtlOf(result));
    }

    [Theory]
    [InlineData(60_000, FeedState.Live, FeedState.Live)]
    [InlineData(60_000, FeedState.Live, FeedState.NeverConnected)]
    [InlineData(10_000, FeedState.Live, FeedState.Late)]
    [InlineData(0, FeedState.Dead, FeedState.Late)]
    [InlineData(0, FeedState.Live, FeedState.Unspecified)]
    public async Task What_rests_on_a_late_feed_is_trusted_for_moments_and_on_a_dead_one_not_at_all(long expected, params FeedState[] states)
    {
        await using var host = await ApiHost.StartAsync();
        host.Put(Heard(states));
        var client = await host.ClientAsync(KeyScopes.Agent);

        Assert.Equal(expected, TtlOf(await client.ToolAsync("get_account_context", """{"account":"acct-1"}""")));
        Assert.Equal(expected, TtlOf(await client.ToolAsync("explain_score", """{"account":"acct-1"}""")));
        Assert.Equal(expected, (await client.ResultAsync("resources/read", """{"uri":"account://acct-1/context"}""")).GetProperty("ttlMs").GetInt64());
    }

    [Fact]
    public async Task A_clock_that_runs_out_sooner_ends_the_trust_in_a_context()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put(Heard(FeedState.Live) with { Clocks = [new AccountClockView { Kind = ClockKind.Resolution, DueAt = Sample.Now.AddSeconds(7) }] });

        Assert.Equal(7_000, TtlOf(await (await host.ClientAsync(KeyScopes.Agent)).ToolAsync("get_account_context", """{"account":"acct-1"}""")));
    }

    [Fact]
    public async Task A_context_that_is_parked_may_not_be_trusted_at_all()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put(Heard(FeedState.Live) with { Parked = new AccountParkedView { Since = Sample.Now, Code = "store_refused" } });
        var client = await host.ClientAsync(KeyScopes.Agent);

        Assert.Equal(0, TtlOf(await client.ToolAsync("get_account_context", """{"account":"acct-1"}""")));
        (await client.ToolAsync("get_account_context", """{"account":"acct-1","maxStaleness":3600}""")).Problem("too_stale");
    }

    [Fact]
    public async Task A_verdict_is_asked_whole_and_says_first_what_to_do()
    {
        await using var host = await ApiHost.StartAsync();
        host.Decisions.Reply = new DecisionReply { Standing = TwinStanding.Ready, View = DecisionsEndpointTests.View() };
        var client = await host.ClientAsync(KeyScopes.Agent);
        client.DefaultRequestHeaders.Add("X-Agent-Release", "support-7");
        client.DefaultRequestHeaders.Add("X-Agent-Model", "m");

        var result = await client.ToolAsync("check_action", Credit);

        Assert.Equal("require_approval", result.GetProperty("structuredContent").GetProperty("verdict").GetString());
        Assert.StartsWith("next: wait. Do not act yet", result.Text());
        Assert.True(JsonElement.DeepEquals(result.GetProperty("structuredContent"), JsonElement.Parse(result.Text(1))));
        Assert.Equal(0, TtlOf(result));
        var (key, asked) = Assert.Single(host.Decisions.Asked);
        var ask = Assert.IsType<DecisionAsk>(asked);
        Assert.Equal(new AccountKey(ApiHost.Tenant, "acct-1"), key);
        Assert.Equal(("test", "support-7", "m"), (ask.Agent.Id, ask.Agent.Release, ask.Agent.Model));
        Assert.Equal(("k", "T-1", false), (ask.IdempotencyKey, ask.Conversation, ask.DryRun));
        Assert.Equal(["cap_amount"], ask.SupportedObligations);
        Assert.Equal(40.50m, Assert.Single(ask.Actions).Amount);
    }

    [Theory]
    [InlineData("""{"account":"acct-1","actions":[{"type":"reply"}]}""", "idempotencyKey")]
    [InlineData("""{"account":"acct-1","idempotencyKey":"k","actions":[{"type":"Reply"}]}""", "actions[0].type")]
    [InlineData("""{"account":"acct-1","idempotencyKey":"k","actions":[{"type":"reply","colour":"red"}]}""", "actions")]
    [InlineData("""{"account":"acct-1","idempotencyKey":"k","actions":[]}""", "actions")]
    [InlineData("""{"account":"acct-1","idempotencyKey":"k","actions":[{"type":"reply"}],"dry_run":true}""", "dry_run")]
    public async Task A_question_that_is_not_well_formed_is_refused_with_its_place(string arguments, string place)
    {
        await using var host = await ApiHost.StartAsync();
        var client = await host.ClientAsync(KeyScopes.Agent);

        var problem = (await client.ToolAsync("check_action", arguments)).Problem("bad_decision");

        Assert.Contains(place, problem.GetProperty("detail").GetString());
        Assert.Empty(host.Decisions.Asked);
    }

    [Fact]
    public async Task A_dry_run_needs_no_key()
    {
        await using var host = await ApiHost.StartAsync();
        host.Decisions.Reply = new DecisionReply { Standing = TwinStanding.Ready, View = DecisionsEndpointTests.View() with { DecisionId = null } };
        var client = await host.ClientAsync(KeyScopes.Agent);

        await client.ToolAsync("check_action", """{"account":"acct-1","actions":[{"type":"reply"}],"dryRun":true}""");

        Assert.True(Assert.IsType<DecisionAsk>(Assert.Single(host.Decisions.Asked).Asked).DryRun);
    }

    [Fact]
    public async Task A_decision_is_read_used_and_settled()
    {
        await using var host = await ApiHost.StartAsync();
        host.Decisions.Reply = new DecisionReply { Standing = TwinStanding.Ready, View = DecisionsEndpointTests.View() };
        var client = await host.ClientAsync(KeyScopes.Agent);
        const string Id = "17-9f3c0a1b@acct-1";

        await client.ToolAsync("get_decision", $$"""{"decisionId":"{{Id}}"}""");
        await client.ToolAsync("get_decision", $$"""{"decisionId":"{{Id}}","wait":0}""");
        await client.ToolAsync("use_approval", $$"""{"decisionId":"{{Id}}","claim":"run-1"}""");
        await client.ToolAsync("report_outcome", $$"""{"decisionId":"{{Id}}","state":"partly","amounts":[12.5],"currency":"EUR","detail":"half of it"}""");

        var asked = host.Decisions.Asked.Select(one => one.Asked).ToArray();
        Assert.Equal([(Id, 20, (string?)null), (Id, 0, (string?)null), (Id, "run-1")], asked[..3]);
        var report = Assert.IsType<OutcomeReport>(asked[3]);
        Assert.Equal((Id, DecisionState.Partly, "EUR", "half of it", "test"), (report.DecisionId, report.State, report.Currency, report.Detail, report.By));
        Assert.Equal([12.5m], report.Amounts!);
    }

    [Theory]
    [InlineData(TwinStanding.StoreUnavailable, null, "store_unavailable")]
    [InlineData(TwinStanding.Superseded, null, "account_busy")]
    [InlineData(TwinStanding.Ready, "idempotency_conflict", "idempotency_conflict")]
    public async Task What_could_not_be_done_has_the_code_of_http(TwinStanding standing, string? refusal, string code)
    {
        await using var host = await ApiHost.StartAsync();
        host.Decisions.Reply = new DecisionReply { Standing = standing, Refusal = refusal };
        var client = await host.ClientAsync(KeyScopes.Agent);

        (await client.ToolAsync("check_action", Credit)).Problem(code);
    }

    [Fact]
    public async Task A_fault_of_the_service_is_told_as_such_and_nothing_of_it()
    {
        await using var host = await ApiHost.StartAsync();
        host.Accounts.Fault = new InvalidOperationException("secret");
        var client = await host.ClientAsync(KeyScopes.Agent);

        var result = await client.ToolAsync("explain_score", """{"account":"acct-1"}""");

        result.Problem("internal");
        Assert.DoesNotContain("secret", result.GetRawText());
    }

    [Fact]
    public async Task Every_call_is_counted_by_tool_and_code()
    {
        await using var host = await ApiHost.StartAsync();
        using var counted = new CountedMeasurements(host.Meters, McpMetrics.ToolDuration);
        var client = await host.ClientAsync(KeyScopes.Agent);

        await client.ToolAsync("resolve_account", """{"domain":"nowhere.example"}""");

        Assert.Equal(1, counted.ByTags["tool=resolve_account,code=unknown_account"]);
    }

    [Fact]
    public async Task A_score_is_explained_by_its_own_numbers()
    {
        await using var host = await ApiHost.StartAsync();
        var view = host.Put(Sample.Account());
        var client = await host.ClientAsync(KeyScopes.Agent);

        var result = await client.ToolAsync("explain_score", """{"account":"acct-1"}""");

        var whole = await (await client.GetAsync("/v1/accounts/acct-1")).JsonAsync();
        var score = result.GetProperty("structuredContent");
        Assert.True(JsonElement.DeepEquals(whole.GetProperty("health"), score.GetProperty("health")));
        Assert.False(score.TryGetProperty("stakeholders", out _));
        Assert.All(view.Health.Drivers, driver => Assert.Contains($"\n{driver.Name}: ", result.Text()));
    }

    [Fact]
    public async Task Accounts_are_listed_by_every_filter()
    {
        await using var host = await ApiHost.StartAsync();
        var client = await host.ClientAsync(KeyScopes.Reader);

        var result = await client.ToolAsync(
            "find_accounts", """{"text":"north","band":"at_risk","segment":"enterprise","owner":"dana","flagged":true,"renewalBefore":"2026-06-01","sort":"arr","limit":5}""");

        Assert.Equal(0, result.GetProperty("structuredContent").GetProperty("accounts").GetArrayLength());
        Assert.Equal(
            new AccountQuery
            {
                Tenant = ApiHost.Tenant, Text = "north", Band = "at_risk", Segment = "enterprise", Owner = "dana", HasOpenFlag = true,
                RenewalBefore = new DateOnly(2026, 6, 1), Sort = AccountSort.Arr, PageSize = 5,
            },
            host.Search.LastQuery);
        (await client.ToolAsync("find_accounts", """{"cursor":"made-up"}""")).Problem("cursor_invalid");
        (await client.ToolAsync("find_accounts", """{"limit":0}""")).Problem("bad_parameter");
    }

    /// <summary>An account of a tenant whose feeds are in these states.</summary>
    private static AccountView Heard(params FeedState[] states) =>
        Sample.Account() with { Feeds = [.. states.Select((state, index) => new AccountFeedView { Family = index == 0 ? "usage" : "billing", State = state })] };

    private static long TtlOf(JsonElement result) => result.GetProperty("_meta").GetProperty("ttlMs").GetInt64();
}
