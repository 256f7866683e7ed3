using AccountTwins.Grains.Feeds;
using AccountTwins.Silo.Sweeping;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AccountTwins.Silo.Feeds;

/// <summary>Puts the feeds together. Needs Orleans, a grain store named <c>rare</c> and an <see cref="ITopicMap"/>.</summary>
public static class FeedServices
{
    /// <summary>
    /// <see cref="IFeedBoard"/> and the <see cref="FeedBoard"/> behind it, its exchange with the cluster, and the sweep's shares by who reports.
    /// Call it after UseOrleans, so that the exchange stops before the silo does.
    /// </summary>
    public static IServiceCollection AddFeeds(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<FeedOptions>().Bind(configuration.GetSection(FeedOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<FeedGrainOptions>().Bind(configuration.GetSection(FeedOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddSingleton<FeedBoard>();
        services.AddSingleton<IFeedBoard>(provider => provider.GetRequiredService<FeedBoard>());
        services.AddSingleton<FeedMetrics>();
        services.AddSingleton<IFeedExchange, GrainFeedExchange>();
        services.Replace(ServiceDescriptor.Singleton<ISweepShards, RosterShards>());
        services.AddHostedService<FeedReporter>();
        return services;
    }
}
