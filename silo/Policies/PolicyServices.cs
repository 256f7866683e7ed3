using AccountTwins.Grains.Decisions;
using AccountTwins.Grains.Incidents;
using AccountTwins.Grains.Learning;
using AccountTwins.Grains.Policies;
using AccountTwins.Silo.Learning;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AccountTwins.Silo.Policies;

/// <summary>Puts settings, budgets and learning together. Needs Orleans and the stores.</summary>
public static class PolicyServices
{
    /// <summary>
    /// <see cref="IPolicyBoard"/>, <see cref="IPlaybookTexts"/>, <see cref="PolicyCommands"/>, <see cref="ILearningNudge"/>, <see cref="ILessons"/> and what keeps them fresh. Call it after
    /// UseOrleans, so that it stops before the silo does.
    /// </summary>
    public static IServiceCollection AddPolicies(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<PolicyOptions>().Bind(configuration.GetSection(PolicyOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IPlaybookReader, YamlPlaybooks>();
        services.AddSingleton<PlaybookTexts>();
        services.AddSingleton<IPlaybookTexts>(provider => provider.GetRequiredService<PlaybookTexts>());
        services.AddSingleton<ITenantExchange, GrainTenantExchange>();
        services.AddSingleton<PolicyBoard>();
        services.AddSingleton<IPolicyBoard>(provider => provider.GetRequiredService<PolicyBoard>());
        services.AddSingleton<DecisionParts>();
        services.AddSingleton<PolicyCommands>();
        services.AddMetrics();
        services.AddSingleton<PolicyMetrics>();
        services.AddSingleton<LearningMetrics>();
        services.AddSingleton<IncidentMetrics>();
        services.AddSingleton<LearningFeeder>();
        services.AddSingleton<LessonBoard>();
        services.AddSingleton<ILessons>(provider => provider.GetRequiredService<LessonBoard>());
        services.AddSingleton<ILearningNudge>(provider => provider.GetRequiredService<LearningFeeder>());
        services.AddHostedService<PolicyPoller>();
        services.AddHostedService<LessonPoller>();
        services.AddHostedService(provider => provider.GetRequiredService<LearningFeeder>());
        return services;
    }
}
