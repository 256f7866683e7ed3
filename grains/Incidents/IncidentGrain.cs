using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Incidents;
using AccountTwins.Domain.Tenants;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Policies;
using AccountTwins.Grains.State;
using Microsoft.Extensions.Logging;

namespace AccountTwins.Grains.Incidents;

/// <summary>
/// A tenant's <see cref="IncidentWatch"/>: stored before a report is answered, so that a restart forgets nothing that was taken. What it finds
/// becomes an entry of the tenant's chain, by the playbook in force; finding it again changes nothing there.
/// </summary>
public sealed partial class IncidentGrain(
    [PersistentState("incidents", "rare")] IPersistentState<IncidentRecord> stored, IPolicyBoard policies, TimeProvider clock, ILogger<IncidentGrain> logger) : Grain, IIncidentGrain
{
    private IncidentWatch? _watch;

    public async Task<TwinStanding> Report(SightingReport report)
    {
        var now = clock.GetUtcNow();
        var known = _watch ??= stored.State.Watch();
        var next = known.At(now);
        foreach (var note in report.Sightings.Take(SightingReport.SightingsMax))
            next = next.With(new Sighting(note.Topic, note.Account, note.At), now);
        if (!ReferenceEquals(next, known) && !await WriteAsync(next))
            return TwinStanding.StoreUnavailable;
        return await LookAsync(now);
    }

    private async Task<bool> WriteAsync(IncidentWatch next)
    {
        try
        {
            stored.State = IncidentRecord.Of(next);
            await stored.WriteStateAsync();
            _watch = next;
            return true;
        }
        catch (Exception exception)
        {
            // Written or not, the row says so: the next activation reads it, and who reported tells it again.
            LogNotWritten(exception, this.GetPrimaryKeyString());
            DeactivateOnIdle();
            return false;
        }
    }

    /// <summary>The board may be a moment behind, so what it lets one find is looked for again in the settings themselves.</summary>
    private async Task<TwinStanding> LookAsync(DateTimeOffset now)
    {
        var tenant = this.GetPrimaryKeyString();
        if (await policies.EnsureAsync(tenant, CancellationToken.None) is not { } policy)
            return TwinStanding.StoreUnavailable;
        var rules = policy.Playbook.Incidents;
        if (_watch!.Look(rules, TenantSettings.Empty with { Incidents = policy.Incidents, EndedIncidents = policy.EndedIncidents }, now).Count == 0)
            return TwinStanding.Ready;
        var settings = GrainFactory.GetGrain<ITenantGrain>(tenant);
        var answer = await settings.Exchange(new TenantReport { Silo = "", KnownVersion = 0 });
        if (answer is not { Standing: TwinStanding.Ready, Settings: { } bytes })
            return answer.Standing;
        foreach (var entry in _watch.Look(rules, LedgerJson.Read<TenantSettings>(bytes), now))
        {
            var reply = entry switch
            {
                TenantEntry.IncidentDeclared opened => await settings.OpenIncident(WordOf(opened)),
                TenantEntry.IncidentEnded ended => await settings.CloseIncident(ended.Name, ended.By, ended.Reason),
                _ => throw new InvalidOperationException($"A watch does not make {entry.GetType().Name}."),
            };
            if (reply.Standing != TwinStanding.Ready)
                return reply.Standing;
            if (reply.Refusal is { } refusal)
                LogRefused(tenant, TenantEntry.KindOf(entry), refusal);
            else
                LogFound(tenant, TenantEntry.KindOf(entry), entry is TenantEntry.IncidentDeclared one ? $"{one.Name}: {one.Reason}" : ((TenantEntry.IncidentEnded)entry).Name);
        }

        return TwinStanding.Ready;
    }

    private static IncidentWord WordOf(TenantEntry.IncidentDeclared opened) => new()
    {
        Name = opened.Name,
        By = opened.By,
        Reason = opened.Reason,
        Topic = opened.Topic,
        Proof = opened.Evidence is { } evidence
            ? new IncidentProof { Accounts = evidence.Accounts, Usual = evidence.Usual, WindowMinutes = evidence.WindowMinutes, First = [.. evidence.First] }
            : null,
    };

    [LoggerMessage(2150, LogLevel.Warning, "{Kind} for tenant {Tenant}: {What}.")]
    private partial void LogFound(string tenant, string kind, string what);

    [LoggerMessage(2151, LogLevel.Warning, "The incident watch of tenant {Tenant} could not be stored; what was reported is told again.")]
    private partial void LogNotWritten(Exception exception, string tenant);

    [LoggerMessage(2152, LogLevel.Warning, "{Kind} was refused for tenant {Tenant}: {Refusal}.")]
    private partial void LogRefused(string tenant, string kind, string refusal);
}
