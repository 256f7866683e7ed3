namespace AccountTwins.LoadTest.Running;

/// <summary>The embedded Kafka endpoint as a process of its own, so that it outlives silos that are killed.</summary>
public sealed class BrokerProcess : IDisposable
{
    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(30);

    private readonly ChildProcess _process;

    private BrokerProcess(ChildProcess process, string bootstrapServers) => (_process, BootstrapServers) = (process, bootstrapServers);

    public string BootstrapServers { get; }

    public static async Task<BrokerProcess> StartAsync(TopicPlan topics, string folder)
    {
        var process = ChildProcess.Start("AccountTwins.LoadTest.dll", ["broker", "--topics", topics.AsText()], Path.Combine(folder, "broker.log"));
        try
        {
            return new BrokerProcess(process, await process.FirstLine.WaitAsync(StartWithin));
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    public void Dispose() => _process.Dispose();
}
