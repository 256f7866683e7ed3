using AccountTwins.Silo.Hosting;
using Confluent.Kafka;
using Endpoint = AccountTwins.Silo.Hosting.EmbeddedKafka;

namespace AccountTwins.Tests.Silo.Embedded;

public sealed class EmbeddedKafkaCommandsTests
{
    [Fact]
    public void Each_command_is_answered_when_it_has_taken_effect()
    {
        using var kafka = Endpoint.Start(new Dictionary<string, int> { ["signals.usage"] = 1 });
        foreach (var line in (string[])["delay 20", "delay 0", "fail Fetch NotLeaderForPartition,RequestTimedOut", "clear Fetch", "down", "up"])
            Assert.Equal($"done: {line}", EmbeddedKafkaCommands.Run(kafka.Faults, line));

        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.BootstrapServers }).Build();
        Assert.Single(admin.GetMetadata(TimeSpan.FromSeconds(20)).Brokers);
    }

    [Theory]
    [InlineData("")]
    [InlineData("explode")]
    [InlineData("delay")]
    [InlineData("delay -5")]
    [InlineData("fail Fetch")]
    [InlineData("fail Everything RequestTimedOut")]
    [InlineData("fail Fetch Boredom")]
    public void What_is_no_command_is_refused(string line)
    {
        using var kafka = Endpoint.Start(new Dictionary<string, int> { ["signals.usage"] = 1 });

        Assert.Equal($"refused: {line}", EmbeddedKafkaCommands.Run(kafka.Faults, line));
    }
}
