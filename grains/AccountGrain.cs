using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.Decisions;
using AccountTwins.Grains.Feeds;
using AccountTwins.Grains.Incidents;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Mapping;
using AccountTwins.Grains.State;
using Microsoft.Extensions.Logging;

namespace AccountTwins.Grains;

/// <summary>The twin of one account as a grain: a shell around its session, which keeps it in memory while it is dirty and lets it go.</summary>
public sealed partial class AccountGrain(
    ITwinStore store,
    RetiredStreams retired,
    IFeedBoard feeds,
    TwinMetrics metrics,
    KeptViews views,
    AwakeTwins awake,
    DecisionParts parts,
    ISightings sightings,
    TimeProvider clock,
    ILogger<AccountGrain> logger) : Grain, IAccountGrain
{
    /// <summary>How long a twin that is not durable is kept from idle collection; a checkpoint comes long before.</summary>
    private static readonly TimeSpan DirtyKeptFor = TimeSpan.FromMinutes(30);

    private KeptView? _view;
    private KeptIncidents? _incidents;
    private ParkMark? _parked;
    private TwinSession _session = null!;
    private bool _isKept;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _session = new TwinSession(AccountKey.Parse(this.GetPrimaryKeyString()), store, retired.IsRetired, awake, logger);
        metrics.Activated();
        await _session.ReadyAsync();
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        metrics.Deactivated();
        if (_session.IsDirty && await _session.PersistAsync() is var standing and not TwinStanding.Ready)
            LogLeftDirty(_session.Key, standing, _session.Revision);
    }

    public async Task<ApplyAnswer> Apply(SignalBatch batch)
    {
        var before = _session.Current;
        var answer = await _session.ApplyAsync(batch);
        Tell(before);
        Keep(answer.Standing);
        Heard(before);
        return answer;
    }

    public async Task<AcceptAnswer> Accept(SignalBundle bundle)
    {
        var before = _session.Current;
        var answer = await _session.AcceptAsync(bundle);
        Tell(before);
        Keep(answer.Standing);
        Heard(before);
        return answer;
    }

    public async Task<CheckpointAnswer> Checkpoint(int stream, long offset)
    {
        var answer = await _session.CheckpointAsync(stream, offset);
        Keep(answer.Standing);
        return answer;
    }

    public async Task<CheckpointAnswer> Recheck(int stream)
    {
        var answer = await _session.RecheckAsync(stream);
        Keep(answer.Standing);
        return answer;
    }

    public async Task<AdvanceAnswer> Advance()
    {
        var answer = await _session.AdvanceAsync(clock.GetUtcNow());
        sightings.Look(_session.Current);
        Keep(answer.Standing);
        if (answer.Standing == TwinStanding.Ready)
            await VisitAsync();
        return answer;
    }

    public async Task<AccountReading> Read()
    {
        var standing = await _session.KnownAsync();
        Keep(standing);
        if (standing == TwinStanding.Ready)
            await Decisions.KnowAsync();
        return new AccountReading
        {
            Standing = standing,
            View = standing == TwinStanding.Ready ? View() : null,
        };
    }

    public async Task<TimelineReading> ReadTimeline()
    {
        var standing = await _session.KnownAsync();
        Keep(standing);
        return new TimelineReading
        {
            Standing = standing,
            View = standing == TwinStanding.Ready ? TimelineViewOf.Twin(_session.Current) : null,
        };
    }

    public async Task Park(string code, TimeSpan holdsFor)
    {
        (_parked ??= new ParkMark(clock)).Set(code, holdsFor);
        await _session.LookAsideAsync(CancellationToken.None);
        // What stands in the store needs no word beside it, which would outlast its end.
        if (_session.Aside is not null)
            _parked = null;
    }

    private AccountParkedView? Parked => _session.Aside is { } mark ? ParkedViewOf.Mark(mark) : _parked?.Present;

    private AccountView View()
    {
        _view ??= new KeptView(views);
        return _view.Of(_session.Current, feeds.For(_session.Key.Tenant), clock.GetUtcNow(), Decisions, Parked, Incidents());
    }

    /// <summary>Those that concern the account; null while the tenant's settings are not known here.</summary>
    private AccountIncidentView[]? Incidents() => parts.Policies.For(_session.Key.Tenant) switch
    {
        null => null,
        { Incidents.Count: 0 } => [],
        var policy => (_incidents ??= new KeptIncidents()).Of(policy.Incidents, _session.Current, clock.GetUtcNow()),
    };

    /// <summary>Only what tickets and integrations tell can be severe; a twin without a change of them has nothing new to say.</summary>
    private void Tell(AccountTwin before)
    {
        if (!before.Tickets.IsSame(_session.Current.Tickets) || !before.Integrations.IsSame(_session.Current.Integrations))
            sightings.Look(_session.Current);
    }

    /// <summary>
    /// A dirty twin is not collected; one that was superseded, that nobody ever named, or whose row is of a newer release leaves at once: the next call may
    /// find a silo that can read it.
    /// </summary>
    private void Keep(TwinStanding standing)
    {
        if (standing is TwinStanding.Superseded or TwinStanding.Unknown or TwinStanding.Newer)
            DeactivateOnIdle();
        _view?.Release(_session.Revision);
        if (_session.IsDirty == _isKept)
            return;
        _isKept = _session.IsDirty;
        DelayDeactivation(_isKept ? DirtyKeptFor : TimeSpan.Zero);
    }

    [LoggerMessage(2000, LogLevel.Warning, "Twin {Account} leaves memory with revision {Revision} not durable ({Standing}); its pump will send again what is missing.")]
    private partial void LogLeftDirty(AccountKey account, TwinStanding standing, long revision);
}
