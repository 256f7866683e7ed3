using AccountTwins.Domain.Value;
using AccountTwins.Domain.Value.Survival;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Policies;
using AccountTwins.Grains.State;

namespace AccountTwins.Silo.Policies;

/// <summary>One tenant on the board: its policy as last fetched, when that was asked for, and what happened here since. Safe from any thread.</summary>
internal sealed class BoardTenant(string name, SliceHoard slices, TimeProvider clock)
{
    private static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Scenario, string Release), long> _decisions = [];
    private volatile Held? _held;
    private long _used = clock.GetTimestamp();
    private readonly Waiting _approvals = new();
    private readonly Waiting _handovers = new();
    private int _reviews;
    private int _outcomes;

    public string Name => name;

    public SliceHoard Slices => slices;

    /// <summary>Number of the settings' entry; 0: none yet.</summary>
    public long Version { get; private set; }

    /// <summary>Hash of the renewals in force; null: none. Set before the settings that name them.</summary>
    public string? RenewalsWanted { get; set; }

    /// <summary>Settings were fetched once.</summary>
    public bool IsKnown => _held is not null;

    /// <summary>What survival is to be fitted to; null where it is.</summary>
    public (string Renewals, ValueAssumptions Assumptions)? FitWanted =>
        RenewalsWanted is { } wanted && _held is { } held && (held.Policy.Renewals != wanted || held.IsFitOld || !held.Policy.Survival.IsTrusted) ? (wanted, held.Policy.Playbook.Value.Assumptions) : null;

    /// <summary>The poll under way, or the last one.</summary>
    public Task Poll { get; set; } = Task.CompletedTask;

    public TimeSpan UnusedFor => clock.GetElapsedTime(Volatile.Read(ref _used));

    public bool IsFailing { get; set; }

    /// <summary>Looking does not count as use.</summary>
    public bool IsStale => _held is not { } held || IsStaleAt(held, clock.GetTimestamp());

    /// <summary>Looking does not count as use here either.</summary>
    public int OpenIncidents => _held?.Policy.Incidents.Count ?? 0;

    /// <summary>Values are unknown because the renewals are not those that were stored.</summary>
    public bool AreRenewalsAltered => _held?.Policy.Survival.IsTrusted == false;

    /// <summary>As it stands now; null before the first fetch.</summary>
    public TenantPolicy? Policy()
    {
        var now = clock.GetTimestamp();
        if (clock.GetElapsedTime(Volatile.Read(ref _used), now) > StaleAfter)
            Volatile.Write(ref _used, now);
        if (_held is not { } held)
            return null;
        if (IsAsItStands(held, now))
            return held.Policy;
        lock (_gate)
        {
            held = _held;
            _held = held = held with { Policy = held.Policy with { IsStale = IsStaleAt(held, now), IsReviewQueueFull = IsFull(_approvals, held.Policy), IsHandoverQueueFull = IsFull(_handovers, held.Policy) } };
            return held.Policy;
        }
    }

    /// <summary>Settings that were asked for at a moment. Null policy: they are what is known.</summary>
    public void Fetched(TenantPolicy? policy, long version, long asked)
    {
        lock (_gate)
        {
            if (policy is not null)
            {
                // Until its own fit is there, survival stays as it was: no tier moves because of a moment's wait.
                var before = RenewalsWanted is null ? null : _held;
                _held = new Held(
                    policy with
                    {
                        AuditShare = _held?.Policy.AuditShare ?? 1,
                        Survival = before?.Policy.Renewals is null ? policy.Survival : before.Policy.Survival,
                        Renewals = before?.Policy.Renewals,
                    },
                    asked,
                    before is not null && (before.IsFitOld || before.Policy.Playbook.Value.Assumptions != policy.Playbook.Value.Assumptions));
                Version = version;
            }
            else if (_held is { } held)
            {
                _held = held with { Asked = asked };
            }
        }
    }

    public void Fitted(string renewals, SurvivalModels models)
    {
        lock (_gate)
        {
            // Altered renewals are asked for again and again, and are mostly those of before.
            if (_held is { } held && (held.Policy.Survival != models || held.Policy.Renewals != renewals || held.IsFitOld))
                _held = held with { Policy = held.Policy with { Survival = models, Renewals = renewals }, IsFitOld = false };
        }
    }

    public void Decided(string scenario, string release)
    {
        lock (_gate)
        {
            if (_decisions.Count < TenantReport.CountsMax || _decisions.ContainsKey((scenario, release)))
                _decisions[(scenario, release)] = _decisions.GetValueOrDefault((scenario, release)) + 1;
        }
    }

    public void ApprovalQueued() => _approvals.Add();

    public void HandoverQueued() => _handovers.Add();

    public void Learned(int reviews, int outcomes)
    {
        lock (_gate)
            (_reviews, _outcomes) = (_reviews + reviews, _outcomes + outcomes);
    }

    /// <summary>What the settings are told; it is told once, also when no answer comes: a scenario then looks newer than it is and is audited more.</summary>
    public TenantReport TakeReport(string silo)
    {
        lock (_gate)
        {
            var report = new TenantReport
            {
                Silo = silo,
                KnownVersion = Version,
                Decisions = [.. _decisions.Select(one => new DecisionCount { Scenario = one.Key.Scenario, Release = one.Key.Release, Count = one.Value })],
                Reviews = _reviews,
                Outcomes = _outcomes,
            };
            _decisions.Clear();
            (_reviews, _outcomes) = (0, 0);
            return report;
        }
    }

    /// <summary>Begins a count of the queue: what is queued from here on is not in it.</summary>
    public void CountBegins()
    {
        _approvals.CountBegins();
        _handovers.CountBegins();
    }

    /// <summary>The queue was counted. More audits than people get through are thinned to the share that they do.</summary>
    public void CountEnds(ReviewCount count)
    {
        _approvals.CountEnds(count.Approvals);
        _handovers.CountEnds(count.Handovers);
        lock (_gate)
        {
            if (_held is not { } held)
                return;
            var most = Math.Max(1, held.Policy.Playbook.Reviews.QueueMax);
            var share = count.Audits <= most ? 1 : (double)most / count.Audits;
            if (share != held.Policy.AuditShare)
                _held = held with { Policy = held.Policy with { AuditShare = share } };
        }
    }

    private bool IsAsItStands(Held held, long now) =>
        held.Policy.IsStale == IsStaleAt(held, now)
        && held.Policy.IsReviewQueueFull == IsFull(_approvals, held.Policy)
        && held.Policy.IsHandoverQueueFull == IsFull(_handovers, held.Policy);

    private bool IsStaleAt(Held held, long now) => clock.GetElapsedTime(held.Asked, now) >= StaleAfter;

    private static bool IsFull(Waiting waiting, TenantPolicy policy) => waiting.Count >= policy.Playbook.Reviews.QueueMax;

    /// <summary>What waits in one part of the queue: as it was counted last, and what was queued here since.</summary>
    private sealed class Waiting
    {
        private int _count;
        private int _before;

        public int Count => Volatile.Read(ref _count);

        public void Add() => Interlocked.Increment(ref _count);

        public void CountBegins() => _before = Volatile.Read(ref _count);

        public void CountEnds(int counted) => Interlocked.Add(ref _count, counted - _before);
    }

    /// <summary>A policy and the moment it was asked for, swapped together: an old policy is never taken for a new one.</summary>
    /// <param name="IsFitOld">Survival was fitted under other assumptions.</param>
    private sealed record Held(TenantPolicy Policy, long Asked, bool IsFitOld = false);
}
