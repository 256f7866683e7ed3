using System.CommandLine;
using System.Net;
using System.Text;
using System.Text.Json;
using AccountTwins.Cli;
using AccountTwins.Cli.Commands;
using AccountTwins.Cli.Terminals;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Client;

/// <summary>Every command of the command line, as a table: it shows how it is used, and what it answers to a program is JSON.</summary>
public sealed class CommandTableTests
{
    /// <summary>Not one call and one answer: a script for a shell, a server, and a show for people.</summary>
    private static readonly string[] OtherKinds = ["completion", "mcp", "demo governance"];

    private static readonly string[] Promised =
    [
        "context", "decide", "outcome", "signals send", "signals tail", "signals validate", "accounts list", "accounts get", "reviews list", "reviews claim", "playbook check", "playbook apply",
        "dead-letters list", "dead-letters replay", "dead-letters settle", "audit verify", "audit log", "audit export", "audit root", "keys create", "keys list", "tenants add", "ops status", "ops drain", "ops positions", "demo governance", "mcp", "completion",
    ];

    public static TheoryData<string> Names => [.. Leaves().Select(leaf => leaf.Name)];

    /// <summary>It comes back when the service does.</summary>
    private const string Patient = "changes tail";

    public static TheoryData<string> Calls => [.. Leaves().Select(leaf => leaf.Name).Except(OtherKinds)];

    [Fact]
    public void Everything_that_is_promised_is_there() => Assert.Empty(Promised.Except(Leaves().Select(leaf => leaf.Name)));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Help_has_an_example_that_the_command_line_understands(string name)
    {
        using var folder = Files();
        var command = Leaves().Single(leaf => leaf.Name == name).Command;
        var (exit, help, _) = await ClientHost.RunAsync([.. name.Split(' '), "--help"], null, () => throw new InvalidOperationException("Help asks nobody."));

        Assert.Equal(0, exit);
        Assert.NotEmpty(command.Examples);
        Assert.All(command.Examples, example =>
        {
            Assert.Contains(example, help);
            Assert.Contains("twins " + name, example);
            Assert.Empty(TwinsProgram.Create(Nobody()).Parse(Arguments(example, folder.Path)).Errors);
        });
        Assert.True(name == "completion" || help.Contains("--json", StringComparison.Ordinal), help);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_refusal_is_JSON_for_a_program(string name)
    {
        var (exit, output, error) = await RunAsync(name, () => new HttpClient(new Refusing()));

        Assert.Equal((1, ""), (exit, error));
        Assert.Equal("forbidden", JsonDocument.Parse(output).RootElement.GetProperty("code").GetString());
    }

    public static TheoryData<string> Hasty => [.. Leaves().Select(leaf => leaf.Name).Except([.. OtherKinds, Patient])];

    [Theory]
    [MemberData(nameof(Hasty))]
    public async Task No_answer_is_JSON_for_a_program(string name)
    {
        var (exit, output, error) = await RunAsync(name, () => new HttpClient(new Away()));

        Assert.Equal((3, ""), (exit, error));
        Assert.Equal("unreachable", JsonDocument.Parse(output).RootElement.GetProperty("code").GetString());
    }

    private static async Task<(int Exit, string Output, string Error)> RunAsync(string name, Func<HttpClient> http)
    {
        using var folder = Files();
        var arguments = Arguments(Leaves().Single(leaf => leaf.Name == name).Command.Examples[0], folder.Path);
        // What is tried again is tried at once.
        var clock = new FakeClock();
        var running = Task.Run(() => ClientHost.RunAsync([.. arguments.Except(["--json"]), "--json"], "k", http, clock));
        await Until.TrueAsync(() => running.IsCompleted || (clock.AdvanceToNext() && running.IsCompleted));
        return await running;
    }

    /// <summary>The files that examples speak of.</summary>
    private static TemporaryFolder Files()
    {
        var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "events.jsonl"), """{"specversion":"1.0","id":"1","source":"/x","type":"usage.activity.v1","subject":"acct-1","time":"2026-03-01T12:00:00Z","data":{"sessions":3}}""" + "\n");
        File.WriteAllText(Path.Combine(folder.Path, "playbook.yaml"), "version: a\n");
        return folder;
    }

    private static IEnumerable<(string Name, TwinsCommand Command)> Leaves() => Leaves(TwinsProgram.Create(Nobody()), "");

    private static IEnumerable<(string Name, TwinsCommand Command)> Leaves(Command under, string path) =>
        under.Subcommands.Count == 0 ? [(path, Assert.IsType<TwinsCommand>(under))] : under.Subcommands.SelectMany(each => Leaves(each, path.Length == 0 ? each.Name : $"{path} {each.Name}"));

    /// <summary>The words of an example as a shell would hand them on.</summary>
    private static string[] Arguments(string example, string folder)
    {
        var line = example[(example.IndexOf("twins ", StringComparison.Ordinal) + "twins ".Length)..].TrimEnd(')', '"');
        var words = new List<string>();
        var (word, quote) = (new StringBuilder(), false);
        foreach (var letter in line + " ")
        {
            if (letter == '\'')
                quote = !quote;
            else if (letter == ' ' && !quote)
                (words, word) = ([.. words, word.ToString()], new StringBuilder());
            else
                word.Append(letter);
        }

        return [.. words.TakeWhile(each => each is not (">" or "|")).Select(each => each.EndsWith(".jsonl", StringComparison.Ordinal) || each.EndsWith(".yaml", StringComparison.Ordinal) ? Path.Combine(folder, each) : each)];
    }

    private static Terminal Nobody() => new()
    {
        Input = TextReader.Null, Output = TextWriter.Null, Error = TextWriter.Null, Environment = _ => null, Http = () => new HttpClient(), Clock = TimeProvider.System, IsWatched = false,
    };

    private sealed class Refusing : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.Forbidden)
        {
            Content = new StringContent("""{"code":"forbidden","title":"The key may not do this.","status":403}""", Encoding.UTF8, "application/problem+json"),
        });
    }

    private sealed class Away : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => throw new HttpRequestException("Nobody is there.");
    }
}
