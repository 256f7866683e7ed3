using Microsoft.Extensions.DependencyInjection;

namespace AccountTwins.StandIns.Engine;

/// <summary>Which services are not singletons, and so need a scope per activation that asks for one.</summary>
internal sealed class ServiceLifetimes(IServiceCollection services)
{
    private readonly Lazy<HashSet<Type>> _scoped = new(() => [.. services.Where(each => each.Lifetime != ServiceLifetime.Singleton).Select(each => each.ServiceType)]);

    public bool NeedsScope(Type type) => type == typeof(IServiceProvider) || type == typeof(IServiceScopeFactory) || _scoped.Value.Contains(type)
        || (type.IsGenericType && (_scoped.Value.Contains(type.GetGenericTypeDefinition()) || type.GetGenericTypeDefinition() == typeof(IEnumerable<>)));
}
