using Confluent.Kafka;

namespace AccountTwins.Silo.Sample;

/// <summary>What became of the messages of one play: sent by its loop, acknowledged on the producer's thread, the first failure kept.</summary>
internal sealed class SampleDelivery
{
    private long acknowledged;
    private Error? failure;

    public long Sent { get; set; }

    public long InFlight => Sent - Interlocked.Read(ref acknowledged);

    public void OnDelivered(DeliveryReport<string, byte[]> report)
    {
        if (report.Error.IsError)
            Interlocked.CompareExchange(ref failure, report.Error, null);
        Interlocked.Increment(ref acknowledged);
    }

    public void ThrowIfFailed()
    {
        if (Volatile.Read(ref failure) is { } error)
            throw new SampleException(SampleErrors.NotDelivered, $"Kafka did not take the sample: {error.Reason}");
    }
}
