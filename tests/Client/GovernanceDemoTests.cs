using System.Text.Json;
using AccountTwins.Cli.Demo;
using AccountTwins.Domain.Signals;
using AccountTwins.Silo.Playbooks;
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
        await using var silo = await RunningSilo.StartAsync(folder.Path, ("Sample:Enabled", "false"));

        using var client = silo.Client();
        var before = await client.GetStringAsync("/v1/playbook");
        for (var run = 1; run <= 2; run++)
        {
            var (exit, output, error) = await ClientHost.RunAsync(["--url", silo.Address, "demo", "governance"], silo.Key, () => new HttpClient());
            Assert.True(exit == 0, $"Run {run}:\n{output}\n{error}");
            Assert.Contains("because     feed_late", output);
            Assert.Contains("older than the 5 s that the playbook accepts", output);
            Assert.Contains("audits disagree too often, CUSUM", output);
            Assert.Contains("severe error, held until a person has looked", output);
        }

        Assert.Equal(Hash(before), Hash(await client.GetStringAsync("/v1/playbook")));
    }

    [Theory]
    [InlineData("version: a\nfreshness:\n    # old\n    when_late: supervised\nmode: observe\n", "version: a\nfreshness:\n    late_after_seconds: { billing: 5 } # twins demo takes this line back\n    # old\n    when_late: supervised\nmode: observe\n")]
    [InlineData("version: a\nfreshness: # old\n  when_late: supervised", "version: a\nfreshness: # old\n  late_after_seconds: { billing: 5 } # twins demo takes this line back\n  when_late: supervised")]
    [InlineData("version: a\n", "version: a\nfreshness: # twins demo takes this line back\n  late_after_seconds: { billing: 5 } # twins demo takes this line back\n")]
    public void The_playbook_gets_one_line_and_loses_it_again(string text, string with)
    {
        Assert.Equal(with, DemoPlaybook.With(text));
        Assert.Equal(text, DemoPlaybook.Without(DemoPlaybook.With(text)));
    }

    [Fact]
    public void The_playbook_that_ships_with_the_line_is_a_playbook()
    {
        var text = System.Text.Encoding.UTF8.GetString(DefaultPlaybook.File.Span);
        var reading = PlaybookReader.Read(DemoPlaybook.With(text));

        Assert.Empty(reading.Errors);
        Assert.Equal(DemoPlaybook.Seconds, reading.Playbook!.Freshness.SecondsOf(Family.Billing));
        Assert.Equal(text, DemoPlaybook.Without(DemoPlaybook.With(text)));
    }

    private static string? Hash(string playbook)
    {
        using var view = JsonDocument.Parse(playbook);
        return view.RootElement.GetProperty("hash").GetString();
    }
}
