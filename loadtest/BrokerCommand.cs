using AccountTwins.Silo.Hosting;

namespace AccountTwins.LoadTest;

/// <summary><c>broker --topics signals.usage=4,… [--port-file FILE]</c>: the embedded Kafka endpoint alone, until its input ends.</summary>
internal static class BrokerCommand
{
    public static async Task<int> RunAsync(Arguments arguments)
    {
        var topics = EmbeddedKafkaHost.ParseTopics(arguments.Text("topics") ?? "");
        var portFile = arguments.Text("port-file");
        arguments.RequireAllRead();
        await using var input = Console.OpenStandardInput();
        await EmbeddedKafkaHost.RunAsync(topics, portFile, input, Console.Out, CancellationToken.None);
        return 0;
    }
}
