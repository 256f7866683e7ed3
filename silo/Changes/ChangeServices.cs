using AccountTwins.Silo.Changes.Streams;
using AccountTwins.Silo.Changes.Topic;
using AccountTwins.Silo.Changes.Webhooks;
using AccountTwins.Silo.Ingestion.Kafka;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AccountTwins.Silo.Changes;

/// <summary>Puts together what happens to changes once they are durable. Needs the stores.</summary>
public static class ChangeServices
{
    public static IServiceCollection AddChanges(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ChangeOptions>().Bind(configuration.GetSection(ChangeOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddChangeStreams();
        services.AddHostedService<ChangePlacer>();
        services.AddHostedService(Publisher);
        services.AddOptions<WebhookOptions>().Bind(configuration.GetSection(WebhookOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddHostedService<WebhookSender>();
        return services;
    }

    /// <summary>What the HTTP interface needs: streams, the gate that signals wait at, and what posts to webhooks.</summary>
    public static IServiceCollection AddChangeStreams(this IServiceCollection services)
    {
        services.AddOptions<ChangeOptions>();
        services.AddOptions<WebhookOptions>();
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ChangeMetrics>();
        services.TryAddSingleton<ChangeTip>();
        services.TryAddSingleton<OutboxGate>();
        services.TryAddSingleton<ChangeFeeds>();
        services.TryAddSingleton<ChangeStreams>();
        services.TryAddSingleton<WebhookPoster>();
        return services;
    }

    private static TopicPublisher Publisher(IServiceProvider provider)
    {
        var (options, endpoint) = (provider.GetRequiredService<IOptions<ChangeOptions>>(), provider.GetRequiredService<KafkaEndpoint>());
        var kafka = provider.GetRequiredService<IOptions<KafkaOptions>>().Value;

        // A silo that starts again under its name is another holder: what its last life still sends must not pass for its own.
        return ActivatorUtilities.CreateInstance<TopicPublisher>(
            provider,
            () => (IChangeTopic)new KafkaChangeTopic(options.Value.Topic, kafka, endpoint.BootstrapServers),
            $"{endpoint.SiloName}:{Guid.NewGuid():N}");
    }
}
