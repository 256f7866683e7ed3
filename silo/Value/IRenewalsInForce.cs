using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Tenants;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.State;

namespace AccountTwins.Silo.Value;

/// <summary>Which renewals a tenant's survival rests on, on its chain. Throws <see cref="StoreUnavailableException"/>.</summary>
internal interface IRenewalsInForce
{
    /// <summary>Null: none yet.</summary>
    Task<GatheredRenewals?> ReadAsync(string tenant);

    Task SetAsync(string tenant, string hash, long atRisk, long losses, int cohorts);
}

/// <summary>Over the tenants' grains.</summary>
internal sealed class GrainRenewals(IGrainFactory grains) : IRenewalsInForce
{
    public async Task<GatheredRenewals?> ReadAsync(string tenant)
    {
        var answer = await grains.GetGrain<ITenantGrain>(tenant).Exchange(new TenantReport { Silo = "", KnownVersion = 0 });
        return answer.Standing != TwinStanding.Ready ? throw new StoreUnavailableException($"The settings of tenant {tenant} cannot be read ({answer.Standing}).")
            : answer.Settings is { } settings ? LedgerJson.Read<TenantSettings>(settings).Renewals : null;
    }

    public async Task SetAsync(string tenant, string hash, long atRisk, long losses, int cohorts)
    {
        var reply = await grains.GetGrain<ITenantGrain>(tenant).SetRenewals(hash, atRisk, losses, cohorts);
        if (reply.Standing != TwinStanding.Ready || reply.Refusal is not null)
            throw new StoreUnavailableException($"The renewals of tenant {tenant} were not taken up ({reply.Refusal ?? reply.Standing.ToString()}).");
    }
}
