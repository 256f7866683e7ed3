using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AccountTwins.Silo.Sweeping;

/// <summary>Puts the sweeper together. Needs <see cref="Storage.ISweepStore"/> and Orleans.</summary>
public static class SweepServices
{
    public static IServiceCollection AddSweeper(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SweepOptions>().Bind(configuration.GetSection(SweepOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddSingleton<SweepMetrics>();
        services.TryAddSingleton<ISweepShards, WholeSweep>();
        services.TryAddSingleton<IAccountAdvance, GrainAdvance>();
        services.AddHostedService<Sweeper>();
        return services;
    }
}
