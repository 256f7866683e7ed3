using AccountTwins.Domain.Value;
using AccountTwins.Domain.Value.Renewals;
using AccountTwins.Domain.Value.Survival;
using AccountTwins.Silo.Storage;

namespace AccountTwins.Silo.Value;

/// <summary>
/// Survival models by the renewals and the assumptions they follow from, each fitted once and away from those who ask: one fit at a time, at
/// most so many kept. Safe from any thread.
/// </summary>
internal sealed partial class SurvivalFits(IRenewalStore texts, TimeProvider clock, ILogger<SurvivalFits> logger)
{
    private const int FitsMax = 128;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _one = new(1);
    private readonly Dictionary<(string Tenant, string Renewals, ValueAssumptions Assumptions), Fit> _fits = [];

    /// <summary>The fit, once there is one; asking begins it.</summary>
    public SurvivalModels? Find(string tenant, string renewals, ValueAssumptions assumptions) =>
        FitAsync(tenant, renewals, assumptions) is { IsCompletedSuccessfully: true } fit ? fit.Result : null;

    /// <summary>The fit; untrusted where the history is not the one of that name, null where it cannot be had. Never fails.</summary>
    public Task<SurvivalModels?> FitAsync(string tenant, string renewals, ValueAssumptions assumptions)
    {
        var key = (tenant, renewals, assumptions);
        lock (_gate)
        {
            if (_fits.TryGetValue(key, out var known) && !(known.Models is { IsCompleted: true, Result: null or { IsTrusted: false } } && clock.GetElapsedTime(known.Asked) > RetryAfter))
                return known.Models;
            if (_fits.Count >= FitsMax)
                _fits.Clear();
            var fit = new Fit(Task.Run(() => MakeAsync(tenant, renewals, assumptions)), clock.GetTimestamp());
            _fits[key] = fit;
            return fit.Models;
        }
    }

    private async Task<SurvivalModels?> MakeAsync(string tenant, string renewals, ValueAssumptions assumptions)
    {
        await _one.WaitAsync();
        try
        {
            if (await texts.ReadAsync(tenant, renewals, CancellationToken.None) is not { } text)
            {
                LogMissing(tenant, renewals);
            }
            else if (RenewalText.HashOf(text) is var hash && hash != renewals)
            {
                LogAltered(tenant, renewals, hash);
                return SurvivalModels.Untrusted(assumptions);
            }
            else
            {
                return SurvivalModels.Fit(RenewalText.Read(text), assumptions);
            }
        }
        catch (Exception exception)
        {
            LogNotFitted(exception, tenant, renewals);
        }
        finally
        {
            _one.Release();
        }

        return null;
    }

    private sealed record Fit(Task<SurvivalModels?> Models, long Asked);

    [LoggerMessage(3643, LogLevel.Error, "The renewals {Hash} of tenant {Tenant} are missing; survival stays as it was.")]
    private partial void LogMissing(string tenant, string hash);

    [LoggerMessage(3645, LogLevel.Error, "The renewals {Hash} of tenant {Tenant} were altered in the store: their text has the hash {Found}. Values are unknown, which counts as the highest, until the text is back or a new history is gathered; tried again in a minute.")]
    private partial void LogAltered(string tenant, string hash, string found);

    [LoggerMessage(3644, LogLevel.Warning, "Survival could not be fitted to the renewals {Hash} of tenant {Tenant}; it stays as it was, and is tried again in a minute.")]
    private partial void LogNotFitted(Exception exception, string tenant, string hash);
}
