using AccountTwins.Silo.Sweeping;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AccountTwins.Silo.Value;

/// <summary>Puts the gathering of renewals and the fits to them together. Needs the stores and Orleans.</summary>
public static class ValueServices
{
    public static IServiceCollection AddValue(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ValueOptions>().Bind(configuration.GetSection(ValueOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ISweepShards, WholeSweep>();
        services.AddSingleton<SurvivalFits>();
        services.AddSingleton<IRenewalsInForce, GrainRenewals>();
        services.AddSingleton<RenewalGatherer>();
        services.TryAddSingleton<IValueModels, BoardValueModels>();
        services.AddHostedService(provider => provider.GetRequiredService<RenewalGatherer>());
        return services;
    }
}
