using AccountTwins.LoadTest.Running;
using Confluent.Kafka;

namespace AccountTwins.LoadTest.Chaos;

/// <summary>
/// Another member of the silo's consumer group. It takes its share of the partitions, reads nothing that counts, commits nothing, and
/// leaves: the silo must drain what it gives away and go on where it was.
/// </summary>
internal sealed class RivalMember : IDisposable
{
    /// <summary>The silo's default.</summary>
    private const string Group = "account-twins";

    private static readonly TimeSpan PollFor = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _leaving = new();
    private readonly TaskCompletionSource _owns = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _polling;

    public RivalMember(string bootstrapServers, TopicPlan topics) =>
        _polling = Task.Factory.StartNew(() => Poll(bootstrapServers, topics.Names), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Completes with the first partitions it is given.</summary>
    public Task Owns => _owns.Task;

    /// <summary>Leaves the group and waits until it has.</summary>
    public async Task LeaveAsync()
    {
        await _leaving.CancelAsync();
        await _polling;
    }

    public void Dispose()
    {
        _leaving.Cancel();
        _polling.Wait(TimeSpan.FromSeconds(10));
        _leaving.Dispose();
    }

    private void Poll(string bootstrapServers, IEnumerable<string> topics)
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(GroupTimes.ForMember(bootstrapServers, Group))
            .SetLogHandler((_, _) => { })
            .SetPartitionsAssignedHandler((_, partitions) =>
            {
                if (partitions.Count > 0)
                    _owns.TrySetResult();
            })
            .Build();
        consumer.Subscribe(topics);
        while (!_leaving.IsCancellationRequested)
        {
            try
            {
                consumer.Consume(PollFor);
            }
            catch (ConsumeException exception) when (!exception.Error.IsFatal)
            {
                // What it reads does not matter; it is here for the partitions.
            }
        }

        consumer.Close();
    }
}
