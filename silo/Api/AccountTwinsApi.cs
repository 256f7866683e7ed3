using AccountTwins.Silo.Api.Accounts;
using AccountTwins.Silo.Api.Audit;
using AccountTwins.Silo.Api.Changes;
using AccountTwins.Silo.Api.Context;
using AccountTwins.Silo.Api.Decisions;
using AccountTwins.Silo.Api.Description;
using AccountTwins.Silo.Api.Health;
using AccountTwins.Silo.Api.Keys;
using AccountTwins.Silo.Api.LongReading;
using AccountTwins.Silo.Api.Operations;
using AccountTwins.Silo.Api.Portfolio;
using AccountTwins.Silo.Api.Problems;
using AccountTwins.Silo.Api.Reviews;
using AccountTwins.Silo.Api.Settings;
using AccountTwins.Silo.Api.Signals;
using AccountTwins.Silo.Api.Webhooks;
using AccountTwins.Silo.Changes;
using AccountTwins.Silo.Mcp;
using AccountTwins.Silo.Observability;
using AccountTwins.Silo.Security;
using AccountTwins.Silo.Security.Limits;
using AccountTwins.Silo.Security.Tokens;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AccountTwins.Silo.Api;

/// <summary>The HTTP interface: its services and its routes. Every route is listed in docs/http.md and in the table of who may call it.</summary>
public static class AccountTwinsApi
{
    public static IServiceCollection AddAccountTwinsApi(this IServiceCollection services)
    {
        services.AddRouting();
        services.AddQuietRequests();
        services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default));
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ApiKeys>();
        services.AddSingleton<KeyLedger>();
        services.AddSingleton<ApiKeyBootstrap>();
        services.AddOptions<JwtOptions>().BindConfiguration(JwtOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<SigningKeys>();
        services.AddSingleton<BearerTokens>();
        services.AddSingleton<Credentials>();
        services.AddSingleton<CredentialWatches>();
        services.AddOptions<RateLimitOptions>().BindConfiguration(RateLimitOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<RateLimitMetrics>();
        services.AddSingleton<RequestLimits>();
        services.TryAddSingleton<IAccounts, GrainAccounts>();
        services.TryAddSingleton<IDecisions, GrainDecisions>();
        services.TryAddSingleton<ISettings, PolicySettings>();
        services.AddSingleton<ISignalReading, SignalReading>();
        services.AddOptions<LongReadOptions>().BindConfiguration(LongReadOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<LongReads>();
        services.AddSingleton<InnerRoutes>();
        services.AddChangeStreams();
        services.AddSingleton<SignalIntake>();
        services.AddSingleton<IReadinessPart, EnginePart>();
        services.AddSingleton<IReadinessPart, StorePart>();
        services.AddSingleton<IReadinessPart, DrainPart>();
        services.AddMcp();
        return services.AddAccountTwinsObservability();
    }

    public static WebApplication MapAccountTwinsApi(this WebApplication app)
    {
        app.UseMiddleware<ProblemMiddleware>();
        app.UseMiddleware<ApiKeyMiddleware>();
        SignalsEndpoint.Map(app);
        ResolveEndpoint.Map(app);
        AccountEndpoint.Map(app);
        ContextEndpoint.Map(app);
        TimelineEndpoint.Map(app);
        DecisionsEndpoint.Map(app);
        ReviewsEndpoint.Map(app);
        ReviewExportEndpoint.Map(app);
        PortfolioEndpoint.Map(app);
        ReplayEndpoint.Map(app);
        PlaybookEndpoint.Map(app);
        SimulateEndpoint.Map(app);
        SwitchesEndpoint.Map(app);
        IncidentsEndpoint.Map(app);
        ScenariosEndpoint.Map(app);
        ValueModelsEndpoint.Map(app);
        LatitudeChangesEndpoint.Map(app);
        ChangesEndpoint.Map(app);
        WebhooksEndpoint.Map(app);
        LessonsEndpoint.Map(app);
        OperationsEndpoint.Map(app);
        DeadLettersEndpoint.Map(app);
        TenantsEndpoint.Map(app);
        ParkedEndpoint.Map(app);
        KeysEndpoint.Map(app);
        RotateKeyEndpoint.Map(app);
        AuditEndpoint.Map(app);
        AuditEntriesEndpoint.Map(app);
        AuditRootEndpoint.Map(app);
        McpEndpoint.Map(app);
        HealthEndpoints.Map(app);
        app.MapPrometheusScrapingEndpoint().RequireScopes(new RequiredScopes(KeyScopes.Ops, OpenToLoopback: true, OfOperators: true))
            .WithName("getMetrics").WithMetadata(new EndpointSummaryAttribute("Metrics in the text form of Prometheus.")).AnswersText("text/plain", "The metrics.");
        DescriptionEndpoints.Map(app);
        return app;
    }
}
