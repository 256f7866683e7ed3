using System.CommandLine;
using System.Text.Json;
using AccountTwins.Grains.State;
using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Learning;
using AccountTwins.Grains.Interfaces.Contracts;
using Latitude = AccountTwins.Domain.Latitudes.Latitude;
using AccountTwins.Silo.Security;
using AccountTwins.Tests.Silo.Api;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Client;

/// <summary>The command line: what it understands, what it shows, what it ends with.</summary>
public sealed class TwinsProgramTests
{
    [Theory]
    [InlineData("help", "--help")]
    [InlineData("help-decide", "decide", "--help")]
    [InlineData("help-reviews-edit", "reviews", "edit", "--help")]
    [InlineData("help-lessons-approve", "lessons", "approve", "--help")]
    public async Task Help_is_as_it_was(string golden, params string[] arguments)
    {
        var (exit, output, error) = await ClientHost.RunAsync(arguments, null, NoService);

        Assert.Equal(0, exit);
        Assert.Empty(error);
        Golden(golden, output);
    }

    [Theory]
    [InlineData("context")]
    [InlineData("context", "a", "b")]
    [InlineData("decide", "a")]
    [InlineData("outcome", "x", "exploded")]
    [InlineData("reviews", "reject", "x", "--goals", "serves")]
    [InlineData("reviews", "direct", "x", "--goals", "serves")]
    [InlineData("lessons", "retire", "7")]
    [InlineData("lessons", "approve", "seven")]
    [InlineData("keys", "create", "a", "--scope", "root")]
    [InlineData("tenants", "add")]
    [InlineData("playbook", "check", "no-such-file.yaml")]
    [InlineData("--url", "ftp://x", "context", "a")]
    [InlineData("dance")]
    public async Task What_is_not_understood_ends_with_2_and_asks_nobody(params string[] arguments) =>
        Assert.Equal(2, (await ClientHost.RunAsync(arguments, "k", NoService)).Exit);

    [Fact]
    public async Task Lessons_are_listed_and_decided()
    {
        await using var host = await ApiHost.StartAsync();
        host.Lessons.Propose(1, "acct-1", "20, not 40\u001b[2J");

        var (_, listed, _) = await host.RunAsync(KeyScopes.Lead, "lessons", "list", "--state", "proposed");
        var (approved, shown, _) = await host.RunAsync(KeyScopes.Lead, "lessons", "approve", "1", "--text", "half a day is 20", "--reach", "account");
        var (refused, _, error) = await host.RunAsync(KeyScopes.Lead, "lessons", "decline", "1");

        Assert.Contains("20, not 40 [2J", listed);
        Assert.Equal((0, 1), (approved, refused));
        Assert.Contains("approved (account)", shown);
        Assert.StartsWith("lesson_decided: ", error);
    }

    [Fact]
    public async Task A_reset_beyond_the_playbook_says_what_was_asked_and_what_bounded_it()
    {
        await using var host = await ApiHost.StartAsync();
        var rules = LearningRules.For(LearningParameters.Default, Latitude.Bounded, 100, 100);
        host.Settings.Book = ScenarioBook.Empty
            .With(new ScenarioEntry.Reviewed("r", "one", ObservedReview.BeforeSending(new Judgement(ReviewVerb.Accept), false), rules), FakeSettings.At)
            .With(new ScenarioEntry.Acted(null, ScenarioAct.Reset, Latitude.Full, "lea", "mended", rules), FakeSettings.At.AddDays(1));

        var (exit, output, _) = await host.RunAsync(KeyScopes.Lead, "scenarios", "reset", "reply~other~small", "--to", "full", "--reason", "mended");

        Assert.Equal(0, exit);
        Assert.Contains("one: asked for full, bounded by the playbook: bounded", output);
    }

