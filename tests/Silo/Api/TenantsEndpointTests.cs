using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Security;

namespace AccountTwins.Tests.Silo.Api;

/// <summary>How a second tenant comes to its first key, and who gets none this way.</summary>
public sealed class TenantsEndpointTests
{
    [Fact]
    public async Task The_first_key_of_a_tenant_makes_its_others_and_sees_nothing_but_its_tenant()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put(Sample.Account());

        var response = await AddAsync(await host.ClientAsync(KeyScopes.Admin), """{"tenant":"acme"}""");
        var made = await response.JsonAsync();

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Contains("no-store", response.Headers.CacheControl!.ToString());
        Assert.Equal(("first key", "admin", true), (made.GetProperty("name").GetString(), made.GetProperty("scopes")[0].GetString(), made.GetProperty("isLive").GetBoolean()));
        var owner = await host.ClientAsync(KeyScopes.None);
        owner.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", made.GetProperty("key").GetString());
        await (await owner.GetAsync("/v1/accounts/acct-1")).ProblemAsync(HttpStatusCode.NotFound, "unknown_account");
        Assert.Equal(HttpStatusCode.Created, (await owner.PostAsJsonAsync("/v1/keys", new { name = "shop", scopes = new[] { "signals" } })).StatusCode);
        var listed = (await (await owner.GetAsync("/v1/keys")).JsonAsync()).GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("name").GetString());
        Assert.Equal(["first key", "shop"], listed.Order());
    }

    [Fact]
    public async Task The_tenants_ledger_names_who_came_from_outside()
    {
        await using var host = await ApiHost.StartAsync();

        var made = await (await AddAsync(await host.ClientAsync(KeyScopes.Admin), """{"tenant":"acme","name":"ann"}""")).JsonAsync();

        var entry = Assert.Single(host.Ledger.Entries(LedgerSubject.OfKeys("acme")));
        Assert.Equal("key_created", entry.Kind);
        var body = JsonElement.Parse(entry.Body);
        Assert.Equal((made.GetProperty("id").GetString(), "ann", $"{ApiHost.Tenant}/test"), (Text(body, "id"), Text(body, "name"), Text(body, "by")));
        Assert.DoesNotContain(Text(made, "key")[^43..], body.GetRawText());
    }

    [Fact]
    public async Task A_tenant_with_an_admin_of_its_own_is_left_alone_until_it_has_none()
    {
        await using var host = await ApiHost.StartAsync();
        var operators = await host.ClientAsync(KeyScopes.Admin);
        await host.CreateKeyAsync(KeyScopes.Reader, "acme");
        await host.CreateKeyAsync(KeyScopes.Admin, "acme");
        var own = host.Keys.Rows.Values.Single(row => row is { Tenant: "acme", Scopes: "admin" });

        await (await AddAsync(operators, """{"tenant":"acme"}""")).ProblemAsync(HttpStatusCode.Conflict, "tenant_has_admin");
        Assert.Equal(3, host.Keys.Rows.Count);
        host.Keys.Rows[own.Id] = own with { ExpiresAt = host.Clock.GetUtcNow() };
        Assert.Equal(HttpStatusCode.Created, (await AddAsync(operators, """{"tenant":"acme"}""")).StatusCode);
        await (await AddAsync(operators, """{"tenant":"acme"}""")).ProblemAsync(HttpStatusCode.Conflict, "tenant_has_admin");
    }

    [Fact]
    public async Task Nobody_but_an_admin_of_the_operators_adds_a_tenant()
    {
        await using var host = await ApiHost.StartAsync();

        await (await AddAsync(await host.ClientAsync(KeyScopes.Admin, "another-vendor"), """{"tenant":"acme"}""")).ProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        await (await AddAsync(await host.ClientAsync(KeyScopes.Ops), """{"tenant":"acme"}""")).ProblemAsync(HttpStatusCode.Forbidden, "forbidden");

        Assert.DoesNotContain(host.Keys.Rows.Values, row => row.Tenant == "acme");
    }

    [Theory]
    [InlineData("""{"tenant":""}""", 422, "bad_tenant")]
    [InlineData("""{"tenant":"a/b"}""", 422, "bad_tenant")]
    [InlineData("""{"tenant":"a\u0007b"}""", 422, "bad_tenant")]
    [InlineData("""{"tenant":"TOO LONG"}""", 422, "bad_tenant")]
    [InlineData("""{"tenant":"acme","name":" a"}""", 400, "bad_key")]
    [InlineData("""{"tenant":null}""", 400, "bad_request")]
    [InlineData("""{"tenant":"acme","scopes":["agent"]}""", 400, "bad_request")]
    [InlineData("{}", 400, "bad_request")]
    public async Task What_cannot_be_a_tenant_gets_no_key(string body, int status, string code)
    {
        await using var host = await ApiHost.StartAsync();

        await (await AddAsync(await host.ClientAsync(KeyScopes.Admin), body.Replace("TOO LONG", new string('a', 129)))).ProblemAsync((HttpStatusCode)status, code);

        Assert.Single(host.Keys.Rows);
    }

    [Fact]
    public async Task A_name_that_another_key_of_the_tenant_signs_with_is_not_given_again()
    {
        await using var host = await ApiHost.StartAsync();
        var operators = await host.ClientAsync(KeyScopes.Admin);
        await host.CreateKeyAsync(KeyScopes.Reviewer, "acme");

        await (await AddAsync(operators, """{"tenant":"acme","name":"Test"}""")).ProblemAsync(HttpStatusCode.Conflict, "key_name_taken");
        Assert.Equal(HttpStatusCode.Created, (await AddAsync(operators, """{"tenant":"acme","name":"ann"}""")).StatusCode);
    }

    [Fact]
    public async Task Of_many_who_add_one_tenant_at_once_at_most_one_gets_a_key()
    {
        await using var host = await ApiHost.StartAsync();
        var operators = await host.ClientAsync(KeyScopes.Admin);

        var made = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => AddAsync(operators, """{"tenant":"acme"}""")));

        Assert.InRange(made.Count(response => response.StatusCode == HttpStatusCode.Created), 0, 1);
        Assert.InRange(host.Keys.Rows.Values.Count(row => row is { Tenant: "acme", RevokedAt: null }), 0, 1);
    }

    private static Task<HttpResponseMessage> AddAsync(HttpClient client, string body) => client.PostAsync("/v1/tenants", new StringContent(body, Encoding.UTF8, "application/json"));

    private static string Text(JsonElement value, string member) => value.GetProperty(member).GetString()!;
}
