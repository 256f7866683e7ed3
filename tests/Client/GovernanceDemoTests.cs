using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Client;

/// <summary>The demo against a whole silo: what it tells must come out so, also the second time.</summary>
[Collection(WholeSilo.Name)]
public sealed class GovernanceDemoTests
{
    [Fact]
    public async Task The_demo_tells_the_truth_twice()
    {
        using var folder = new TemporaryFolder();
        await using var silo = await RunningSilo.StartAsync(folder.Path, ("Sample:Enabled", "false"), ("Feeds:Families:Billing:LateAfter", "00:00:08"), ("Feeds:Families:Billing:DeadAfter", "00:00:12"));

        for (var run = 1; run <= 2; run++)
        {
            var (exit, output, error) = await ClientHost.RunAsync(["--url", silo.Address, "demo", "governance"], silo.Key, () => new HttpClient());
            Assert.True(exit == 0, $"Run {run}:\n{output}\n{error}");
            Assert.Contains("because     feed_", output);
            Assert.Contains("audits disagree too often, CUSUM", output);
            Assert.Contains("severe error, held until a person has looked", output);
        }
    }
}
