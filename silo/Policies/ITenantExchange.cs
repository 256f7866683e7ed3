using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using Orleans.Runtime;

namespace AccountTwins.Silo.Policies;

/// <summary>The way to the tenants' settings and the releases' budgets. May throw or hang.</summary>
internal interface ITenantExchange
{
    /// <summary>This silo's name.</summary>
    string Silo { get; }

    Task<TenantAnswer> ExchangeAsync(string tenant, TenantReport report);

    Task<SliceAnswer> LeaseAsync(string tenant, string release, SliceRequest request);
}

/// <summary>Over the grains.</summary>
internal sealed class GrainTenantExchange(IGrainFactory grains, ILocalSiloDetails silo) : ITenantExchange
{
    public string Silo => silo.Name;

    public Task<TenantAnswer> ExchangeAsync(string tenant, TenantReport report) => grains.GetGrain<ITenantGrain>(tenant).Exchange(report);

    public Task<SliceAnswer> LeaseAsync(string tenant, string release, SliceRequest request) =>
        grains.GetGrain<IReleaseBudgetGrain>($"{tenant}/{release}").LeaseSlice(request);
}
