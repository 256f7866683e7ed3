using System.Net;
using System.Text;
using System.Text.Json;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Silo.Api;
using AccountTwins.Silo.Api.Accounts;
using AccountTwins.Silo.Security;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Silo.Api;

public sealed class ContextEndpointTests
{
    private const string Path = "/v1/accounts/acct-1/context";

    [Fact]
    public async Task The_wire_form_is_the_stored_one()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put(Sample.Account());

        using var document = JsonDocument.Parse(await (await host.ClientAsync(KeyScopes.Agent)).GetStringAsync(Path));

        var written = JsonSerializer.Serialize(document, new JsonSerializerOptions { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        RepositoryFiles.MustEqual("tests/Golden/api/account.json", written + "\n");
    }

    [Fact]
    public async Task The_moment_and_the_feeds_come_last_because_the_tag_leaves_them_out()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put(Sample.Account());

        var account = await (await (await host.ClientAsync(KeyScopes.Agent)).GetAsync(Path)).JsonAsync();

        Assert.Equal(["asOf", "feeds"], account.EnumerateObject().Select(property => property.Name).TakeLast(2));
    }

    [Fact]
    public async Task What_was_written_of_a_view_is_sent_again_with_the_moment_of_each_reading()
    {
        await using var host = await ApiHost.StartAsync();
        var client = await host.ClientAsync(KeyScopes.Agent);
        var view = Sample.Account() with { Written = new WrittenRoom() };

        foreach (var read in new[] { view, view with { AsOf = view.AsOf.AddSeconds(7) }, view with { Feeds = [.. view.Feeds.Select(feed => feed with { AgeSeconds = 9 })] } })
        {
            host.Put(read);
            Assert.Equal(JsonSerializer.Serialize(read, ApiJson.Default.AccountView), await client.GetStringAsync(Path));
        }

        Assert.NotNull(view.Written.Read<object>());
    }

    [Fact]
    public void A_view_made_anew_that_says_the_same_shares_the_bytes_of_the_one_before()
    {
        var room = new WrittenRoom();
        var first = StillJson.Of(Sample.Account() with { Written = room });

        var same = StillJson.Of(Sample.Account() with { Written = room });
        var other = StillJson.Of(Sample.Account() with { Written = room, Revision = 43 });

        Assert.NotSame(first, same);
        Assert.Same(first.Bytes, same.Bytes);
        Assert.Equal(first.Hash, same.Hash);
        Assert.NotSame(first.Bytes, other.Bytes);
        Assert.NotEqual(first.Hash, other.Hash);
        Assert.Equal(StillJson.Of(Sample.Account() with { Revision = 43 }).Hash, other.Hash);
    }

    [Fact]
    public void Lessons_chosen_again_are_not_written_again()
    {
        var view = Sample.Account() with { Written = new WrittenRoom() };
        var first = StillJson.Of(view with { Lessons = [Lesson("one")] });

        Assert.Same(first, StillJson.Of(view with { Lessons = [Lesson("one")] }));
        Assert.NotEqual(first.Hash, StillJson.Of(view with { Lessons = [Lesson("two")] }).Hash);
        Assert.NotEqual(first.Hash, StillJson.Of(view).Hash);

        static AccountLessonView Lesson(string text) =>
            new() { Id = 1, Scenario = "reply~how_to~small", Action = "reply", Fault = "fact", Text = text, IsOwn = true, ApprovedAt = DateTimeOffset.UnixEpoch };
    }

    [Fact]
    public void The_end_that_is_written_by_hand_is_what_the_serializer_writes()
    {
        var account = Sample.Account();
        foreach (var state in Enum.GetValues<FeedState>())
        {
            AccountFeedView[] feeds =
            [
                new() { Family = "usage", State = state, AgeSeconds = 0, Source = "a \"quoted\" <söurce>", LastSignalAt = account.AsOf.AddTicks(-1) },
                new() { Family = "crm", State = state },
            ];
            var view = account with { Feeds = feeds, AsOf = account.AsOf.AddTicks((int)state) };
            var whole = JsonSerializer.SerializeToUtf8Bytes(view, ApiJson.Default.AccountView);
            var end = JsonAnswer.Write(view, MovingJson.Write, 0, static (json, _) => json.ToArray());

            Assert.Equal(Encoding.UTF8.GetString(whole), Encoding.UTF8.GetString([.. StillJson.Of(view).Bytes, .. end[1..]]));
        }
    }

