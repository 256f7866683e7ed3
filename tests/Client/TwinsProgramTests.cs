using System.CommandLine;
using System.Text.Json;
using AccountTwins.Grains.State;
using AccountTwins.Domain.Decisions;
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
    [InlineData("keys", "create", "a", "--scope", "root")]
    [InlineData("playbook", "check", "no-such-file.yaml")]
    [InlineData("--url", "ftp://x", "context", "a")]
    [InlineData("dance")]
    public async Task What_is_not_understood_ends_with_2_and_asks_nobody(params string[] arguments) =>
        Assert.Equal(2, (await ClientHost.RunAsync(arguments, "k", NoService)).Exit);

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

    /// <summary>Compares with the stored form; here the program is named after what runs the tests, and lines may end with spaces that nobody sees.</summary>
    private static void Golden(string name, string output)
    {
        var file = Path.Combine(RepositoryFiles.Root, "tests", "Golden", "cli", name + ".txt");
        Assert.Equal(Trimmed(File.ReadAllText(file)), Trimmed(output.Replace(RootCommand.ExecutableName, "twins", StringComparison.Ordinal)));
    }

    private static string Trimmed(string text) => string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())).TrimEnd();

    private static HttpClient NoService() => throw new InvalidOperationException("Nobody is to be asked.");
}
