using AccountTwins.Silo.Hosting;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace AccountTwins.LoadTest.Running;

/// <summary>The embedded Kafka endpoint as a process of its own, so that it outlives silos that are killed. It can be told to misbehave.</summary>
public sealed class BrokerProcess : IDisposable
{
    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(30);

    private readonly ChildProcess _process;
    private readonly CommandAnswers _answers;

    private BrokerProcess(ChildProcess process, CommandAnswers answers, string bootstrapServers) =>
        (_process, _answers, BootstrapServers) = (process, answers, bootstrapServers);

    public string BootstrapServers { get; }

    public static async Task<BrokerProcess> StartAsync(TopicPlan topics, string folder)
    {
        var answers = new CommandAnswers();
        var process = ChildProcess.Start("AccountTwins.LoadTest.dll", ["broker", "--topics", topics.AsText()], Path.Combine(folder, "broker.log"), answers.Note);
        try
        {
            return new BrokerProcess(process, answers, await process.FirstLine.WaitAsync(StartWithin));
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    /// <summary>Closes its connections and refuses new ones.</summary>
    public Task TakeDownAsync() => TellAsync("down");

    public Task BringUpAsync() => TellAsync("up");

    /// <summary>Every answer takes this long; zero ends it.</summary>
    public Task DelayAsync(TimeSpan roundTrip) => TellAsync(FormattableString.Invariant($"delay {roundTrip.TotalMilliseconds:0}"));

    /// <summary>The next requests of a kind fail, one with each error.</summary>
    public Task FailNextAsync(KafkaApi api, IEnumerable<ErrorCode> errors) => TellAsync($"fail {api} {string.Join(',', errors)}");

    /// <summary>Forgets the errors that are still to come.</summary>
    public Task ClearAsync(KafkaApi api) => TellAsync($"clear {api}");

    public void Dispose() => _process.Dispose();

    private Task TellAsync(string command) => _answers.TellAsync(_process, command);
}
