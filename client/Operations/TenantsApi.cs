using AccountTwins.Client.Http;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Client.Operations;

/// <summary>The deployment's tenants; takes an admin key of the tenant that runs it.</summary>
public sealed class TenantsApi
{
    private readonly ApiCaller api;

    internal TenantsApi(ApiCaller api) => this.api = api;

    /// <summary>A tenant's first admin key, whose text the answer alone holds; <c>tenant_has_admin</c> where it has one.</summary>
    public Task<ApiResult<KeyView>> AddAsync(TenantBody tenant, CancellationToken cancellationToken = default) =>
        api.PostAsync("v1/tenants", tenant, ClientJson.Default.TenantBody, ClientJson.Default.KeyView, cancellationToken);
}
