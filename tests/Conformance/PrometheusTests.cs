using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace AccountTwins.Tests.Conformance;

/// <summary>The scraping endpoint, with the real exporter or the stand-in for it.</summary>
public sealed class PrometheusTests
{
    [Fact]
    public async Task Metrics_are_named_and_escaped_as_Prometheus_wants_them()
    {
        var text = await ScrapeAsync();

        Assert.Contains("# TYPE signals_applied_total counter", text);
        Assert.Matches("""(?m)^signals_applied_total\{.*family="usage".*\} 3""", text);
        Assert.Matches("""(?m)^signals_applied_total\{.*family="say \\"a\\\\b\\"\\n".*\} 1""", text);
        Assert.Matches("""(?m)^apply_duration_seconds_bucket\{.*le="0\.5".*\} 1""", text);
        Assert.Matches("""(?m)^apply_duration_seconds_bucket\{.*le="\+Inf".*\} 2""", text);
        Assert.Matches("""(?m)^apply_duration_seconds_sum\{.*\} 1\.25""", text);
        Assert.Matches("""(?m)^apply_duration_seconds_count\{.*\} 2""", text);
        Assert.Contains("# TYPE twins_resident gauge", text);
        Assert.Matches("""(?m)^twins_resident\{.*\} 7""", text);
        Assert.Matches("""(?m)^cache_fill\{.*\} 0\.5""", text);
    }

    [PromtoolFact]
    public async Task Promtool_accepts_the_metrics()
    {
        using var promtool = Process.Start(new ProcessStartInfo("promtool", "check metrics")
        {
            RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true,
        })!;
        await promtool.StandardInput.WriteAsync(await ScrapeAsync());
        promtool.StandardInput.Close();
        var complaints = await promtool.StandardOutput.ReadToEndAsync() + await promtool.StandardError.ReadToEndAsync();
        await promtool.WaitForExitAsync();

        Assert.Equal((0, string.Empty), (promtool.ExitCode, complaints));
    }

    private static async Task<string> ScrapeAsync()
    {
        using var meter = new Meter($"Conformance.{Guid.NewGuid():N}", "1.0");
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseTestServer();
        builder.Services.AddSingleton(Sdk.CreateMeterProviderBuilder().AddMeter(meter.Name)
            .AddView("apply.duration", new ExplicitBucketHistogramConfiguration { Boundaries = [0.5, 1] })
            .AddPrometheusExporter()
            .Build());
        await using var app = builder.Build();
        app.MapPrometheusScrapingEndpoint();
        await app.StartAsync();

        var applied = meter.CreateCounter<long>("signals.applied", "{signal}", "Signals that changed a twin");
        applied.Add(3, new KeyValuePair<string, object?>("family", "usage"));
        applied.Add(1, new KeyValuePair<string, object?>("family", "say \"a\\b\"\n"));
        var duration = meter.CreateHistogram<double>("apply.duration", "s", "How long one batch took");
        duration.Record(0.25);
        duration.Record(1.0);
        meter.CreateUpDownCounter<long>("twins.resident", "{twin}", "Twins in memory").Add(7);
        meter.CreateObservableGauge("cache.fill", () => 0.5, "1", "Share of the cache in use");
        return await app.GetTestClient().GetStringAsync("/metrics");
    }
}

/// <summary>A fact that needs promtool, from Debian's package prometheus.</summary>
public sealed class PromtoolFactAttribute : FactAttribute
{
    public PromtoolFactAttribute()
    {
        if (!(Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Any(each => File.Exists(Path.Combine(each, "promtool"))))
            Skip = "promtool is not installed (Debian package: prometheus).";
    }
}
