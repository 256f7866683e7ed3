using System.Net;
using System.Text;
using System.Text.Json;
using AccountTwins.Silo.Security;

namespace AccountTwins.Tests.Silo.Api;

public sealed class KeyRotationTests
{
    [Fact]
    public async Task Both_secrets_work_until_the_overlap_is_over_and_the_key_stays_the_one_it_was()
    {
        await using var host = await ApiHost.StartAsync();
        var (admin, old, id) = await StartAsync(host);

        var view = await (await RotateAsync(admin, id, """{"overlapSeconds":3600}""")).JsonAsync();
        var made = view.GetProperty("key").GetString()!;

        Assert.Equal(id, view.GetProperty("id").GetString());
        Assert.Equal(host.Clock.GetUtcNow().AddHours(1), view.GetProperty("oldSecretUntil").GetDateTimeOffset());
        Assert.Equal((true, true), (await WorksAsync(host, old), await WorksAsync(host, made)));
        var listed = await (await admin.GetAsync("/v1/keys")).Content.ReadAsStringAsync();
        Assert.Contains("\"oldSecretUntil\"", listed);
        Assert.DoesNotContain(made, listed);

        host.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal((false, true), (await WorksAsync(host, old), await WorksAsync(host, made)));
        Assert.DoesNotContain("\"oldSecretUntil\"", await (await admin.GetAsync("/v1/keys")).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Left_out_the_overlap_is_a_day_but_never_beyond_the_end_that_the_secret_had()
    {
        await using var host = await ApiHost.StartAsync();
        var (admin, _, id) = await StartAsync(host);
        Assert.Equal(host.Clock.GetUtcNow().AddDays(1), (await (await RotateAsync(admin, id, "{}")).JsonAsync()).GetProperty("oldSecretUntil").GetDateTimeOffset());

        var (_, ending, second) = await StartAsync(host);
        host.Keys.Rows[second] = host.Keys.Rows[second] with { ExpiresAt = host.Clock.GetUtcNow().AddHours(2) };
        var view = await (await RotateAsync(admin, second, """{"expiresAt":"2027-01-01T00:00:00Z"}""")).JsonAsync();

        Assert.Equal(host.Clock.GetUtcNow().AddHours(2), view.GetProperty("oldSecretUntil").GetDateTimeOffset());
        host.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal((false, true), (await WorksAsync(host, ending), await WorksAsync(host, view.GetProperty("key").GetString()!)));
    }

    [Fact]
    public async Task The_same_request_again_changes_nothing_and_says_so()
    {
        await using var host = await ApiHost.StartAsync();
        var (admin, old, id) = await StartAsync(host);
        const string Body = """{"overlapSeconds":60,"idempotencyKey":"release 7"}""";
        var made = (await (await RotateAsync(admin, id, Body)).JsonAsync()).GetProperty("key").GetString()!;
        var row = host.Keys.Rows[id];

        await (await RotateAsync(admin, id, Body)).ProblemAsync(HttpStatusCode.Conflict, "already_rotated");
        host.Clock.Advance(TimeSpan.FromHours(1));
        await (await RotateAsync(admin, id, Body)).ProblemAsync(HttpStatusCode.Conflict, "already_rotated");

        Assert.Equal(row, host.Keys.Rows[id]);
        Assert.Equal((false, true), (await WorksAsync(host, old), await WorksAsync(host, made)));
    }

    [Fact]
    public async Task While_two_secrets_work_a_third_is_made_only_for_one_that_was_lost_or_to_end_them_all()
    {
        await using var host = await ApiHost.StartAsync();
        var (admin, old, id) = await StartAsync(host);
        var lost = await MadeAsync(admin, id, "{}");
        var until = host.Keys.Rows[id].OldUntil;

        await (await RotateAsync(admin, id, "{}")).ProblemAsync(HttpStatusCode.Conflict, "rotation_running");
        var found = await MadeAsync(admin, id, """{"lost":true}""");
        Assert.Equal((true, false, true), (await WorksAsync(host, old), await WorksAsync(host, lost), await WorksAsync(host, found)));
        Assert.Equal(until, host.Keys.Rows[id].OldUntil);

        var last = await MadeAsync(admin, id, """{"overlapSeconds":0}""");
        Assert.Equal((false, false, true), (await WorksAsync(host, old), await WorksAsync(host, found), await WorksAsync(host, last)));
    }

    [Fact]
    public async Task Of_many_who_rotate_at_once_one_does()
    {
        await using var host = await ApiHost.StartAsync();
        var (admin, old, id) = await StartAsync(host);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => RotateAsync(admin, id, "{}")));

        Assert.Equal(19, answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict));
        var made = (await answers.Single(answer => answer.IsSuccessStatusCode).JsonAsync()).GetProperty("key").GetString()!;
        Assert.Equal((true, true), (await WorksAsync(host, old), await WorksAsync(host, made)));
    }

    [Fact]
    public async Task What_has_ended_is_not_rotated_and_a_key_does_not_lock_itself_out()
    {
        await using var host = await ApiHost.StartAsync();
        var (admin, _, id) = await StartAsync(host);
        var own = host.Keys.Rows.Values.Single(row => row.Scopes == "admin").Id;

        await (await RotateAsync(admin, own, """{"overlapSeconds":0}""")).ProblemAsync(HttpStatusCode.Conflict, "own_key");
        Assert.Equal(HttpStatusCode.OK, (await RotateAsync(admin, own, "{}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync("/v1/keys")).StatusCode);
        await admin.DeleteAsync("/v1/keys/" + id);
        await (await RotateAsync(admin, id, "{}")).ProblemAsync(HttpStatusCode.NotFound, "unknown_key");
        await (await RotateAsync(admin, "000000000000", "{}")).ProblemAsync(HttpStatusCode.NotFound, "unknown_key");
        var other = await host.ClientAsync(KeyScopes.Admin, "another-vendor");
        await (await RotateAsync(other, own, "{}")).ProblemAsync(HttpStatusCode.NotFound, "unknown_key");
    }

    [Theory]
    [InlineData("""{"overlapSeconds":-1}""", "bad_key")]
    [InlineData("""{"overlapSeconds":2592001}""", "bad_key")]
    [InlineData("""{"overlapSeconds":5,"lost":true}""", "bad_key")]
    [InlineData("""{"idempotencyKey":""}""", "bad_key")]
    [InlineData("""{"expiresAt":"2001-01-01T00:00:00Z"}""", "bad_key")]
    [InlineData("""{"overlap":"1h"}""", "bad_request")]
    public async Task A_request_that_is_not_well_formed_rotates_nothing(string body, string code)
    {
        await using var host = await ApiHost.StartAsync();
        var (admin, _, id) = await StartAsync(host);
        var row = host.Keys.Rows[id];

        await (await RotateAsync(admin, id, body)).ProblemAsync(HttpStatusCode.BadRequest, code);

        Assert.Equal(row, host.Keys.Rows[id]);
    }

    private static async Task<(HttpClient Admin, string Text, string Id)> StartAsync(ApiHost host)
    {
        var text = await host.CreateKeyAsync(KeyScopes.Reader);
        return (await host.ClientAsync(KeyScopes.Admin), text, text.Split('_')[1]);
    }

    private static Task<HttpResponseMessage> RotateAsync(HttpClient client, string id, string body) =>
        client.PostAsync($"/v1/keys/{id}/rotate", new StringContent(body, Encoding.UTF8, "application/json"));

    private static async Task<string> MadeAsync(HttpClient client, string id, string body)
    {
        using var response = await RotateAsync(client, id, body);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await response.JsonAsync()).GetProperty("key").GetString()!;
    }

    private static async Task<bool> WorksAsync(ApiHost host, string text)
    {
        var client = await host.ClientAsync(KeyScopes.None);
        client.DefaultRequestHeaders.Authorization = new("Bearer", text);
        using var response = await client.GetAsync("/v1/playbook");
        return response.StatusCode == HttpStatusCode.OK;
    }
}