    [Fact]
    public async Task A_directed_review_says_that_the_reviewer_picked_it()
    {
        await using var host = await ApiHost.StartAsync();
        host.Decisions.Reply = new DecisionReply { Standing = TwinStanding.Ready, View = DecisionsEndpointTests.View() };

        var (exit, _, _) = await host.RunAsync(
            KeyScopes.Reviewer, "reviews", "direct", "7-0a1b2c3d@acct-1", "--verb", "reject", "--goals", "against", "--severity", "severe", "--reason", "promised too much");

        Assert.Equal(0, exit);
        var report = Assert.IsType<ReviewReport>(Assert.Single(host.Decisions.Asked).Asked);
        Assert.Equal((true, "severe", "promised too much", "7-0a1b2c3d@acct-1"), (report.IsDirected, report.Severity, report.Reason, report.DecisionId));
    }

    [Fact]
    public async Task One_claim_goes_with_each_command_about_an_act()
    {
        await using var host = await ApiHost.StartAsync();
        host.Decisions.Reply = new DecisionReply { Standing = TwinStanding.Ready, View = DecisionsEndpointTests.View() };
        const string Decision = "7-0a1b2c3d@acct-1";

        await host.RunAsync(KeyScopes.Agent, "decide", "acct-1", "--action", "reply", "--release", "r-1", "--claim", "mine");
        await host.RunAsync(KeyScopes.Agent, "decisions", "get", Decision, "--claim", "mine");
        await host.RunAsync(KeyScopes.Agent, "decisions", "permit", Decision, "--claim", "mine");
        await host.RunAsync(KeyScopes.Agent, "decide", "acct-1", "--action", "reply", "--release", "r-1");

        Assert.Equal(["mine", "mine", "mine", null], host.Decisions.Asked.Select(asked => asked.Asked switch
        {
            DecisionAsk ask => ask.Claim,
            (string, int, string read) => read,
            (string, string used) => used,
            _ => null,
        }));
    }

    [Fact]
    public async Task Without_a_key_it_says_where_one_comes_from()
    {
        var (exit, _, error) = await ClientHost.RunAsync(["context", "a"], null, NoService);

        Assert.Equal(2, exit);
        Assert.Contains("TWINS_KEY", error);
    }

    [Fact]
    public async Task No_answer_ends_with_3()
    {
        var (exit, output, error) = await ClientHost.RunAsync(["--url", "http://127.0.0.1:1", "context", "a"], "k", () => new HttpClient());

        Assert.Equal(3, exit);
        Assert.Empty(output);
        Assert.StartsWith("unreachable: ", error);
    }

    [Fact]
    public async Task A_refusal_ends_with_1_and_as_json_is_the_problem_itself()
    {
        await using var host = await ApiHost.StartAsync();

        var (exit, _, error) = await host.RunAsync(KeyScopes.Agent, "context", "nobody");
        var (again, output, _) = await host.RunAsync(KeyScopes.Agent, "context", "nobody", "--json");

        Assert.Equal((1, 1), (exit, again));
        Assert.StartsWith("unknown_account: ", error);
        Assert.Equal("unknown_account", JsonDocument.Parse(output).RootElement.GetProperty("code").GetString());
    }

    [Fact]
    public async Task An_account_is_a_table_for_people_and_the_answer_itself_for_programs()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put(Sample.Account() with { Profile = Sample.Account().Profile with { Name = "Evil[red]\u001b[2J" } });

        var (exit, table, _) = await host.RunAsync(KeyScopes.Agent, "context", "acct-1");
        var (_, json, _) = await host.RunAsync(KeyScopes.Agent, "context", "acct-1", "--json");