    [Fact]
    public async Task A_copy_that_shows_anything_else_is_written_anew()
    {
        await using var host = await ApiHost.StartAsync();
        var client = await host.ClientAsync(KeyScopes.Agent);
        var view = Sample.Account() with { Written = new WrittenRoom() };

        foreach (var read in new[] { view, view with { Incidents = null }, view with { Revision = 43 }, view with { Flags = [] }, view })
        {
            host.Put(read);
            Assert.Equal(JsonSerializer.Serialize(read, ApiJson.Default.AccountView), await client.GetStringAsync(Path));
        }
    }

    [Fact]
    public async Task What_the_caller_has_is_not_sent_again()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put(Sample.Account());
        var client = await host.ClientAsync(KeyScopes.Agent);

        foreach (var path in new[] { Path, Path + "?format=prompt", "/v1/accounts/acct-1" })
        {
            var first = await client.GetAsync(path);
            var again = await GetAsync(client, path, first.Headers.ETag!.ToString());
            Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
            Assert.Equal(first.Headers.ETag, again.Headers.ETag);
            Assert.Empty(await again.Content.ReadAsByteArrayAsync());
            Assert.Equal(HttpStatusCode.NotModified, (await GetAsync(client, path, $"\"other\", {first.Headers.ETag}")).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await GetAsync(client, path, "\"other\"")).StatusCode);
        }
    }

    [Fact]
    public async Task The_tag_stays_while_only_seconds_pass_and_moves_with_everything_that_is_shown()
    {
        await using var host = await ApiHost.StartAsync();
        var account = Sample.Account();
        var client = await host.ClientAsync(KeyScopes.Agent);
        var tag = await TagAsync(account);

        Assert.Equal(tag, await TagAsync(account with { AsOf = account.AsOf.AddSeconds(20) }));
        Assert.Equal(tag, await TagAsync(WithFeed(feed => feed with { AgeSeconds = 50 })));

        AccountView[] changed =
        [
            account with { Revision = 43 },
            account with { Health = account.Health with { Score = 41.4m } },
            account with { Flags = [] },
            account with { Profile = account.Profile with { Owner = null } },
            WithFeed(feed => feed with { State = FeedState.Late }),
            WithFeed(feed => feed with { AgeSeconds = 70 }),
            WithFeed(feed => feed with { Source = "/elsewhere" }),
            WithFeed(feed => feed with { LastSignalAt = account.AsOf }),
        ];
        var tags = new HashSet<string> { tag };
        foreach (var view in changed)
            Assert.True(tags.Add(await TagAsync(view)), view.ToString());

        async Task<string> TagAsync(AccountView view)
        {
            host.Put(view);
            return (await client.GetAsync(Path)).Headers.ETag!.ToString();
        }

        AccountView WithFeed(Func<AccountFeedView, AccountFeedView> change) =>
            account with { Feeds = [change(account.Feeds[0]), .. account.Feeds[1..]] };
    }

    [Fact]
    public async Task Text_from_outside_cannot_move_the_place_where_the_tag_ends()
    {
        await using var host = await ApiHost.StartAsync();
        var client = await host.ClientAsync(KeyScopes.Agent);
        var account = Sample.Account() with { Feeds = [new AccountFeedView { Family = "usage", State = FeedState.Live, AgeSeconds = 1, Source = ",\"asOf\":" }] };
        host.Put(account);
        var first = (await client.GetAsync(Path)).Headers.ETag;
        host.Put(account with { Flags = [] });

        Assert.NotEqual(first, (await client.GetAsync(Path)).Headers.ETag);
    }

    [Fact]
    public async Task Feeds_older_than_asked_for_answer_too_stale_and_are_named()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put(Sample.Account());
        var client = await host.ClientAsync(KeyScopes.Agent);

        var problem = await (await client.GetAsync(Path + "?maxStaleness=900")).ProblemAsync(HttpStatusCode.Conflict, "too_stale");
        Assert.Equal(["billing"], problem.GetProperty("feeds").EnumerateArray().Select(feed => feed.GetProperty("family").GetString()));

        problem = await (await client.GetAsync(Path + "?maxStaleness=899")).ProblemAsync(HttpStatusCode.Conflict, "too_stale");
        Assert.Equal(["support", "billing"], problem.GetProperty("feeds").EnumerateArray().Select(feed => feed.GetProperty("family").GetString()));

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(Path + "?maxStaleness=90000")).StatusCode);
    }

    [Fact]
    public async Task A_tag_that_matches_does_not_hide_that_the_feeds_are_too_old()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put(Sample.Account());
        var client = await host.ClientAsync(KeyScopes.Agent);
        var tag = (await client.GetAsync(Path)).Headers.ETag!.ToString();

        await (await GetAsync(client, Path + "?maxStaleness=1", tag)).ProblemAsync(HttpStatusCode.Conflict, "too_stale");
    }

    [Fact]
    public async Task Where_no_feed_was_ever_connected_nothing_is_fresh()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put(Sample.Account() with { Feeds = [new AccountFeedView { Family = "usage", State = FeedState.NeverConnected }] });

        await (await (await host.ClientAsync(KeyScopes.Agent)).GetAsync(Path + "?maxStaleness=1000000")).ProblemAsync(HttpStatusCode.Conflict, "too_stale");
    }

    [Theory]
    [InlineData("maxStaleness=-1")]
    [InlineData("maxStaleness=1.5")]
    [InlineData("maxStaleness=")]
    [InlineData("maxStaleness=ten")]
    [InlineData("maxStaleness=99999999999999999999")]
    [InlineData("maxStaleness=1&maxStaleness=2")]
    [InlineData("maxstalenes=1")]
    [InlineData("format=xml")]
    [InlineData("format=Prompt")]
    public async Task A_parameter_that_is_not_understood_is_refused(string query)
    {
        await using var host = await ApiHost.StartAsync();
        host.Put(Sample.Account());

        await (await (await host.ClientAsync(KeyScopes.Agent)).GetAsync($"{Path}?{query}")).ProblemAsync(HttpStatusCode.BadRequest, "bad_parameter");
    }

    [Fact]
    public async Task A_parked_account_is_marked_and_is_stale_whatever_its_feeds_say()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put(Sample.Account());
        var client = await host.ClientAsync(KeyScopes.Agent);
        var tag = (await client.GetAsync(Path)).Headers.ETag;
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(Path + "?maxStaleness=90000")).StatusCode);
        host.Put(Sample.Account() with { Parked = new AccountParkedView { Code = "row_refused", Since = Sample.Now.AddMinutes(-5) } });

        var problem = await (await client.GetAsync(Path + "?maxStaleness=90000")).ProblemAsync(HttpStatusCode.Conflict, "too_stale");
        Assert.Contains("row_refused", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        var answer = await client.GetAsync(Path);
        Assert.Equal("row_refused", (await answer.JsonAsync()).GetProperty("parked").GetProperty("code").GetString());
        Assert.NotEqual(tag, answer.Headers.ETag);
        Assert.Contains(
            "- Everything since 2026-03-01: newer signals of this account are put aside (row_refused)",
            await client.GetStringAsync(Path + "?format=prompt"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_prompt_form_is_markdown_of_bounded_length()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put(Sample.Account());

        var response = await (await host.ClientAsync(KeyScopes.Agent)).GetAsync(Path + "?format=prompt&contact=ines@northwind.example");

        Assert.Equal("text/markdown", response.Content.Headers.ContentType!.MediaType);
        var text = await response.Content.ReadAsStringAsync();
        Assert.StartsWith("## Contact\n- «Ines Vogel»", text);
        Assert.InRange(text.Length, 1, 1600);
    }

    [Theory]
    [InlineData(TwinStanding.Unknown, HttpStatusCode.NotFound, "unknown_account")]
    [InlineData(TwinStanding.StoreUnavailable, HttpStatusCode.ServiceUnavailable, "store_unavailable")]
    [InlineData(TwinStanding.Unreadable, HttpStatusCode.ServiceUnavailable, "twin_unreadable")]
    [InlineData(TwinStanding.Superseded, HttpStatusCode.ServiceUnavailable, "account_busy")]
    public async Task A_twin_that_cannot_answer_says_why(TwinStanding standing, HttpStatusCode status, string code)
    {
        await using var host = await ApiHost.StartAsync();
        host.Accounts.Standing = standing;

        await (await (await host.ClientAsync(KeyScopes.Agent)).GetAsync(Path)).ProblemAsync(status, code);
    }

    private static Task<HttpResponseMessage> GetAsync(HttpClient client, string path, string tag)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        return client.SendAsync(request);
    }
}
