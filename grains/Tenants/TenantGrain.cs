using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using AccountTwins.Domain.Changes;
using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Learning;
using AccountTwins.Domain.Tenants;
using AccountTwins.Grains.Decisions;
using AccountTwins.Grains.Incidents;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Learning;
using AccountTwins.Grains.State;
using Microsoft.Extensions.Logging;
using Latitude = AccountTwins.Domain.Latitudes.Latitude;

namespace AccountTwins.Grains.Tenants;

/// <summary>A tenant's settings on their chain: decides by <see cref="TenantSettings"/>, answers after the entry is durable.</summary>
public sealed partial class TenantGrain(ILedgerStore store, LearningMetrics metrics, IncidentMetrics incidents, TimeProvider clock, ILogger<TenantGrain> logger) : Grain, ITenantGrain
{
    private readonly TenantTally _tally = new(clock);
    private ChainState<TenantSettings>? _chain;

    private ChainState<TenantSettings> Chain => _chain ??= new ChainState<TenantSettings>(
        LedgerSubject.OfTenant(this.GetPrimaryKeyString()), store, TenantSettings.Empty, (settings, kind, at, body) => settings.With(TenantEntry.Read(kind, body), at));

    public async Task<TenantAnswer> Exchange(TenantReport report)
    {
        try
        {
            var settings = await Chain.VerifiedAsync(CancellationToken.None);
            _tally.Add(report, settings);
            if (settings.SamplingKey == 0)
                await ChangeAsync(new TenantEntry.Created(NewKey()));
            if (_tally.IsDue)
                await ChangeAsync(_tally.Take());
            return Answer(report.KnownVersion);
        }
        catch (StoreUnavailableException)
        {
            return new TenantAnswer { Standing = TwinStanding.StoreUnavailable };
        }
        catch (JsonException exception)
        {
            LogUnreadable(exception, this.GetPrimaryKeyString());
            return new TenantAnswer { Standing = TwinStanding.Unreadable };
        }
    }

    public Task<TenantReply> ApplyPlaybook(string hash, string version, string by) => ChangeAsync(new TenantEntry.PlaybookApplied(hash, version, by));

    public Task<TenantReply> ThrowSwitch(string? segment, string? action, string by, string reason) => ChangeAsync(new TenantEntry.SwitchThrown(segment, action, by, reason));

    public Task<TenantReply> TakeBackSwitch(string name, string by, string reason) => ChangeAsync((settings, now) => settings.TakingBack(name, by, reason, now));

    public Task<TenantReply> OpenBreaker(string release, string cause) => ChangeAsync(new TenantEntry.BreakerOpened(release, cause));

    public Task<TenantReply> ResetBreaker(string release, string by, string reason) => ChangeAsync(new TenantEntry.BreakerReset(release, by, reason));

    public Task<TenantReply> DeclareIncident(string name, string by, string reason) =>
        ChangeAsync(new TenantEntry.IncidentDeclared(name, by, reason), () => incidents.Opened(by));

    public Task<TenantReply> EndIncident(string name, string by) => ChangeAsync(new TenantEntry.IncidentEnded(name, by), () => incidents.Ended(by));

    public async Task<TenantReply> SetScenario(ScenarioWord word)
    {
        LatitudeChange? happened;
        try
        {
            happened = word.Happened is { } bytes ? LedgerJson.Read<LatitudeChange>(bytes) : null;
        }
        catch (JsonException exception)
        {
            LogUnreadable(exception, this.GetPrimaryKeyString());
            return new TenantReply { Standing = TwinStanding.Unreadable };
        }

        var isNew = false;
        var reply = await ChangeAsync(
            new TenantEntry.ScenarioSet(word.Scenario, word.Release, (Latitude?)word.AtMost, word.Cause, word.Change, word.AuditProbability, happened), () => isNew = true);
        if (isNew && happened is not null)
        {
            var (kind, cause) = (LatitudeChangeKinds.Of(happened), LatitudeCauses.CodeOf(happened.Cause));
            metrics.Changed(kind, cause);
            LogLatitude(reply.Version, this.GetPrimaryKeyString(), word.Scenario, word.Release, kind, happened.From, happened.To, cause);
        }

        return reply;
    }