        Assert.Equal(0, exit);
        Assert.Contains("Evil[red] [2J", table);
        Assert.DoesNotContain('\u001b', table);
        Assert.Equal("acct-1", JsonDocument.Parse(json).RootElement.GetProperty("account").GetString());
    }

    [Fact]
    public async Task A_check_that_finds_something_ends_with_1()
    {
        await using var host = await ApiHost.StartAsync();
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "playbook.yaml");
        await File.WriteAllTextAsync(file, "version: [");
        host.Audit.Report = new LedgerAuditReport(new LedgerAuditProgress(1, 1, 9), null, [new LedgerFault("acct-1", 4, LedgerFaultKind.Changed)], false);

        var check = await host.RunAsync(KeyScopes.Reader, "playbook", "check", file);
        var audit = await host.RunAsync(KeyScopes.Reader, "audit", "verify");

        Assert.Equal((1, 1), (check.Exit, audit.Exit));
        Assert.Contains("Not sound: 1 roots, 1 chains, 9 entries read.", audit.Output);
        Assert.Contains("changed", audit.Output);
    }

    [Fact]
    public async Task A_key_is_made_listed_and_revoked()
    {
        await using var host = await ApiHost.StartAsync();

        var (_, key, _) = await host.RunAsync(KeyScopes.Admin, "keys", "create", "ines", "--scope", "reviewer", "lead", "--days", "90");
        var made = host.Keys.Rows.Values.Single(row => row.Name == "ines");
        var (_, list, _) = await host.RunAsync(KeyScopes.Admin, "keys", "list");
        var (exit, _, _) = await host.RunAsync(KeyScopes.Admin, "keys", "revoke", made.Id);

        Assert.StartsWith("at_" + made.Id, key);
        Assert.Equal("reviewer,lead", made.Scopes);
        Assert.Equal(host.Clock.GetUtcNow().AddDays(90), made.ExpiresAt);
        Assert.Contains("ines", list);
        Assert.Equal(0, exit);
        Assert.NotNull(host.Keys.Rows[made.Id].RevokedAt);
    }

    [Fact]
    public async Task A_tenant_that_is_added_shows_its_first_key_and_nothing_else()
    {
        await using var host = await ApiHost.StartAsync();

        var (exit, shown, _) = await host.RunAsync(KeyScopes.Admin, "tenants", "add", "acme", "--key-name", "ann");
        var again = await host.RunAsync(KeyScopes.Admin, "tenants", "add", "acme");

        var made = host.Keys.Rows.Values.Single(row => row.Tenant == "acme");
        Assert.Equal((0, "ann", "admin"), (exit, made.Name, made.Scopes));
        Assert.Matches($"^at_{made.Id}_[A-Za-z0-9_-]{{43}}\n$", shown);
        Assert.Equal((1, ""), (again.Exit, again.Output));
        Assert.StartsWith("tenant_has_admin: ", again.Error);
    }

    [Fact]
    public async Task A_rotated_key_shows_its_text_first_and_until_when_the_old_one_works()
    {
        await using var host = await ApiHost.StartAsync();
        await host.RunAsync(KeyScopes.Admin, "keys", "create", "ines", "--scope", "reviewer");
        var id = host.Keys.Rows.Values.Single(row => row.Name == "ines").Id;

        var (exit, shown, _) = await host.RunAsync(KeyScopes.Admin, "keys", "rotate", id, "--overlap", "1.5", "--idempotency-key", "r1");
        var again = await host.RunAsync(KeyScopes.Admin, "keys", "rotate", id, "--idempotency-key", "r1");
        var lost = await host.RunAsync(KeyScopes.Admin, "keys", "rotate", id, "--lost", "--json");
        var (_, list, _) = await host.RunAsync(KeyScopes.Admin, "keys", "list");

        Assert.Equal(0, exit);
        Assert.Equal(59, shown.Split('\n')[0].Length);
        Assert.StartsWith($"at_{id}_", shown);
        Assert.Equal(host.Clock.GetUtcNow().AddHours(1.5), host.Keys.Rows[id].OldUntil);
        Assert.Equal(1, again.Exit);
        Assert.Contains("already_rotated", again.Error);
        Assert.StartsWith($"at_{id}_", System.Text.Json.JsonDocument.Parse(lost.Output).RootElement.GetProperty("key").GetString());
        Assert.Contains("old secret until", list);
    }

    /// <summary>Compares with the stored form; here the program is named after what runs the tests, and lines may end with spaces that nobody sees.</summary>
    private static void Golden(string name, string output)
    {
        var file = Path.Combine(RepositoryFiles.Root, "tests", "Golden", "cli", name + ".txt");
        Assert.Equal(Trimmed(File.ReadAllText(file)), Trimmed(output.Replace(RootCommand.ExecutableName, "twins", StringComparison.Ordinal)));
    }

    private static string Trimmed(string text) => string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())).TrimEnd();

    private static HttpClient NoService() => throw new InvalidOperationException("Nobody is to be asked.");
}
