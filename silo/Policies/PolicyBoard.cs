using System.Collections.Concurrent;
using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Tenants;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Policies;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Value;
using Microsoft.Extensions.Options;

namespace AccountTwins.Silo.Policies;

/// <summary>
/// The tenants whose agents ask here, each with its policy. What cannot be fetched grows stale, and stale allows nothing; nothing here waits but
/// the first fetch of a tenant and the first slice of a budget.
/// </summary>
internal sealed partial class PolicyBoard(
    ITenantExchange exchange, PlaybookTexts playbooks, SurvivalFits fits, IOptions<PolicyOptions> options, TimeProvider clock, ILogger<PolicyBoard> logger) : IPolicyBoard
{
    /// <summary>A call that takes longer is given up: its answer would be stale.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(1);

    public static readonly TimeSpan SliceWait = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan FitWait = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<string, BoardTenant> _tenants = new(StringComparer.Ordinal);
    private readonly Lock _polling = new();
    private long _refused;
    private volatile ReviewCount[] _waiting = [];

    public TenantPolicy? For(string tenant) => _tenants.TryGetValue(tenant, out var known) ? known.Policy() : null;

    public async ValueTask<TenantPolicy?> EnsureAsync(string tenant, CancellationToken cancellationToken)
    {
        if (Entry(tenant) is not { } known)
            return null;
        if (known.Policy() is { } policy)
            return policy;
        try
        {
            await PollAsync(known).WaitAsync(Deadline, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }

        return known.Policy();
    }

    /// <summary>Tenants that are followed.</summary>
    internal int Followed => _tenants.Count;

    /// <summary>Tenants whose settings are too old to allow anything by.</summary>
    internal int Stale => _tenants.Values.Count(tenant => tenant.IsStale);

    /// <summary>What waits in the review queues of all tenants, as it was counted last.</summary>
    internal int Waiting(Func<ReviewCount, int> of) => _waiting.Sum(of);

    /// <summary>Incidents that are open in the tenants that are followed.</summary>
    internal int OpenIncidents => _tenants.Values.Sum(tenant => tenant.OpenIncidents);

    /// <summary>Tenants whose renewals are not those that were stored.</summary>
    internal int AlteredRenewals => _tenants.Values.Count(tenant => tenant.AreRenewalsAltered);

    public void Decided(string tenant, string scenario, string release) => Entry(tenant)?.Decided(scenario, release);

    public void ApprovalQueued(string tenant) => Entry(tenant)?.ApprovalQueued();

    public void HandoverQueued(string tenant) => Entry(tenant)?.HandoverQueued();

    public void Learned(string tenant, int reviews, int outcomes) => Entry(tenant)?.Learned(reviews, outcomes);

    public ValueTask EnsureSlicesAsync(string tenant, string release, IReadOnlyList<SliceAsk> steps, CancellationToken cancellationToken) =>
        Entry(tenant)?.Slices.EnsureAsync(release, steps, SliceWait, cancellationToken) ?? ValueTask.CompletedTask;

    public bool TryTake(string tenant, string release, IReadOnlyList<SliceAsk> steps) => Entry(tenant)?.Slices.TryTake(release, steps) ?? false;

    public SliceStanding Look(string tenant, string release, IReadOnlyList<SliceAsk> steps) => Entry(tenant)?.Slices.Look(release, steps) ?? SliceStanding.Spent;

    /// <summary>Starts a poll of every tenant that has none under way, and forgets those that nobody asks about. Ends when these polls have.</summary>
    internal Task TickAsync()
    {
        var polls = new List<Task>();
        foreach (var (name, tenant) in _tenants)
        {
            if (tenant.UnusedFor > options.Value.ForgetAfter)
                _tenants.TryRemove(name, out _);
            else if (tenant.Poll.IsCompleted)
                polls.Add(PollAsync(tenant));
        }

        return Task.WhenAll(polls);
    }

    /// <summary>Counts what waits for people.</summary>
    internal async Task CountAsync(IReviewStore reviews, CancellationToken cancellationToken)
    {
        var tenants = _tenants.Values.ToArray();
        foreach (var tenant in tenants)
            tenant.CountBegins();
        var counts = (await reviews.CountOpenAsync(cancellationToken)).ToDictionary(count => count.Tenant, StringComparer.Ordinal);
        foreach (var tenant in tenants)
            tenant.CountEnds(counts.GetValueOrDefault(tenant.Name));
        _waiting = [.. counts.Values];
    }

    /// <summary>One poll of a tenant at a time; who comes meanwhile joins it.</summary>
    private Task PollAsync(BoardTenant tenant)
    {
        lock (_polling)
            return tenant.Poll.IsCompleted ? tenant.Poll = FetchAsync(tenant) : tenant.Poll;
    }

    private async Task FetchAsync(BoardTenant tenant)
    {
        try
        {
            // The moment of asking counts: the answer is as old as that.
            var asked = clock.GetTimestamp();
            using var deadline = new CancellationTokenSource(Deadline, clock);
            var answer = await exchange.ExchangeAsync(tenant.Name, tenant.TakeReport(exchange.Silo)).WaitAsync(Deadline, clock);
            if (answer.Standing != TwinStanding.Ready)
            {
                Failed(tenant, null, answer.Standing.ToString());
                return;
            }

            TenantPolicy? policy = null;
            if (answer.Settings is { } bytes)
            {
                var settings = LedgerJson.Read<TenantSettings>(bytes);
                if (await playbooks.ParsedAsync(tenant.Name, settings.Playbook?.Hash, deadline.Token) is not { } playbook)
                {
                    Failed(tenant, null, $"playbook {settings.Playbook?.Hash} is missing or cannot be read");
                    return;
                }

                policy = PolicyOf.Settings(settings, playbook, clock.GetUtcNow());
                tenant.RenewalsWanted = settings.Renewals?.Hash;
                // The first answer waits for the fit, so that no account starts out at the playbook's rate.
                if (tenant.RenewalsWanted is { } renewals && !tenant.IsKnown)
                    await Task.WhenAny(fits.FitAsync(tenant.Name, renewals, playbook.Playbook.Value.Assumptions), Task.Delay(FitWait, clock, deadline.Token));
            }

            tenant.Fetched(policy, answer.Version, asked);
            TakeFit(tenant);
            if (tenant.IsFailing)
                LogRecovered(tenant.Name);
            tenant.IsFailing = false;
        }
        catch (Exception exception)
        {
            Failed(tenant, exception, exception.Message);
        }
    }

    /// <summary>Survival by the renewals in force, once it is fitted; until then it stays as it was.</summary>
    private void TakeFit(BoardTenant tenant)
    {
        if (tenant.FitWanted is { } wanted && fits.Find(tenant.Name, wanted.Renewals, wanted.Assumptions) is { } models)
            tenant.Fitted(wanted.Renewals, models);
    }

    private void Failed(BoardTenant tenant, Exception? exception, string reason)
    {
        if (!tenant.IsFailing)
            LogFailing(exception, tenant.Name, reason);
        tenant.IsFailing = true;
    }

    /// <summary>Null beyond the bound: such a tenant's agents get no verdict here.</summary>
    private BoardTenant? Entry(string tenant)
    {
        if (_tenants.TryGetValue(tenant, out var known))
            return known;
        if (_tenants.Count >= options.Value.TenantsMax)
        {
            if (Interlocked.Increment(ref _refused) == 1)
                LogFull(options.Value.TenantsMax, tenant);
            return null;
        }

        return _tenants.GetOrAdd(tenant, name => new BoardTenant(name, new SliceHoard(name, exchange, clock), clock));
    }

    [LoggerMessage(3600, LogLevel.Warning, "The settings of tenant {Tenant} cannot be had ({Reason}): after a second its agents act only with approval.")]
    private partial void LogFailing(Exception? exception, string tenant, string reason);

    [LoggerMessage(3601, LogLevel.Information, "The settings of tenant {Tenant} can be had again.")]
    private partial void LogRecovered(string tenant);

    [LoggerMessage(3602, LogLevel.Error, "This silo follows {Tenants} tenants and takes no more: the agents of tenant {Tenant} and of further ones get no verdict here.")]
    private partial void LogFull(int tenants, string tenant);
}
