using System.Net;
using System.Net.Sockets;
using System.Text;
using AccountTwins.Cli.Demo;
using AccountTwins.Client;
using AccountTwins.Client.Agents;
using AccountTwins.Client.Hosting;
using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Security;
using AccountTwins.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using DecisionState = AccountTwins.Domain.Decisions.Book.DecisionState;

namespace AccountTwins.Tests.Client.Agents.EndToEnd;

/// <summary>One silo for the tests of a class, with a small healthy account and a global one before its renewal; it can stop and come back.</summary>
public sealed class GuardedSilo : IAsyncLifetime
{
    /// <summary>Who asks: the name of the key.</summary>
    public const string AgentName = "support-agent";

    private readonly TemporaryFolder _folder = new();
    private readonly List<HttpClient> _opened = [];
    private readonly DemoAccounts _accounts = new(TimeProvider.System.GetUtcNow(), "guard");
    private readonly string _port = FreePort();
    private RunningSilo? _silo;
    private string? _agentKey;
    private AccountTwinsClient? _admin;

    public string Small => _accounts.Small;

    public string Global => _accounts.Global;

    internal RunningSilo Silo => _silo!;

    internal AccountTwinsClient Admin => _admin!;

    internal AccountTwinsClient Lead { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await StartAsync();
        var keys = Silo.Services.GetRequiredService<ApiKeyBootstrap>();
        _agentKey = await keys.CreateAsync("default", AgentName, KeyScopes.Agent | KeyScopes.Reader, CancellationToken.None);
        Lead = Typed(await keys.CreateAsync("default", "lea", KeyScopes.Reviewer | KeyScopes.Lead, CancellationToken.None));
        _admin = Typed(Silo.Key);
        await Admin.Signals.PostAsync(_accounts.OfSmall());
        await Admin.Signals.PostAsync(_accounts.OfGlobal());
        await FreshAsync();
    }

    public async Task StartAsync() => _silo = await RunningSilo.StartAsync(_folder.Path, ("Sample:Enabled", "false"), ("Api:Port", _port));

    public async Task StopAsync() => await _silo!.DisposeAsync();

    /// <summary>Every feed has just spoken, and the small account is healthy: what it takes to be allowed.</summary>
    public Task FreshAsync() => Until.TrueAsync(async () =>
    {
        await Admin.Signals.PostAsync(DemoAccounts.Heartbeats(TimeProvider.System.GetUtcNow()));
        return (await Admin.Accounts.ContextAsync(Small)).Value is { Health.Band: HealthBand.Healthy } context && context.Feeds.All(feed => feed is { State: FeedState.Live, AgeSeconds: < 20 });
    });

    /// <summary>An agent in another process, say: its own clock, its own folder. Patient, where the test is not about patience.</summary>
    internal AgentClient Agent(string folder, Uri? through = null, TimeSpan? deadline = null, TimeProvider? clock = null, Func<HttpMessageHandler, HttpMessageHandler>? way = null)
    {
        var options = new AccountTwinsClientOptions
        {
            Address = through ?? new Uri(Silo.Address),
            Release = "support-7",
            OutcomeFolder = folder,
            DecisionDeadline = deadline ?? TimeSpan.FromSeconds(30),
            ReadDeadline = TimeSpan.FromSeconds(30),
            OutcomeDeadline = TimeSpan.FromSeconds(30),
        };
        return new AgentClient(Http(options.Address, through is not null, way), options, clock);
    }

    /// <summary>The plain calls, over HTTP with the agent's key.</summary>
    internal HttpAccountTwins Http(Uri? address = null, bool isOneRequestAConnection = false, Func<HttpMessageHandler, HttpMessageHandler>? way = null)
    {
        HttpMessageHandler handler = new SocketsHttpHandler { PooledConnectionLifetime = isOneRequestAConnection ? TimeSpan.Zero : TimeSpan.FromMinutes(1) };
        var http = AccountTwinsClient.Configure(new HttpClient(way?.Invoke(handler) ?? handler), address ?? new Uri(Silo.Address), _agentKey);
        _opened.Add(http);
        return new HttpAccountTwins(new AccountTwinsClient(http));
    }

    /// <summary>Decisions of an account in its chain that were asked for with this key.</summary>
    internal async Task<int> DecisionsAsync(string account, string key) => (await EntriesAsync(account, EntryKinds.Decision)).Count(entry => Encoding.UTF8.GetString(entry.Body).Contains($"\"{key}\"", StringComparison.Ordinal));

    /// <summary>What its chain says became of a decision, one line a report.</summary>
    internal async Task<DecisionState[]> OutcomesAsync(string decision)
    {
        var id = DecisionId.TryParse(decision)!.Value;
        var told = (await EntriesAsync(id.Account, EntryKinds.Outcome)).Select(entry => LedgerJson.Read<OutcomeEntry>(entry.Body));
        return [.. told.Where(outcome => outcome.Decision == id.Number).Select(outcome => outcome.State)];
    }

    private async Task<LedgerEntry[]> EntriesAsync(string account, string kind) =>
        [.. (await Silo.Services.GetRequiredService<ILedgerStore>().ReadAsync(new LedgerSubject("default", account), 1, 1000, CancellationToken.None)).Where(entry => entry.Kind == kind)];

    public async Task DisposeAsync()
    {
        _opened.ForEach(each => each.Dispose());
        await StopAsync();
        _folder.Dispose();
    }

    private AccountTwinsClient Typed(string key)
    {
        var http = AccountTwinsClient.Configure(new HttpClient(), new Uri(Silo.Address), key);
        _opened.Add(http);
        return new AccountTwinsClient(http);
    }

    private static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
