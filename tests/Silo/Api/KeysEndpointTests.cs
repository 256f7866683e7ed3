using System.Net;
using System.Net.Http.Json;
using AccountTwins.Silo.Security;
using AccountTwins.Tests.Client;

namespace AccountTwins.Tests.Silo.Api;

public sealed class KeysEndpointTests
{
    [Fact]
    public async Task A_new_key_works_at_once_and_shows_its_text_once()
    {
        await using var host = await ApiHost.StartAsync();
        var admin = await host.ClientAsync(KeyScopes.Admin);

        var response = await admin.PostAsJsonAsync("/v1/keys", new { name = "ines", scopes = new[] { "reviewer", "lead" } });
        var made = await response.JsonAsync();

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Contains("no-store", response.Headers.CacheControl!.ToString());
        var owner = await host.ClientAsync(KeyScopes.None);
        owner.DefaultRequestHeaders.Add("X-Api-Key", made.GetProperty("key").GetString());
        Assert.Equal(HttpStatusCode.OK, (await owner.GetAsync("/v1/reviews")).StatusCode);
        var listed = await (await admin.GetAsync("/v1/keys")).Content.ReadAsStringAsync();
        Assert.Contains("\"ines\"", listed);
        Assert.DoesNotContain(made.GetProperty("key").GetString()!, listed);
        Assert.DoesNotContain("\"key\"", listed);
    }

    [Theory]
    [InlineData("""{"name":"","scopes":["agent"]}""", "bad_key")]
    [InlineData("""{"name":" a","scopes":["agent"]}""", "bad_key")]
    [InlineData("""{"name":"a\nb","scopes":["agent"]}""", "bad_key")]
    [InlineData("""{"name":"a","scopes":[]}""", "bad_key")]
    [InlineData("""{"name":"a","scopes":["root"]}""", "bad_key")]
    [InlineData("""{"name":"a","scopes":["agent,admin"]}""", "bad_key")]
    [InlineData("""{"name":"a","scopes":["agent"],"expiresAt":"2001-01-01T00:00:00Z"}""", "bad_key")]
    [InlineData("""{"name":"a","scopes":["agent"],"tenant":"other"}""", "bad_request")]
    public async Task A_key_that_is_not_well_formed_is_not_made(string body, string code)
    {
        await using var host = await ApiHost.StartAsync();
        var admin = await host.ClientAsync(KeyScopes.Admin);

        await (await admin.PostAsync("/v1/keys", Json(body))).ProblemAsync(HttpStatusCode.BadRequest, code);

        Assert.Single(host.Keys.Rows);
    }

    [Fact]
    public async Task A_name_signs_reviews_and_so_no_two_live_keys_of_a_tenant_have_it()
    {
        await using var host = await ApiHost.StartAsync();
        var admin = await host.ClientAsync(KeyScopes.Admin);
        const string Body = """{"name":"Ines","scopes":["reviewer"]}""";
        var first = await (await admin.PostAsync("/v1/keys", Json(Body))).JsonAsync();

        await (await admin.PostAsync("/v1/keys", Json(Body.Replace("Ines", "ines")))).ProblemAsync(HttpStatusCode.Conflict, "key_name_taken");
        var other = await host.ClientAsync(KeyScopes.Admin, "another-vendor");
        Assert.Equal(HttpStatusCode.Created, (await other.PostAsync("/v1/keys", Json(Body))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await admin.DeleteAsync("/v1/keys/" + first.GetProperty("id").GetString())).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await admin.PostAsync("/v1/keys", Json(Body))).StatusCode);
    }

    [Fact]
    public async Task Of_many_who_take_one_name_at_once_at_most_one_gets_it()
    {
        await using var host = await ApiHost.StartAsync();
        var admin = await host.ClientAsync(KeyScopes.Admin);

        var made = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => admin.PostAsync("/v1/keys", Json("""{"name":"ines","scopes":["reviewer"]}"""))));

        Assert.InRange(made.Count(response => response.StatusCode == HttpStatusCode.Created), 0, 1);
        Assert.InRange(host.Keys.Rows.Values.Count(row => row.Name == "ines" && row.RevokedAt is null), 0, 1);
    }

    [Fact]
    public async Task A_tenant_has_so_many_live_keys_and_no_more()
    {
        await using var host = await ApiHost.StartAsync();
        var admin = await host.ClientAsync(KeyScopes.Admin);
        var own = host.Keys.Rows.Values.Single();
        foreach (var id in Enumerable.Range(0, 9_998).Select(number => $"{number:x12}"))
            host.Keys.Rows[id] = own with { Id = id, Name = id };

        Assert.Equal(HttpStatusCode.Created, (await admin.PostAsync("/v1/keys", Json("""{"name":"last","scopes":["reader"]}"""))).StatusCode);
        await (await admin.PostAsync("/v1/keys", Json("""{"name":"one more","scopes":["reader"]}"""))).ProblemAsync(HttpStatusCode.Conflict, "too_many_keys");
        Assert.Equal(HttpStatusCode.OK, (await admin.DeleteAsync("/v1/keys/000000000007")).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await admin.PostAsync("/v1/keys", Json("""{"name":"one more","scopes":["reader"]}"""))).StatusCode);
    }

    [Fact]
    public async Task A_list_that_is_cut_shows_every_live_key_and_says_that_there_are_more()
    {
        await using var host = await ApiHost.StartAsync();
        var admin = await host.ClientAsync(KeyScopes.Admin);
        var own = host.Keys.Rows.Values.Single();
        Assert.False((await (await admin.GetAsync("/v1/keys")).JsonAsync()).GetProperty("hasMore").GetBoolean());
        foreach (var id in Enumerable.Range(0, 10_000).Select(number => $"{number:x12}"))
            host.Keys.Rows[id] = own with { Id = id, CreatedAt = own.CreatedAt.AddDays(1), RevokedAt = own.CreatedAt.AddDays(1) };

        var answer = await (await admin.GetAsync("/v1/keys")).JsonAsync();

        Assert.True(answer.GetProperty("hasMore").GetBoolean());
        Assert.Equal(10_000, answer.GetProperty("keys").GetArrayLength());
        Assert.Equal(own.Id, answer.GetProperty("keys")[0].GetProperty("id").GetString());
        Assert.EndsWith("Older keys that ended are not shown.\n", (await host.RunAsync(KeyScopes.Admin, "keys", "list")).Output);
    }

    [Fact]
    public async Task A_key_revokes_others_of_its_tenant_and_never_itself()
    {
        await using var host = await ApiHost.StartAsync();
        var admin = await host.ClientAsync(KeyScopes.Admin);
        var own = host.Keys.Rows.Keys.Single();
        await host.CreateKeyAsync(KeyScopes.Agent, "another-vendor");
        var others = host.Keys.Rows.Keys.Single(id => id != own);

        await (await admin.DeleteAsync("/v1/keys/" + own)).ProblemAsync(HttpStatusCode.Conflict, "own_key");
        await (await admin.DeleteAsync("/v1/keys/" + others)).ProblemAsync(HttpStatusCode.NotFound, "unknown_key");
        await (await admin.DeleteAsync("/v1/keys/000000000000")).ProblemAsync(HttpStatusCode.NotFound, "unknown_key");
        Assert.All(host.Keys.Rows.Values, row => Assert.Null(row.RevokedAt));
    }

    private static StringContent Json(string body) => new(body, System.Text.Encoding.UTF8, "application/json");
}
