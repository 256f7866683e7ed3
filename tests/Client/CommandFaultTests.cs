using AccountTwins.Silo.Security;
using AccountTwins.Tests.Silo.Api;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Client;

/// <summary>What goes wrong around the command line is a sentence and an exit code, never the trace of an exception.</summary>
public sealed class CommandFaultTests
{
    [Theory]
    [InlineData("--days: 1 to 36,500, not 99999999.", "keys", "create", "x", "--scope", "agent", "--days", "99999999")]
    [InlineData("--days: 1 to 36,500, not 0.", "keys", "create", "x", "--scope", "agent", "--days", "0")]
    [InlineData("--days: 1 to 36,500, not -2147483648.", "keys", "rotate", "x", "--days", "-2147483648")]
    [InlineData("--overlap: 0 to 720, not 721.", "keys", "rotate", "x", "--overlap", "721")]
    [InlineData("--overlap: 0 to 720, not NaN.", "keys", "rotate", "x", "--overlap", "NaN")]
    [InlineData("--days: 1 to 366, not 99999999.", "override", "a", "tighten", "--to", "diagnostic", "--reason", "why", "--days", "99999999")]
    [InlineData("--for: 1 to 2,592,000, not 2147483647.", "changes", "tail", "--for", "2147483647")]
    [InlineData("--for: 1 to 2,592,000, not -5.", "signals", "tail", "a", "--for", "-5")]
    [InlineData("--wait: 0 to 86,400, not -1.", "ops", "drain", "--wait", "-1")]
    [InlineData("Cannot parse argument 'soon' for option '--days'", "keys", "create", "x", "--scope", "agent", "--days", "soon")]
    public async Task A_number_out_of_range_ends_with_2_and_asks_nobody(string told, params string[] arguments)
    {
        var (exit, _, error) = await ClientHost.RunAsync(arguments, "k", NoService);

        Assert.Equal(2, exit);
        Assert.Contains(told, error);
    }

    [Theory]
    [InlineData("at_a\nb")]
    [InlineData("at_schlüssel")]
    public async Task A_key_that_no_header_takes_ends_with_2_and_asks_nobody(string key)
    {
        var (exit, _, error) = await ClientHost.RunAsync(["context", "a"], key, NoService);

        Assert.Equal((2, "This is no key: it has blanks, line ends or letters that no key has.\n"), (exit, error));
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_ends_with_1_and_leaves_nothing_behind()
    {
        await using var host = await ApiHost.StartAsync();
        using var folder = new TemporaryFolder();
        var taken = Directory.CreateDirectory(Path.Combine(folder.Path, "taken")).FullName;
        Directory.CreateDirectory(Path.Combine(folder.Path, "denied.partial"));

        var nowhere = await host.RunAsync(KeyScopes.Reader, "reviews", "export", "--out", Path.Combine(folder.Path, "missing", "reviews.jsonl"));
        var folders = await host.RunAsync(KeyScopes.Reader, "reviews", "export", "--out", taken);
        var denied = await host.RunAsync(KeyScopes.Reader, "audit", "export", "--out", Path.Combine(folder.Path, "denied"));

        Assert.All([nowhere, folders, denied], Failed);
        Assert.Equal(["denied.partial", "taken"], Directory.EnumerateFileSystemEntries(folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_ends_with_1()
    {
        await using var host = await ApiHost.StartAsync();
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "held");
        await using var held = new FileStream(file, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);

        Assert.All(
            [
                await host.RunAsync(KeyScopes.Lead, "playbook", "check", file),
                await host.RunAsync(KeyScopes.Lead, "playbook", "simulate", file),
                await host.RunAsync(KeyScopes.Signals, "signals", "send", file),
            ],
            Failed);
    }

    [Fact]
    public async Task A_file_of_arguments_that_is_a_folder_ends_with_a_sentence()
    {
        using var folder = new TemporaryFolder();

        var (exit, _, error) = await ClientHost.RunAsync(["context", "@" + folder.Path], "k", NoService);

        Assert.NotEqual(0, exit);
        Assert.Contains(folder.Path, error);
        Assert.DoesNotContain("   at ", error);
    }

    [Fact]
    public async Task A_briefing_is_the_same_text_for_programs()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put(Sample.Account());

        var (_, shown, _) = await host.RunAsync(KeyScopes.Agent, "context", "acct-1", "--prompt");
        var (exit, output, error) = await host.RunAsync(KeyScopes.Agent, "context", "acct-1", "--prompt", "--json");

        Assert.Equal((0, "", shown), (exit, error, output));
    }

    private static void Failed((int Exit, string Output, string Error) run)
    {
        Assert.Equal((1, ""), (run.Exit, run.Output));
        Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.DoesNotContain("   at ", run.Error);
    }

    private static HttpClient NoService() => throw new InvalidOperationException("Nobody is to be asked.");
}
