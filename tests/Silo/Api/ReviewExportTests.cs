using System.Net;
using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Learning;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Api.LongReading;
using AccountTwins.Silo.Security;
using AccountTwins.Tests.Client;
using AccountTwins.Tests.Support;
using AccountTwins.Tests.Support.Decisions;
using Microsoft.Extensions.DependencyInjection;

namespace AccountTwins.Tests.Silo.Api;

/// <summary>Reviews as an evaluation set: over HTTP, by the client, at the command line.</summary>
public sealed class ReviewExportTests
{
    private const string Path = "/v1/reviews/export";

    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_line_holds_input_draft_final_and_why_and_no_persons_name()
    {
        await using var host = await ApiHost.StartAsync();
        await DecideAsync(host, new SamplingFact(0.25, 0.2, true, false));
        await ReviewAsync(host, Noon.AddHours(1), new ReviewEntry
        {
            Decision = 1,
            Reviewer = "ann",
            IsBeforeSending = true,
            Verb = ReviewVerb.Edit,
            Edit = EditKind.Amount,
            Goals = GoalFit.Serves,
            Severity = Severity.Minor,
            Reason = "half of it was ours",
            Approved = [new ActionRequest("grant_credit", "billing", 60, "USD", 0.9m, "We credit 60.")],
            State = AccountTwins.Domain.Decisions.Book.DecisionState.ApprovedEdited,
        });

        var response = await (await host.ClientAsync(KeyScopes.Reader)).GetAsync(Path);

        Assert.Equal("application/x-ndjson", response.Content.Headers.ContentType!.ToString());
        var text = await response.Content.ReadAsStringAsync();
        Assert.DoesNotContain("ann", text);
        Assert.DoesNotContain("kim@vendor", text);
        using var line = System.Text.Json.JsonDocument.Parse(Assert.Single(text.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        RepositoryFiles.MustEqual("tests/Golden/api/review-export.json", System.Text.Json.JsonSerializer.Serialize(line, new System.Text.Json.JsonSerializerOptions { WriteIndented = true }) + "\n");
    }

    [Fact]
    public async Task Only_what_stands_for_others_has_a_probability_and_a_score()
    {
        await using var host = await ApiHost.StartAsync();
        await DecideAsync(host, new SamplingFact(0.25, 0.2, true, true));
        foreach (var way in new ReviewWay?[] { null, ReviewWay.SecondAudit, ReviewWay.Directed })
            await ReviewAsync(host, Noon.AddHours(2), Audit() with { Way = way });

        var lines = await LinesAsync(host, Path);

        Assert.Equal(["audit", "second_audit", "directed"], lines.Select(line => line.GetProperty("kind").GetString()));
        Assert.Equal((0.25, 1), (lines[0].GetProperty("probability").GetDouble(), lines[0].GetProperty("score").GetInt32()));
        Assert.All(lines.Skip(1), line => Assert.False(line.TryGetProperty("probability", out _) || line.TryGetProperty("score", out _)));
    }

    [Fact]
    public async Task It_is_read_page_by_page_from_a_moment_on_and_a_wrong_moment_is_refused()
    {
        await using var host = await ApiHost.StartAsync();
        await DecideAsync(host, new SamplingFact(0.25, 0.2, true, false));
        for (var review = 0; review < 250; review++)
            await ReviewAsync(host, Noon.AddMinutes(review), Audit());

        Assert.Equal(250, (await LinesAsync(host, Path)).Length);
        Assert.Equal(3, host.History.Reads);
        Assert.Equal(50, (await LinesAsync(host, Path + "?since=2026-03-01T15:20:00Z")).Length);
        Assert.Empty(await LinesAsync(host, Path + "?since=2027-01-01T00:00:00Z"));
        await (await (await host.ClientAsync(KeyScopes.Lead)).GetAsync(Path + "?since=yesterday")).ProblemAsync(HttpStatusCode.BadRequest, "bad_parameter");
    }

    [Fact]
    public async Task Who_does_not_read_holds_up_its_own_tenant_alone_and_loses_its_place()
    {
        await using var host = await ApiHost.StartAsync(services: services => services.Configure<LongReadOptions>(options => options.ReadFor = TimeSpan.FromDays(1)));
        await DecideAsync(host, new SamplingFact(0.25, 0.2, true, false));
        for (var review = 0; review < 250; review++)
            await ReviewAsync(host, Noon.AddMinutes(review), Audit());
        using var client = await host.ClientAsync(KeyScopes.Reader);
        using var other = await host.ClientAsync(KeyScopes.Reader, "another-vendor");

        // More than fits on the way to one that reads nothing.
        using var held = await client.GetAsync(Path, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync(Path)).StatusCode);
        await (await client.GetAsync(Path)).ProblemAsync(HttpStatusCode.Conflict, "audit_running");

        await Until.TrueAsync(async () =>
        {
            host.Clock.Advance(new LongReadOptions().SendWithin);
            return (await client.GetAsync(Path)).StatusCode == HttpStatusCode.OK;
        });
        await Assert.ThrowsAnyAsync<Exception>(() => held.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_command_line_writes_a_whole_file_or_none()
    {
        await using var host = await ApiHost.StartAsync();
        await DecideAsync(host, new SamplingFact(0.25, 0.2, true, false));
        await ReviewAsync(host, host.Clock.GetUtcNow().AddDays(-40), Audit());
        await ReviewAsync(host, host.Clock.GetUtcNow().AddDays(-2), Audit());
        using var folder = new TemporaryFolder();
        var file = System.IO.Path.Combine(folder.Path, "reviews.jsonl");

        var (exit, output, _) = await host.RunAsync(KeyScopes.Reader, "reviews", "export", "--since", "30d", "--out", file);
        var (_, all, _) = await host.RunAsync(KeyScopes.Reader, "reviews", "export");
        var (refused, _, _) = await host.RunAsync(KeyScopes.Reviewer, "reviews", "export", "--out", file + "2");
        var (misused, _, _) = await host.RunAsync(KeyScopes.Reader, "reviews", "export", "--since", "soon");

        Assert.Equal((0, 1, 2), (exit, refused, misused));
        Assert.StartsWith("1 reviews in ", output);
        Assert.Single(await File.ReadAllLinesAsync(file));
        Assert.Equal(2, all.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal([file], Directory.GetFiles(folder.Path));
    }

    private static ReviewEntry Audit() => new()
    {
        Decision = 1, Reviewer = "ann", IsBeforeSending = false, Verb = ReviewVerb.Accept, Goals = GoalFit.Serves, State = AccountTwins.Domain.Decisions.Book.DecisionState.Closed,
    };

    private static async Task<System.Text.Json.JsonElement[]> LinesAsync(ApiHost host, string path)
    {
        var text = await (await host.ClientAsync(KeyScopes.Reader)).GetStringAsync(path);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement)];
    }

    private static Task DecideAsync(ApiHost host, SamplingFact sampling)
    {
        var situation = SituationWords.Of("mid, watch, billing late", "grant_credit 120.50 USD");
        return AppendAsync(host, EntryKinds.Decision, Noon, new DecisionEntry
        {
            Input = situation.Input with { Request = situation.Input.Request with { OnBehalfOf = "kim@vendor", Contact = "kim@vendor" } },
            Verdict = situation.Verdict,
            ActionsHash = Fingerprints.OfActions(situation.Input.Request.Actions),
            RequestHash = 1,
            Sampling = sampling,
        });
    }

    private static Task ReviewAsync(ApiHost host, DateTimeOffset at, ReviewEntry review) => AppendAsync(host, EntryKinds.Review, at, review);

    private static async Task AppendAsync<T>(ApiHost host, string kind, DateTimeOffset at, T body)
    {
        var chain = new LedgerSubject(ApiHost.Tenant, ApiHost.HistoryAccount);
        var number = host.Ledger.Entries(chain).Length + 1;
        var entry = new LedgerEntry(number, kind, at, 0, new byte[32], LedgerJson.Write(body), null);
        Assert.Equal(AppendResult.Appended, await host.Ledger.AppendAsync(new LedgerAppend(chain, null, [entry], []), default));
    }
}
