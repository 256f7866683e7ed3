using AccountTwins.Grains.Incidents;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AccountTwins.Silo.Incidents;

/// <summary>Puts the way from the twins to the incident watch together. Needs Orleans.</summary>
public static class IncidentServices
{
    /// <summary>Where twins tell it; what every silo with twins needs.</summary>
    public static IServiceCollection AddSightings(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SightingQueue>();
        services.TryAddSingleton<ISightings>(provider => provider.GetRequiredService<SightingQueue>());
        return services;
    }

    public static IServiceCollection AddIncidents(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSightings();
        services.AddOptions<IncidentOptions>().Bind(configuration.GetSection(IncidentOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<SightingReporter>();
        services.AddHostedService(provider => provider.GetRequiredService<SightingReporter>());
        return services;
    }
}
