using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace AccountTwins.Silo.Observability;

/// <summary>
/// Wires the instruments to the Prometheus text at <c>/metrics</c>. The provider is built by hand and kept as a singleton, because it
/// must live as long as the host and be flushed with it.
/// </summary>
public static class ObservabilityServices
{
    public static IServiceCollection AddAccountTwinsObservability(this IServiceCollection services)
    {
        services.AddMetrics();
        services.AddSingleton<IngestionMetrics>();
        services.AddSingleton(_ => Sdk.CreateMeterProviderBuilder()
            .AddMeter("AccountTwins*", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.Orleans")
            .AddPrometheusExporter()
            .Build());
        return services;
    }
}
