using System.Net;
using System.Text;
using System.Text.Json;
using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Learning;
using AccountTwins.Domain.Tenants;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Playbooks;
using AccountTwins.Silo.Security;

namespace AccountTwins.Tests.Silo.Api;

/// <summary>Playbook, switches, incidents and scenarios over HTTP.</summary>
public sealed class SettingsEndpointTests
{
    private static readonly string Good = Encoding.UTF8.GetString(DefaultPlaybook.File.Span);

    [Fact]
    public async Task A_file_is_checked_compared_and_put_in_force_and_a_bad_one_changes_nothing()
    {
        await using var host = await ApiHost.StartAsync();
        var admin = await host.ClientAsync(KeyScopes.Admin);
        var looser = Good.Replace("caps: { small: 50,", "caps: { small: 80,");
        var bad = Good.Replace("mode: enforce", "mode: bogus");

        Assert.True((await (await admin.GetAsync("/v1/playbook")).JsonAsync()).GetProperty("isDefault").GetBoolean());
        var check = await (await admin.PostAsync("/v1/playbook/check", Yaml(bad))).JsonAsync();
        Assert.False(check.GetProperty("isGood").GetBoolean());
        Assert.Equal("mode", check.GetProperty("faults")[0].GetProperty("path").GetString());
        var diff = await (await admin.PostAsync("/v1/playbook/diff", Yaml(looser))).JsonAsync();
        Assert.Equal("loosens", diff.GetProperty("direction").GetString());
        await (await admin.PutAsync("/v1/playbook", Yaml(bad))).ProblemAsync(HttpStatusCode.BadRequest, "bad_playbook");
        Assert.Null(host.Settings.Now.Playbook);
        var applied = await (await admin.PutAsync("/v1/playbook", Yaml(looser))).JsonAsync();
        Assert.Equal(looser, applied.GetProperty("text").GetString());
        Assert.Equal("test", applied.GetProperty("by").GetString());
    }

