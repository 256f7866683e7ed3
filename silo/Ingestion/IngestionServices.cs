using AccountTwins.Grains;
using AccountTwins.Grains.Feeds;
using AccountTwins.Grains.Mapping;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Api.Health;
using AccountTwins.Silo.Feeds;
using AccountTwins.Silo.Incidents;
using AccountTwins.Silo.Ingestion.Kafka;
using AccountTwins.Silo.Observability;
using AccountTwins.Silo.Storage;
using Microsoft.Extensions.Options;

namespace AccountTwins.Silo.Ingestion;

/// <summary>Puts ingestion together. Call it after UseOrleans, so that pumps drain while the twins still answer.</summary>
public static class IngestionServices
{
    public static IServiceCollection AddIngestion(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<PumpOptions>().Bind(configuration.GetSection(PumpOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<KafkaOptions>().Bind(configuration.GetSection(KafkaOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<TwinMetrics>();
        services.AddOptions<TwinOptions>().Bind(configuration.GetSection(TwinOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(new KeptViews());
        services.AddSingleton(provider => new AwakeTwins(provider.GetRequiredService<IOptions<TwinOptions>>().Value.AwakeMax));
        services.AddSightings();
        services.AddSingleton<RetiredStreams>();
        services.AddSingleton<ITopicMap, KafkaTopics>();
        services.AddSingleton<IngestionAlarms>();
        services.AddSingleton<KafkaEndpoint>();
        services.AddSingleton<PumpFactorySource>();
        services.AddSingleton<IngestionService>();
        services.AddSingleton<IDeadLetterBox, KafkaDeadLetterBox>();
        services.AddSingleton<ILogPositions, KafkaLogPositions>();
        services.AddSingleton<IReadinessPart, KafkaPart>();
        services.AddHostedService(provider => provider.GetRequiredService<IngestionService>());
        return services;
    }
}

/// <summary>Makes the pumps' factory once the log's name is known.</summary>
internal sealed class PumpFactorySource(
    IStreamStore streams,
    IAsideStore aside,
    IGrainFactory grains,
    IFeedBoard feeds,
    IngestionAlarms alarms,
    Changes.OutboxGate gate,
    IngestionMetrics metrics,
    KafkaEndpoint endpoint,
    IOptions<KafkaOptions> kafka,
    IOptions<PumpOptions> pumps,
    TimeProvider clock,
    ILoggerFactory loggers) : IDisposable
{
    private readonly Lazy<KafkaDeadLetters> _letters = new(() => new KafkaDeadLetters(kafka.Value, endpoint.BootstrapServers));

    public IPumpFactory For(string logId)
    {
        var accounts = new GrainCalls(grains);
        var positions = new StreamPositions(streams);
        var tools = new PumpTools(clock, loggers.CreateLogger<PartitionPump>(), metrics);
        return new PumpFactory(logId, streams, pumps.Value, tools, alarms, (topic, control) => new PumpPorts(
            accounts, positions, _letters.Value, aside, new CloudEventReader(topic, kafka.Value, feeds, clock), control, alarms) { Gate = gate });
    }

    public void Dispose()
    {
        if (_letters.IsValueCreated)
            _letters.Value.Dispose();
    }
}
