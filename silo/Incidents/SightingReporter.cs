using System.ComponentModel.DataAnnotations;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using Microsoft.Extensions.Options;

namespace AccountTwins.Silo.Incidents;

/// <summary>Brings what twins told to each tenant's watch: at least once, which counts once. Off every signal's way.</summary>
internal sealed partial class SightingReporter(
    SightingQueue queue, IGrainFactory grains, IOptions<IncidentOptions> options, TimeProvider clock, ILogger<SightingReporter> logger) : BackgroundService
{
    private long _looked = clock.GetTimestamp();
    private bool _isFailing;

    /// <summary>One round: every tenant with something to tell, and now and then all of them, so that quiet incidents end. How many reports were taken.</summary>
    internal async Task<int> RoundAsync(CancellationToken cancellationToken)
    {
        var isLook = clock.GetElapsedTime(_looked) >= options.Value.LookEvery;
        if (isLook)
            _looked = clock.GetTimestamp();
        var taken = 0;
        Exception? failure = null;
        foreach (var tenant in queue.Tenants)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var report = queue.Take(tenant);
            if (report is null && !isLook)
                continue;
            try
            {
                var standing = await grains.GetGrain<IIncidentGrain>(tenant).Report(report ?? new SightingReport { Sightings = [] });
                if (standing != TwinStanding.Ready)
                    throw new InvalidOperationException($"The incident watch answered {standing}.");
                taken += report?.Sightings.Length ?? 0;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                failure ??= exception;
                if (report is not null)
                    queue.Return(tenant, report);
            }
        }

        if (failure is not null && !_isFailing)
            LogFailing(failure);
        _isFailing = failure is not null;
        return taken;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.ReportEvery, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await RoundAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops; what was not brought is told again by the pass over all twins.
        }
    }

    [LoggerMessage(3650, LogLevel.Warning, "What twins told of severe trouble could not be brought to a watch; it is kept and tried again.")]
    private partial void LogFailing(Exception exception);
}

/// <summary>How severe trouble gets from the twins to the watch. Section <c>Incidents</c>.</summary>
public sealed class IncidentOptions
{
    public const string Section = "Incidents";

    /// <summary>Time between two rounds. Default 1 s: an incident is a matter of minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.020", "00:05:00")]
    public TimeSpan ReportEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Time after which a watch looks again without a report. Default 1 min: so long may a quiet incident outlive its hours.</summary>
    [Range(typeof(TimeSpan), "00:00:00.020", "01:00:00")]
    public TimeSpan LookEvery { get; set; } = TimeSpan.FromMinutes(1);
}
