using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Silo.Api.Health;
using AccountTwins.Silo.Ingestion.Kafka;

namespace AccountTwins.Silo.Ingestion;

/// <summary>
/// Whether signals are read, from where, and how many alarms wait for an operator. Always ready: without Kafka the twins go on answering
/// and say how old they are, so a broker that is away must not take every silo out of the load balancer. Alerts go by metrics.
/// </summary>
internal sealed class KafkaPart(IngestionService ingestion, KafkaEndpoint endpoint, IngestionAlarms alarms) : IReadinessPart
{
    public ValueTask<PartState> ReadAsync(CancellationToken cancellationToken)
    {
        var reading = ingestion.IsReading ? "reading" : "not reading";
        var place = endpoint.IsEmbedded ? "inside this process" : "outside";
        var raised = alarms.Latest.Count switch { 0 => "no alarm", 1 => "1 alarm", var count => $"{count} alarms" };
        return ValueTask.FromResult(new PartState("kafka", true, $"{reading}, {place}, {raised}"));
    }
}
