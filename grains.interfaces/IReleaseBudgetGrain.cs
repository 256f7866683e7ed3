using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Grains.Interfaces;

/// <summary>What one agent release may do in an hour over a whole tenant; key <c>tenant/release</c>. Leases it to silos in slices.</summary>
[Alias("accounttwins.IReleaseBudgetGrain")]
public interface IReleaseBudgetGrain : IGrainWithStringKey
{
    /// <summary>A slice that covers the need, durable before it is answered; an attempt over the limit opens the release's breaker.</summary>
    [Alias("LeaseSlice")]
    Task<SliceAnswer> LeaseSlice(SliceRequest request);
}
