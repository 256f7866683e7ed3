using System.Text.Json;
using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Tenants;
using AccountTwins.Grains.Decisions;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.State;
using Microsoft.Extensions.Logging;

namespace AccountTwins.Grains.Tenants;

/// <summary>
/// One release's hour. A grain of its own, not part of the tenant's: leases are far more frequent than settings, and releases do not contend.
/// </summary>
public sealed partial class ReleaseBudgetGrain(ILedgerStore store, TimeProvider clock, ILogger<ReleaseBudgetGrain> logger) : Grain, IReleaseBudgetGrain
{
    private ChainState<ReleaseBudget>? _chain;

    public async Task<SliceAnswer> LeaseSlice(SliceRequest request)
    {
        var (tenant, release) = Key();
        _chain ??= new ChainState<ReleaseBudget>(
            LedgerSubject.OfRelease(tenant, release), store, ReleaseBudget.Empty, (budget, kind, _, body) => budget.With(ReleaseBudget.Read(kind, body)));
        var need = new BudgetNeed(request.Action, request.CentsLimit, request.CountLimit, request.Cents, request.Count, request.WishCents, request.WishCount);
        BudgetLease? lease = null;
        try
        {
            var end = await _chain.ChangeAsync(
                budget =>
                {
                    var now = clock.GetUtcNow();
                    lease = budget.Lease(need, HourOf(now));
                    // The key makes two leases of the same moment two entries: after a lost answer each activation must know its own.
                    return lease is null ? null : new(ReleaseBudget.LeasedKind, now, (ulong)Random.Shared.NextInt64(1, long.MaxValue), LedgerJson.Write(lease), budget.With(lease));
                },
                CancellationToken.None);
            if (end != AppendEnd.Appended)
                return new SliceAnswer { Standing = TwinStanding.StoreUnavailable };
        }
        catch (Exception exception) when (exception is StoreUnavailableException or JsonException)
        {
            LogFailed(exception, tenant, release);
            return new SliceAnswer { Standing = exception is JsonException ? TwinStanding.Unreadable : TwinStanding.StoreUnavailable };
        }

        return lease is null ? await OverLimitAsync(tenant, release, need) : Leased(lease);
    }

    private async Task<SliceAnswer> OverLimitAsync(string tenant, string release, BudgetNeed need)
    {
        if (!need.IsBeyondLimit)
            await GrainFactory.GetGrain<ITenantGrain>(tenant).OpenBreaker(release, $"release_budget:{need.Action}");
        return new SliceAnswer { Standing = TwinStanding.Ready };
    }

    private SliceAnswer Leased(BudgetLease lease)
    {
        var left = new DateTimeOffset((lease.Hour + 1) * TimeSpan.TicksPerHour, TimeSpan.Zero) - clock.GetUtcNow();
        return new SliceAnswer
        {
            Standing = TwinStanding.Ready,
            IsLeased = true,
            Cents = lease.Cents,
            Count = lease.Count,
            Hour = lease.Hour,
            ValidFor = left > TimeSpan.FromHours(1) ? TimeSpan.FromHours(1) : left < TimeSpan.Zero ? TimeSpan.Zero : left,
        };
    }

    /// <summary>Releases may hold a '/', tenants may not.</summary>
    private (string Tenant, string Release) Key()
    {
        var key = this.GetPrimaryKeyString();
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return (key[..slash], key[(slash + 1)..]);
    }

    private static long HourOf(DateTimeOffset now) => now.UtcTicks / TimeSpan.TicksPerHour;

    [LoggerMessage(2110, LogLevel.Warning, "No slice can be leased to release {Release} of tenant {Tenant}: what it wants to do waits for people.")]
    private partial void LogFailed(Exception exception, string tenant, string release);
}