    [Fact]
    public async Task A_file_is_tried_on_the_past_and_the_report_comes_last()
    {
        await using var host = await ApiHost.StartAsync();
        var reader = await host.ClientAsync(KeyScopes.Reader);

        var lines = (await (await reader.PostAsync("/v1/playbook/simulate?days=7", Yaml(Good))).Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.StartsWith("""{"kind":"report","accounts":0,"decisions":0,"report":{""", lines[^1]);
        await (await reader.PostAsync("/v1/playbook/simulate?days=0", Yaml(Good))).ProblemAsync(HttpStatusCode.BadRequest, "bad_parameter");
        await (await reader.PostAsync("/v1/playbook/simulate", Yaml("mode: bogus"))).ProblemAsync(HttpStatusCode.BadRequest, "bad_playbook");
    }

    [Fact]
    public async Task Switches_and_incidents_are_thrown_and_ended_by_the_name_of_the_key()
    {
        await using var host = await ApiHost.StartAsync();
        var lead = await host.ClientAsync(KeyScopes.Lead);

        var thrown = await (await lead.PostAsync("/v1/switches", Json("""{"action":"grant_credit","reason":"wrong amounts"}"""))).JsonAsync();
        Assert.Equal("action:grant_credit", thrown.GetProperty("switches")[0].GetProperty("name").GetString());
        Assert.Equal("test", thrown.GetProperty("switches")[0].GetProperty("by").GetString());
        await (await lead.PostAsync("/v1/switches", Json("""{"reason":" "}"""))).ProblemAsync(HttpStatusCode.BadRequest, "bad_switch");
        await (await lead.PostAsync("/v1/switches/take-back", Json("""{"name":"tenant","reason":"over"}"""))).ProblemAsync(HttpStatusCode.NotFound, "unknown_switch");
        var none = await (await lead.PostAsync("/v1/switches/take-back", Json("""{"name":"action:grant_credit","reason":"over"}"""))).JsonAsync();
        Assert.Equal(0, none.GetProperty("switches").GetArrayLength());
        await lead.PostAsync("/v1/incidents", Json("""{"name":"exports down","reason":"region eu-1"}"""));
        Assert.Equal("exports down", Assert.Single(host.Settings.Now.Incidents).Name);
        await (await lead.PostAsync("/v1/breakers/reset", Json("""{"name":"r","reason":"mended"}"""))).ProblemAsync(HttpStatusCode.NotFound, "unknown_breaker");
    }

    [Theory]
    [InlineData("""{"scenario":"a~b~small","act":"reset","reason":"r"}""", null)]
    [InlineData("""{"scenario":"a~b~small","act":"freeze","to":"full","reason":"r"}""", null)]
    [InlineData("""{"scenario":"a~b~small","act":"reset","to":"4","reason":"r"}""", null)]
    [InlineData("""{"scenario":"a/b","act":"freeze","reason":"r"}""", null)]
    [InlineData("""{"scenario":"a~b~small","act":"widen","reason":"r"}""", null)]
    [InlineData("""{"scenario":"a~b~small","act":"accept","reason":"r"}""", "accept_offer")]
    [InlineData("""{"scenario":"a~b~small","act":"reset","to":"full","reason":"r"}""", "reset")]
    public async Task A_person_acts_on_a_scenario_in_known_words_alone(string body, string? act)
    {
        await using var host = await ApiHost.StartAsync();

        var response = await (await host.ClientAsync(KeyScopes.Lead)).PostAsync("/v1/scenarios", Json(body));

        if (act is null)
            await response.ProblemAsync(HttpStatusCode.BadRequest, "bad_act");
        Assert.Equal(act, host.Settings.Acted?.Act);
    }

    [Fact]
    public async Task What_learning_refuses_keeps_its_code()
    {
        await using var host = await ApiHost.StartAsync();
        host.Settings.ActRefusal = "no_offer";

        var response = await (await host.ClientAsync(KeyScopes.Executive)).PostAsync("/v1/scenarios", Json("""{"scenario":"a~b~small","act":"accept","reason":"r"}"""));

        await response.ProblemAsync(HttpStatusCode.Conflict, "no_offer");
    }

    [Fact]
    public async Task Changes_of_latitude_have_ids_that_a_reader_goes_on_from()
    {
        await using var host = await ApiHost.StartAsync();
        var chain = LedgerSubject.OfTenant(ApiHost.Tenant);
        for (var number = 1; number <= 9; number++)
        {
            var happened = number % 3 == 0
                ? ScenarioLatitude.Start(Latitude.Supervised, FakeSettings.At).Reset("lea", Latitude.Full, LearningRules.For(LearningParameters.Default, Latitude.Bounded, 100, 100), FakeSettings.At).Change
                : null;
            var entry = new TenantEntry.ScenarioSet("reply~other~small", "r1", Latitude.Bounded, "reset", number, 1, happened);
            await host.Ledger.AppendAsync(new LedgerAppend(chain, null, [new LedgerEntry(number, TenantEntry.KindOf(entry), FakeSettings.At, 0, new byte[32], TenantEntry.Write(entry), null)], []), default);
        }

        var reader = await host.ClientAsync(KeyScopes.Reader);
        var first = await (await reader.GetAsync("/v1/latitude-changes?after=0&limit=2")).JsonAsync();
        var rest = await (await reader.GetAsync($"/v1/latitude-changes?after={first.GetProperty("next")}")).JsonAsync();
        var newest = await (await reader.GetAsync("/v1/latitude-changes?limit=1")).JsonAsync();

        Assert.Equal([3, 6], Ids(first));
        Assert.True(first.GetProperty("hasMore").GetBoolean());
        Assert.Equal([9], Ids(rest));
        Assert.Equal((false, 9), (rest.GetProperty("hasMore").GetBoolean(), rest.GetProperty("next").GetInt32()));
        Assert.Equal([9], Ids(newest));
        var change = newest.GetProperty("changes")[0];
        Assert.Equal(("reset", "supervised", "bounded", "full", "lea"), (
            change.GetProperty("kind").GetString(), change.GetProperty("from").GetString(), change.GetProperty("to").GetString(), change.GetProperty("asked").GetString(), change.GetProperty("by").GetString()));
        Assert.Contains("asked for full, bounded by the playbook", change.GetProperty("text").GetString());

        static int[] Ids(JsonElement answer) => [.. answer.GetProperty("changes").EnumerateArray().Select(one => one.GetProperty("id").GetInt32())];
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private static StringContent Yaml(string text) => new(text, Encoding.UTF8, "application/yaml");
}