    public Task<TenantReply> OpenIncident(IncidentWord word) => ChangeAsync(
        new TenantEntry.IncidentDeclared(
            word.Name, word.By, word.Reason, word.Topic,
            word.Proof is { } proof ? new IncidentEvidence(proof.Accounts, proof.Usual, proof.WindowMinutes, [.. proof.First]) : null),
        () => incidents.Opened(word.By));

    public Task<TenantReply> CloseIncident(string name, string by, string? reason) =>
        ChangeAsync(new TenantEntry.IncidentEnded(name, by, reason), () => incidents.Ended(by));

    public Task<TenantReply> SetRenewals(string hash, long atRisk, long losses, int cohorts) =>
        ChangeAsync(new TenantEntry.RenewalsGathered(hash, atRisk, losses, cohorts));

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (!_tally.IsEmpty)
            await ChangeAsync(_tally.Take());
    }

    private Task<TenantReply> ChangeAsync(TenantEntry entry, Action? appended = null) => ChangeAsync((_, _) => entry, appended);

    /// <param name="wish">What to append, if it changes anything.</param>
    /// <param name="appended">Told when it did, and is durable.</param>
    private async Task<TenantReply> ChangeAsync(Func<TenantSettings, DateTimeOffset, TenantEntry> wish, Action? appended = null)
    {
        string? refusal = null;
        var isChange = false;
        try
        {
            var end = await Chain.ChangeAsync(
                settings =>
                {
                    var now = clock.GetUtcNow();
                    var entry = wish(settings, now);
                    refusal = settings.Refusal(entry);
                    var next = refusal is null ? settings.With(entry, now) : settings;
                    isChange = !ReferenceEquals(next, settings);
                    return isChange ? new(TenantEntry.KindOf(entry), now, 0, TenantEntry.Write(entry), next) { Announced = Announcing(entry) } : null;
                },
                CancellationToken.None);
            if (isChange && end == AppendEnd.Appended)
                appended?.Invoke();
            return new TenantReply { Standing = StandingOf(end), Refusal = refusal, Version = Chain.Number };
        }
        catch (StoreUnavailableException)
        {
            return new TenantReply { Standing = TwinStanding.StoreUnavailable };
        }
        catch (JsonException exception)
        {
            LogUnreadable(exception, this.GetPrimaryKeyString());
            return new TenantReply { Standing = TwinStanding.Unreadable };
        }
    }

    /// <summary>Under the time of what happened, so that the same entry never has two names.</summary>
    private Func<LedgerEntry, ChangeRow>? Announcing(TenantEntry entry) => entry is TenantEntry.ScenarioSet { Happened: { } happened } set
        ? made => ChangeForm.Of(this.GetPrimaryKeyString(), new AccountChange.LatitudeMoved(made.Number, set.Scenario, set.Release, happened))
        : null;

    private TenantAnswer Answer(long known)
    {
        if (Chain.State.SamplingKey == 0)
            return new TenantAnswer { Standing = TwinStanding.StoreUnavailable };
        var version = Chain.Number;
        return new TenantAnswer { Standing = TwinStanding.Ready, Version = version, Settings = version == known ? null : LedgerJson.Write(Chain.State) };
    }

    private static TwinStanding StandingOf(AppendEnd end) => end switch
    {
        AppendEnd.Appended => TwinStanding.Ready,
        AppendEnd.Conflict => TwinStanding.Superseded,
        AppendEnd.Refused => TwinStanding.Refused,
        _ => TwinStanding.StoreUnavailable,
    };

    /// <summary>Not guessable, so that no agent can work out which of its decisions are looked at; never 0.</summary>
    private static ulong NewKey()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        RandomNumberGenerator.Fill(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes) | 1;
    }

    [LoggerMessage(2100, LogLevel.Error, "The settings of tenant {Tenant} cannot be read by this release: its agents act only with approval.")]
    private partial void LogUnreadable(Exception exception, string tenant);

    /// <summary>The number is where it stands in the tenant's chain, and its id in the list of changes.</summary>
    [LoggerMessage(2101, LogLevel.Information, "Latitude change {Number} of tenant {Tenant}: scenario {Scenario} of release {Release} {Kind}, {From} to {To}, because of {Cause}.")]
    private partial void LogLatitude(long number, string tenant, string scenario, string release, string kind, Latitude from, Latitude to, string cause);
}
