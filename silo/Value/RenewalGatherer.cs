using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Accounts.Codec;
using AccountTwins.Domain.Packing;
using AccountTwins.Domain.Value.Renewals;
using AccountTwins.Grains.Incidents;
using AccountTwins.Silo.Storage;
using AccountTwins.Silo.Sweeping;
using Microsoft.Extensions.Options;

namespace AccountTwins.Silo.Value;

/// <summary>
/// Goes through all stored twins and makes each tenant's renewal history anew: a table rebuilt whole from what twins say has every renewal
/// exactly once, whatever was counted before. One silo does it; two at once come to the same.
/// </summary>
internal sealed partial class RenewalGatherer(
    ITwinWalk twins,
    IRenewalStore texts,
    IRenewalsInForce inForce,
    ISightings sightings,
    ISweepShards shards,
    IOptions<ValueOptions> options,
    TimeProvider clock,
    ILogger<RenewalGatherer> logger) : BackgroundService
{
    private readonly ValueOptions options = options.Value;

    /// <summary>One pass over all twins. A tenant whose history is other than the one in force, by enough, gets a new one.</summary>
    internal async Task<GatheringPass> PassAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (accounts, unreadable, taken) = (0L, 0, 0);
        AccountKey? last = null;
        var tally = new RenewalTally();
        for (var isMore = true; isMore;)
        {
            var page = await twins.PageAsync(last, options.PageSize, cancellationToken);
            isMore = page.Count == options.PageSize;
            foreach (var stored in page)
            {
                if (last is { } before && before.Tenant != stored.Key.Tenant)
                {
                    taken += await FinishAsync(before.Tenant, tally, now, cancellationToken);
                    tally = new RenewalTally();
                }

                last = stored.Key;
                accounts++;
                unreadable += Look(stored, tally, now) ? 0 : 1;
            }
        }

        if (last is { } end)
            taken += await FinishAsync(end.Tenant, tally, now, cancellationToken);
        if (unreadable > 0)
            LogUnreadable(unreadable);
        return new GatheringPass(accounts, unreadable, taken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var rest = options.EveryMin;
        while (true)
        {
            try
            {
                await Task.Delay(rest, clock, stoppingToken);
                var started = clock.GetTimestamp();
                if (shards.Current.Index == 0)
                    await PassAsync(stoppingToken);
                var wanted = clock.GetElapsedTime(started) * options.RestFactor;
                rest = wanted < options.EveryMin ? options.EveryMin : wanted > options.EveryMax ? options.EveryMax : wanted;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogFailed(exception);
            }
        }
    }

    /// <summary>False: the twin cannot be read by this release; its own grain says so too.</summary>
    private bool Look(StoredState stored, RenewalTally tally, DateTimeOffset now)
    {
        try
        {
            var twin = AccountTwinCodec.Unpack(stored.Key, stored.State);
            tally.Add(RenewalsOf.Twin(twin, now));
            // What was told and lost on its way to the watch is told again here.
            sightings.Look(twin);
            return true;
        }
        catch (PackedFormatException)
        {
            return false;
        }
    }

    private async Task<int> FinishAsync(string tenant, RenewalTally tally, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var history = tally.History();
        var (atRisk, losses) = (history.Cohorts.Values.Sum(table => table.AtRisk), history.Cohorts.Values.Sum(table => table.Losses));
        var text = RenewalText.Write(history);
        var hash = RenewalText.HashOf(text);
        var known = await inForce.ReadAsync(tenant);
        if (known is null ? atRisk == 0 : !known.GivesWayTo(hash, atRisk, losses, now))
            return 0;
        await texts.SaveAsync(tenant, hash, text, now, cancellationToken);
        await inForce.SetAsync(tenant, hash, atRisk, losses, history.Cohorts.Count);
        LogTaken(tenant, atRisk, losses, history.Cohorts.Count, hash);
        return 1;
    }

    [LoggerMessage(3640, LogLevel.Information, "The survival of tenant {Tenant} now rests on {AtRisk} renewals with {Losses} losses in {Cohorts} cohorts (history {Hash}).")]
    private partial void LogTaken(string tenant, long atRisk, long losses, int cohorts, string hash);

    [LoggerMessage(3641, LogLevel.Warning, "Renewals could not be gathered; what is in force stays, and the next pass starts again.")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(3642, LogLevel.Warning, "{Twins} stored twins could not be read; their renewals are left out.")]
    private partial void LogUnreadable(int twins);
}

/// <summary>What one pass saw. <paramref name="Taken"/>: tenants that got a new history.</summary>
internal sealed record GatheringPass(long Accounts, int Unreadable, int Taken);
