using System.Diagnostics;
using AccountTwins.Tests.Support;

using Kafka = AccountTwins.Silo.Hosting.EmbeddedKafka;

namespace AccountTwins.Tests.Silo.Embedded;

/// <summary>A client that is not ours speaks to the endpoint: Debian's kcat, where it is installed.</summary>
public sealed class KcatTests
{
    [KcatFact]
    public async Task Kcat_produces_consumes_and_lists_topics()
    {
        using var kafka = Kafka.Start(new Dictionary<string, int> { ["signals.crm"] = 3 });

        await RunAsync("default/acme:{\"hello\":1}\n", "-b", kafka.BootstrapServers, "-t", "signals.crm", "-P", "-K:");
        var read = await RunAsync("", "-b", kafka.BootstrapServers, "-t", "signals.crm", "-C", "-e", "-q", "-f", "%k=%s\\n");
        var listed = await RunAsync("", "-b", kafka.BootstrapServers, "-L");

        Assert.Equal("default/acme={\"hello\":1}\n", read);
        Assert.Contains("topic \"signals.crm\" with 3 partitions", listed, StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(string input, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("kcat", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(0, process.ExitCode);
        return await output;
    }
}
