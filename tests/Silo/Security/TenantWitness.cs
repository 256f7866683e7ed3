using System.Collections.Concurrent;
using System.Reflection;
using AccountTwins.Domain.Accounts;
using AccountTwins.Silo.Api;
using AccountTwins.Silo.Security;
using AccountTwins.Silo.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace AccountTwins.Tests.Silo.Security;

/// <summary>
/// Stands before every service of the host that is told a tenant, and notes which: what is never asked about another tenant can neither show its data
/// nor take longer because of it.
/// </summary>
internal sealed class TenantWitness
{
    /// <summary>Service, method and tenant of every call.</summary>
    public ConcurrentQueue<(string Call, string Tenant)> Seen { get; } = new();

    /// <summary>Wraps every singleton that is registered as an interface with a member that takes a tenant.</summary>
    public void Watch(IServiceCollection services)
    {
        foreach (var descriptor in services.Where(IsTold).ToArray())
        {
            services.Remove(descriptor);
            services.AddSingleton(descriptor.ServiceType, provider => Proxy.Around(descriptor.ServiceType, Original(descriptor, provider), this));
        }
    }

    private static bool IsTold(ServiceDescriptor descriptor) =>
        descriptor is { IsKeyedService: false, Lifetime: ServiceLifetime.Singleton, ServiceType: { IsInterface: true, IsGenericType: false } type }
        && type.Namespace?.StartsWith("AccountTwins.", StringComparison.Ordinal) == true
        && type.GetMethods().Any(method => method.GetParameters().Any(parameter => parameter.Name == "tenant" || TenantOf(parameter.ParameterType) is not null))
        && !type.GetMethods().Any(method => method.GetParameters().Any(parameter => parameter.ParameterType.IsByRefLike));

    private static object Original(ServiceDescriptor descriptor, IServiceProvider provider) =>
        descriptor.ImplementationInstance ?? descriptor.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(provider, descriptor.ImplementationType!);

    private static PropertyInfo? TenantOf(Type type) =>
        type.Namespace?.StartsWith("AccountTwins.", StringComparison.Ordinal) == true ? type.GetProperty("Tenant", typeof(string)) : null;

    internal class Proxy : DispatchProxy
    {
        private object _inner = null!;
        private TenantWitness _witness = null!;

        public static object Around(Type type, object inner, TenantWitness witness)
        {
            var proxy = (Proxy)Create(type, typeof(Proxy));
            (proxy._inner, proxy._witness) = (inner, witness);
            return proxy;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            foreach (var (parameter, value) in targetMethod!.GetParameters().Zip(args ?? []))
            {
                var tenant = parameter.Name == "tenant" ? value as string : value is null ? null : TenantOf(value.GetType())?.GetValue(value) as string;
                if (tenant is not null)
                    _witness.Seen.Enqueue(($"{targetMethod.DeclaringType!.Name}.{targetMethod.Name}", tenant));
            }

            return targetMethod.Invoke(_inner, BindingFlags.DoNotWrapExceptions, null, args, null);
        }
    }
}
