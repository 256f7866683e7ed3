using AccountTwins.Silo.Security;
using AccountTwins.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AccountTwins.Tests.Mcp;

/// <summary>Clients that are not ours, the official TypeScript SDK in two releases, go an agent's whole way against a silo as ./run starts it.</summary>
[Collection(WholeSilo.Name)]
public sealed class ForeignClientTests(ForeignClientTests.Fixture fixture) : IClassFixture<ForeignClientTests.Fixture>
{
    private const string Folder = "tests/Mcp/foreign";

    /// <summary>The command line as it was built beside these tests; their own folder lacks what the web framework brings.</summary>
    private static readonly string Twins =
        Path.Combine(AppContext.BaseDirectory.Replace($"{Path.DirectorySeparatorChar}tests{Path.DirectorySeparatorChar}bin", $"{Path.DirectorySeparatorChar}{Path.Combine("client", "cli", "bin")}", StringComparison.Ordinal), "twins.dll");

    [NpmTheory(Folder)]
    [InlineData("handshake", false)]
    [InlineData("handshake", true)]
    [InlineData("stateless", false)]
    [InlineData("stateless", true)]
    public async Task An_agent_of_another_make_goes_the_whole_way(string revision, bool overStandardInput)
    {
        var silo = await fixture.SiloAsync();
        var address = overStandardInput ? Twins : silo.Address + "/mcp";

        var output = await Bash.RunAsync($"cd '{Path.Combine(RepositoryFiles.Root, Folder)}' && node walk.mjs {revision} '{address}'", new Dictionary<string, string>
        {
            ["API"] = silo.Address,
            ["AGENT_KEY"] = await KeyAsync(silo, $"{revision}-{overStandardInput}", KeyScopes.Agent),
            ["REVIEWER_KEY"] = await KeyAsync(silo, $"reviewer-{revision}-{overStandardInput}", KeyScopes.Executive),
        });

        Assert.EndsWith("done\n", output, StringComparison.Ordinal);
    }

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
