using System.Text.Json;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Readme;

/// <summary>
/// The commands that the README shows, against a silo as ./run starts it: blocks marked <c>bash run</c> (curl -f, so that anything but
/// success ends them) and <c>bash run kcat</c>.
/// </summary>
[Collection(WholeSilo.Name)]
public sealed class ReadmeCommandsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly MarkdownFile Readme = new("README.md");

    [Fact]
    public async Task Commands_answer_with_success()
    {
        using var folder = new TemporaryFolder();
        await using var silo = await RunningSilo.StartAsync(folder.Path);
        await silo.SampledAsync();
        var blocks = Readme.Blocks("bash run").ToList();

        var outputs = new List<string>();
        foreach (var block in blocks)
            outputs.Add(await Bash.RunAsync(block, Environment(silo)));

        Assert.Equal(6, blocks.Count);
        Assert.Contains("## Rules of engagement", outputs[0], StringComparison.Ordinal);
        Assert.Contains("\"by\":\"external\"", outputs[1], StringComparison.Ordinal);
        Assert.Contains("\"decisionId\":\"1-", outputs[2], StringComparison.Ordinal);
        foreach (var state in new[] { "approved", "permitted", "executed" })
            Assert.Contains($"\"state\":\"{state}\"", outputs[3], StringComparison.Ordinal);
        Assert.Contains("\"name\":\"check_action\"", outputs[4], StringComparison.Ordinal);
        Assert.Equal(1, JsonDocument.Parse(outputs[5]).RootElement.GetProperty("accepted").GetInt32());
    }

    [KcatFact]
    public async Task Commands_with_kcat_reach_the_twin_and_its_feed()
    {
        using var folder = new TemporaryFolder();
        await using var silo = await RunningSilo.StartAsync(folder.Path);
        await silo.SampledAsync();
        var blocks = Readme.Blocks("bash run kcat").ToList();
        Assert.Equal(3, blocks.Count);

        foreach (var block in blocks.Take(2))
            await Bash.RunAsync(block, Environment(silo));
        await Bash.RunAsync("printf 'default/acct-0001|{oops' | kcat -P -b $KAFKA -t signals.support -K '|'", Environment(silo));

        using var client = silo.Client();
        await Until.TrueAsync(async () => (await client.GetStringAsync("/metrics")).Contains("accounttwins_dead_letters_total{", StringComparison.Ordinal), limit: Patience);
        await Until.TrueAsync(async () => (await client.GetStringAsync("/v1/accounts/acct-0001/timeline")).Contains("\"source\":\"/readme\"", StringComparison.Ordinal), limit: Patience);
        var letters = await Bash.RunAsync(blocks[2], Environment(silo));
        Assert.StartsWith("key default/acct-0001 value {oops\n", letters, StringComparison.Ordinal);
        foreach (var header in new[] { "__dlq.errors.topic=signals.support", "__dlq.errors.group=account-twins", "stage=decode", "reason=bad_json" })
            Assert.Contains(header, letters, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Environment(RunningSilo silo) =>
        new() { ["KEY"] = silo.Key, ["API"] = silo.Address, ["KAFKA"] = silo.Kafka };
}
