using AccountTwins.StandIns.Prometheus;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;

namespace OpenTelemetry.Metrics
{
    public static class PrometheusExporterMeterProviderBuilderExtensions
    {
        public static MeterProviderBuilder AddPrometheusExporter(this MeterProviderBuilder builder) => builder.AddReader(
            new BaseExportingMetricReader(new PrometheusExporter()) { TemporalityPreference = MetricReaderTemporalityPreference.Cumulative });
    }
}

namespace Microsoft.AspNetCore.Builder
{
    public static class PrometheusExporterEndpointRouteBuilderExtensions
    {
        /// <summary>Serves the metrics of the application's MeterProvider under /metrics.</summary>
        public static IEndpointConventionBuilder MapPrometheusScrapingEndpoint(this IEndpointRouteBuilder endpoints) => endpoints.MapPrometheusScrapingEndpoint("/metrics");

        public static IEndpointConventionBuilder MapPrometheusScrapingEndpoint(this IEndpointRouteBuilder endpoints, string path)
        {
            var exporter = PrometheusExporter.Of(endpoints.ServiceProvider.GetRequiredService<MeterProvider>())
                ?? throw new ArgumentException("A Prometheus exporter could not be found configured on the provided MeterProvider.");
            return endpoints.MapGet(path, () => exporter.Scrape() is { } text
                ? Results.Text(text, "text/plain; charset=utf-8; version=0.0.4")
                : Results.StatusCode(StatusCodes.Status500InternalServerError));
        }
    }
}
