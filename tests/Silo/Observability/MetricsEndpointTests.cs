using System.Diagnostics;
using AccountTwins.Domain.Signals;
using AccountTwins.Silo.Observability;
using AccountTwins.Silo.Security;
using AccountTwins.Tests.Conformance;
using AccountTwins.Tests.Silo.Api;

namespace AccountTwins.Tests.Silo.Observability;

public sealed class MetricsEndpointTests
{
    [Fact]
    public async Task Every_instrument_is_in_the_text_once_it_was_used()
    {
        var text = await ScrapeAsync();

        foreach (var metric in MetricCatalogue.All)
            Assert.Contains($"# HELP {metric.Name.Replace('.', '_')}", text);
        Assert.Matches("""(?m)^accounttwins_signals_total\{.*family="usage".*outcome="applied".*\} [1-9]""", text);
    }

    [PromtoolFact]
    public async Task Promtool_accepts_the_whole_text()
    {
        using var promtool = Process.Start(new ProcessStartInfo("promtool", "check metrics")
        {
            RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true,
        })!;
        await promtool.StandardInput.WriteAsync(WithoutTheEngines(await ScrapeAsync()));
        promtool.StandardInput.Close();
        var complaints = await promtool.StandardOutput.ReadToEndAsync() + await promtool.StandardError.ReadToEndAsync();
        await promtool.WaitForExitAsync();

        Assert.Equal((0, string.Empty), (promtool.ExitCode, complaints));
    }

    /// <summary>The engine names its own instruments, in its own way; the others are ours to name.</summary>
    private static string WithoutTheEngines(string text) =>
        string.Concat(text.Split('\n').Where(line => !line.TrimStart('#', ' ').Replace("HELP ", "").Replace("TYPE ", "").StartsWith("orleans_", StringComparison.Ordinal)).Select(line => line + "\n")).TrimEnd('\n') + "\n";

    private static async Task<string> ScrapeAsync()
    {
        await using var host = await ApiHost.StartAsync();
        var client = await host.ClientAsync(KeyScopes.Ops);
        Assert.Equal("""{"status":"live"}""", await client.GetStringAsync("/health/live"));
        var metrics = host.Metrics;
        metrics.Signal(Family.Usage, SignalOutcome.Applied);
        metrics.DeadLetter("decode", "bad_json");
        metrics.Replayed("behind", 3);
        metrics.Applied(TimeSpan.FromMilliseconds(1));
        metrics.Checkpointed(TimeSpan.FromMilliseconds(1), CheckpointOutcome.Committed);
        metrics.Lag("signals.usage", 2, 10, 1.5);
        return await client.GetStringAsync("/metrics");
    }
}
