using AccountTwins.Silo.Sample;

namespace AccountTwins.Silo.Hosting.Welcome;

public static class WelcomeServices
{
    public static IServiceCollection AddWelcome(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SampleOptions>().Bind(configuration.GetSection(SampleOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<KnownFeeds>();
        services.AddSingleton<SampleRun>();
        services.AddSingleton<RiskTable>();
        services.AddSingleton<FirstKeys>();
        services.AddHostedService<WelcomeService>();
        return services;
    }
}
