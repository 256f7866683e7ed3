using System.IO.Pipes;

using AccountTwins.Silo.Hosting;

using Confluent.Kafka;

namespace AccountTwins.Tests.Silo.Embedded;

public sealed class EmbeddedKafkaHostTests
{
    [Fact]
    public async Task The_host_serves_until_its_input_ends()
    {
        var portFile = Path.Combine(Path.GetTempPath(), $"broker-{Guid.NewGuid():N}");
        using var parent = new AnonymousPipeServerStream(PipeDirection.Out);
        using var input = new AnonymousPipeClientStream(PipeDirection.In, parent.ClientSafePipeHandle);
        var output = new FirstLine();
        try
        {
            var host = EmbeddedKafkaHost.RunAsync(EmbeddedKafkaHost.ParseTopics("signals.usage=4"), portFile, input, output, CancellationToken.None);
            var address = await output.Text.WaitAsync(TimeSpan.FromSeconds(20));

            Assert.Equal(address, await File.ReadAllTextAsync(portFile));
            using (var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = address }).Build())
                Assert.Equal(4, Assert.Single(admin.GetMetadata(TimeSpan.FromSeconds(20)).Topics).Partitions.Count);
            Assert.False(host.IsCompleted);

            parent.Dispose();
            await host.WaitAsync(TimeSpan.FromSeconds(20));
        }
        finally
        {
            File.Delete(portFile);
        }
    }

    [Theory]
    [InlineData("a=0")]
    [InlineData("a=x")]
    [InlineData("=3")]
    [InlineData("a")]
    [InlineData("a=1,a=2")]
    public void A_malformed_topic_list_is_refused(string text)
    {
        Assert.Throws<FormatException>(() => EmbeddedKafkaHost.ParseTopics(text));
    }

    private sealed class FirstLine : StringWriter
    {
        private readonly TaskCompletionSource<string> line = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> Text => line.Task;

        public override Task WriteLineAsync(string? value)
        {
            line.TrySetResult(value!);
            return Task.CompletedTask;
        }
    }
}
