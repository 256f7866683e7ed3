using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.Decisions;
using AccountTwins.Grains.Feeds;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Policies;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Api;
using AccountTwins.Silo.Changes;
using AccountTwins.Silo.Storage.Changes;
using AccountTwins.Silo.Api.Decisions;
using AccountTwins.Silo.Ingestion;
using AccountTwins.Silo.Learning;
using AccountTwins.Silo.Api.Settings;
using AccountTwins.Silo.Observability;
using AccountTwins.Silo.Hosting;
using AccountTwins.Silo.Security;
using AccountTwins.Silo.Storage;
using AccountTwins.Silo.Storage.Search;
using AccountTwins.Silo.Value;
using AccountTwins.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AccountTwins.Tests.Silo.Api;

/// <summary>The HTTP interface over accounts, keys and search of the test's own; no engine, no store, no port.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    public const string Tenant = "acme-vendor";

    private readonly WebApplication app;

    private ApiHost(WebApplication app)
    {
        this.app = app;
        History = new FakeReviewHistory(Ledger, HistoryAccount);
    }

    public FakeAccounts Accounts { get; } = new();

    public FakeKeyStore Keys { get; } = new();

    public FakeSearch Search { get; } = new();

    public FakeStoreHealth Store { get; } = new();

    public FakeFeedBoard Feeds { get; } = new();

    public FakeDecisions Decisions { get; } = new();

    public FakeReviews Reviews { get; } = new();

    public CountedNudges Learning { get; } = new();

    public FakeSettings Settings { get; } = new();

    public FakeLessons Lessons { get; } = new();

    /// <summary>The account whose reviews <see cref="History"/> knows.</summary>
    public const string HistoryAccount = "acct-1";

    public FakeReviewHistory History { get; }

    public FakeAudit Audit { get; } = new();

    public MemoryChanges Changes { get; } = new();
    public FakeDeadLetters DeadLetters { get; } = new();

    public MemoryLedger Ledger { get; } = new();

    public FakeClock Clock { get; } = new();

    public CancellationToken Stopping => app.Lifetime.ApplicationStopping;

    public IMeterFactory Meters => app.Services.GetRequiredService<IMeterFactory>();

    public OutboxGate Outbox => app.Services.GetRequiredService<OutboxGate>();

    public IngestionMetrics Metrics => app.Services.GetRequiredService<IngestionMetrics>();

    public IEnumerable<RouteEndpoint> Endpoints => ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();

    /// <param name="changes">Options of the streams of changes.</param>
    /// <param name="services">Has the last word on services.</param>
    public static async Task<ApiHost> StartAsync(Action<ChangeOptions>? changes = null, Action<IServiceCollection>? services = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        ApiHost? host = null;
        builder.Services.AddSingleton<IAccounts>(_ => host!.Accounts);
        builder.Services.AddSingleton<IApiKeyStore>(_ => host!.Keys);
        builder.Services.AddSingleton<IAccountSearch>(_ => host!.Search);
        builder.Services.AddSingleton<IStoreHealth>(_ => host!.Store);
        builder.Services.AddSingleton<IFeedBoard>(_ => host!.Feeds);
        builder.Services.AddSingleton<IDecisions>(_ => host!.Decisions);
        builder.Services.AddSingleton<IReviewStore>(_ => host!.Reviews);
        builder.Services.AddSingleton<ILearningNudge>(_ => host!.Learning);
        builder.Services.AddSingleton<IPolicyBoard>(new EmptyPolicyBoard());
        builder.Services.AddSingleton<ISettings>(_ => host!.Settings);
        builder.Services.AddSingleton<IValueModels>(new NoValueModels());
        builder.Services.AddSingleton<IReviewHistory>(_ => host!.History);
        builder.Services.AddSingleton<ILessons>(_ => host!.Lessons);
        builder.Services.AddSingleton<ILedgerAudit>(_ => host!.Audit);
        builder.Services.AddSingleton<ILedgerStore>(_ => host!.Ledger);
        builder.Services.AddSingleton<ITwinStore>(new AccountTwins.Tests.Grains.Decisions.MemoryTwins());
        builder.Services.AddSingleton<IPlaybookTexts>(new DefaultPlaybookText());
        builder.Services.AddSingleton<IDeadLetterBox>(_ => host!.DeadLetters);
        builder.Services.AddSingleton<ILogPositions>(_ => host!.DeadLetters);
        builder.Services.AddSingleton<TimeProvider>(_ => host!.Clock);
        builder.Services.AddSingleton<IChangeLog>(_ => host!.Changes);
        builder.Services.AddSingleton<IWebhookStore>(new MemoryWebhooks());
        builder.Services.AddAccountTwinsApi();
        builder.Services.Configure<ApiOptions>(options => options.OperatorTenant = Tenant);
        builder.Services.Configure<ChangeOptions>(options => changes?.Invoke(options));
        services?.Invoke(builder.Services);
        var app = builder.Build();
        app.Use(static (context, next) =>
        {
            context.Connection.RemoteIpAddress = IPAddress.Parse(context.Request.Headers["test-peer"].FirstOrDefault() ?? "203.0.113.7");
            return next(context);
        });
        app.MapAccountTwinsApi();
        host = new ApiHost(app);
        await app.StartAsync();
        return host;
    }

    /// <summary>A client with a new key of these scopes; without any for <see cref="KeyScopes.None"/>.</summary>
    public async Task<HttpClient> ClientAsync(KeyScopes scopes, string tenant = Tenant)
    {
        var client = app.GetTestClient();
        if (scopes != KeyScopes.None)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await CreateKeyAsync(scopes, tenant));
        return client;
    }

    public Task<string> CreateKeyAsync(KeyScopes scopes, string tenant = Tenant) =>
        new ApiKeyBootstrap(Keys, new KeyLedger(new MemoryLedger(), Clock), Clock).CreateAsync(tenant, "test", scopes, CancellationToken.None);

    /// <summary>Tells the streams what is in <see cref="Changes"/>.</summary>
    public void Move() => app.Services.GetRequiredService<ChangeTip>().Move(Changes.Newest);

    public AccountView Put(AccountView view) => Accounts.Views[new AccountKey(view.Tenant, view.Account)] = view;

    public async ValueTask DisposeAsync() => await app.DisposeAsync();
}

internal static class AnswerExtensions
{
    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response)
    {
        using var document = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync());
        return document.RootElement.Clone();
    }

    /// <summary>Asserts the one form of errors and gives its body.</summary>
    public static async Task<JsonElement> ProblemAsync(this HttpResponseMessage response, HttpStatusCode status, string code)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{(int)response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        using var document = JsonDocument.Parse(text);
        Assert.Equal(code, document.RootElement.GetProperty("code").GetString());
        Assert.Equal((int)status, document.RootElement.GetProperty("status").GetInt32());
        return document.RootElement.Clone();
    }
}
