using System.Net.Sockets;
using AccountTwins.Client.Agents;
using AccountTwins.Client.Cluster;
using AccountTwins.Client.Hosting;
using AccountTwins.Mcp;
using AccountTwins.Silo.Security;
using AccountTwins.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol.Server;

namespace AccountTwins.Tests.Mcp;

/// <summary>Clients that are not ours, the official TypeScript SDK in two releases, go an agent's whole way against a silo as ./run starts it.</summary>
[Collection(WholeSilo.Name)]
public sealed class ForeignClientTests(ForeignClientTests.Fixture fixture) : IClassFixture<ForeignClientTests.Fixture>
{
    private const string Folder = "tests/Mcp/foreign";

    /// <summary>The command line as it was built beside these tests; their own folder lacks what the web framework brings.</summary>
    private static readonly string Twins =
        Path.Combine(AppContext.BaseDirectory.Replace($"{Path.DirectorySeparatorChar}tests{Path.DirectorySeparatorChar}bin", $"{Path.DirectorySeparatorChar}{Path.Combine("client", "cli", "bin")}", StringComparison.Ordinal), "twins.dll");

    /// <summary>Long, because other tests load the machine meanwhile.</summary>
    private static readonly TimeSpan Patient = TimeSpan.FromSeconds(10);

    [NpmTheory(Folder)]
    [InlineData("handshake", false)]
    [InlineData("handshake", true)]
    [InlineData("stateless", false)]
    [InlineData("stateless", true)]
    public async Task An_agent_of_another_make_goes_the_whole_way(string revision, bool overStandardInput)
    {
        var silo = await fixture.SiloAsync();
        var address = overStandardInput ? Twins : silo.Address + "/mcp";

        var output = await WalkAsync(silo, revision, address, await KeyAsync(silo, $"{revision}-{overStandardInput}", KeyScopes.Agent));

        Assert.EndsWith("done\n", output, StringComparison.Ordinal);
    }

    /// <summary>The tools as <c>twins mcp</c> serves them, but straight over the grains instead of HTTP.</summary>
    [NpmTheory(Folder)]
    [InlineData("handshake")]
    [InlineData("stateless")]
    public async Task An_agent_of_another_make_goes_the_whole_way_over_the_grains(string revision)
    {
        var silo = await fixture.SiloAsync();
        using var folder = new TemporaryFolder();
        var options = new AccountTwinsClientOptions { Release = "foreign-1", OutcomeFolder = folder.Path, DecisionDeadline = Patient, ReadDeadline = Patient, OutcomeDeadline = Patient };
        var grains = new GrainAccountTwins(silo.Services.GetRequiredService<IGrainFactory>(), new GrainClientOptions { Agent = $"grains-{revision}" });
        await using var client = new AgentClient(grains, options, TimeProvider.System, NullLogger<AgentClient>.Instance);
        var file = Path.Combine(folder.Path, "twins.sock");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(file));
        listener.Listen();
        using var ended = new CancellationTokenSource();
        var serving = ServeAsync(listener, client, ended.Token);

        var output = await WalkAsync(silo, revision, file, "");

        Assert.EndsWith("done\n", output, StringComparison.Ordinal);
        await ended.CancelAsync();
        await ((Task)serving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>A server for each process that the client starts: one of them asks first which revision there is.</summary>
    private static async Task ServeAsync(Socket listener, AgentClient client, CancellationToken ended)
    {
        var served = new List<Task>();
        while (!ended.IsCancellationRequested)
            served.Add(ServeOneAsync(await listener.AcceptAsync(ended), client, ended));
        await Task.WhenAll(served);
    }

    private static async Task ServeOneAsync(Socket socket, AgentClient client, CancellationToken ended)
    {
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        var served = TwinsMcp.Options(_ => client.AsDoor(), TimeProvider.System, NullLogger.Instance);
        await using var server = McpServer.Create(new StreamServerTransport(stream, stream), served);
        await server.RunAsync(ended);
    }

    private static async Task<string> WalkAsync(RunningSilo silo, string revision, string address, string agentKey) =>
        await Bash.RunAsync($"cd '{Path.Combine(RepositoryFiles.Root, Folder)}' && node walk.mjs {revision} '{address}'", new Dictionary<string, string>
        {
            ["API"] = silo.Address,
            ["AGENT_KEY"] = agentKey,
            ["REVIEWER_KEY"] = await KeyAsync(silo, $"reviewer-{Guid.NewGuid():N}", KeyScopes.Executive),
        });

    private static Task<string> KeyAsync(RunningSilo silo, string name, KeyScopes scopes) =>
        silo.Services.GetRequiredService<ApiKeyBootstrap>().CreateAsync("default", name, scopes, CancellationToken.None);

    /// <summary>One silo for all of them, and none where all are skipped.</summary>
    public sealed class Fixture : IAsyncLifetime
    {
        private readonly TemporaryFolder _folder = new();
        private RunningSilo? _silo;

        public Task InitializeAsync() => Task.CompletedTask;

        internal async Task<RunningSilo> SiloAsync()
        {
            if (_silo is null)
            {
                _silo = await RunningSilo.StartAsync(_folder.Path);
                await _silo.SampledAsync();
            }

            return _silo;
        }

        public async Task DisposeAsync()
        {
            if (_silo is not null)
                await _silo.DisposeAsync();
            _folder.Dispose();
        }
    }
}
