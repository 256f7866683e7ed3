using System.Text.Json;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Policies;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Policies;
using Microsoft.Extensions.Options;

namespace AccountTwins.Silo.Learning;

/// <summary>
/// Brings decided reviews to their scenarios, every second and when nudged: at least once, and a scenario counts each once by its id. Ends
/// what nobody decided in time.
/// </summary>
internal sealed partial class LearningFeeder(
    IReviewStore reviews,
    ILedgerStore ledger,
    IPolicyBoard policies,
    IGrainFactory grains,
    IOptions<PolicyOptions> options,
    PolicyMetrics metrics,
    TimeProvider clock,
    ILogger<LearningFeeder> logger) : BackgroundService, ILearningNudge
{
    private const int BatchMax = 200;

    private readonly SemaphoreSlim _nudged = new(0, 1);
    private bool _isFailing;

    public void Nudge()
    {
        try
        {
            _nudged.Release();
        }
        catch (SemaphoreFullException)
        {
            // Nudged already and not yet awake.
        }
    }

    /// <summary>One look: how many reviews were taken in. Throws nothing but a cancellation.</summary>
    internal async Task<int> FeedAsync(CancellationToken cancellationToken)
    {
        var fed = 0;
        try
        {
            await reviews.ExpireAsync(clock.GetUtcNow(), BatchMax, cancellationToken);
            Exception? failure = null;
            foreach (var item in await reviews.DoneNotFedAsync(BatchMax, cancellationToken))
            {
                try
                {
                    if (await FeedAsync(item, cancellationToken))
                        fed++;
                }
                catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
                {
                    // One that fails must not hold up the others; it stays for the next look.
                    failure ??= exception;
                }
            }

            Ended(failure);
        }
        catch (StoreUnavailableException exception)
        {
            Ended(exception);
        }

        metrics.Took(fed);
        return fed;
    }

    private void Ended(Exception? failure)
    {
        if (failure is not null && !_isFailing)
            LogFailing(failure, failure.Message);
        if (failure is null && _isFailing)
            LogRecovered();
        _isFailing = failure is not null;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await FeedAsync(stoppingToken);
                using var wake = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                var timer = Task.Delay(options.Value.LearnEvery, clock, wake.Token);
                var nudge = _nudged.WaitAsync(wake.Token);
                await Task.WhenAny(timer, nudge);
                await wake.CancelAsync();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task<bool> FeedAsync(ReviewItem item, CancellationToken cancellationToken)
    {
        try
        {
            if (await policies.EnsureAsync(item.Tenant, cancellationToken) is not { } policy)
                return false;
            var lesson = await ReviewLesson.ReadAsync(ledger, item, policy.SamplingKey, policy.Playbook.Learning, cancellationToken);
            if (lesson is null)
            {
                LogUnknown(item.Tenant, item.Id);
            }
            else
            {
                if (!await ObserveAsync(item, lesson) || !await PairAsync(item, lesson, policy, cancellationToken) || !await ProposeAsync(item, lesson))
                    return false;
                if (lesson.IsCounted)
                    policies.Learned(item.Tenant, 1, 0);
            }

            return await reviews.MarkFedAsync(item, cancellationToken) && lesson is not null;
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            LogUnreadable(exception, item.Tenant, item.Id);
            await reviews.MarkFedAsync(item, cancellationToken);
            return false;
        }
    }

    private async Task<bool> ObserveAsync(ReviewItem item, ReviewLesson lesson)
    {
        foreach (var scenario in lesson.Scenarios)
        {
            if (!IsTaken(await Scenario(item, scenario).ObserveReview(lesson.For(scenario)), item))
                return false;
        }

        return true;
    }

    /// <summary>Whichever of two blind reviews is fed last finds the other one there.</summary>
    private async Task<bool> PairAsync(ReviewItem item, ReviewLesson lesson, TenantPolicy policy, CancellationToken cancellationToken)
    {
        const string second = ":2";
        if (item.Kind is not (ReviewKind.Audit or ReviewKind.SecondAudit))
            return true;
        var (id, other) = item.Kind == ReviewKind.Audit ? (item.Id, item.Id + second) : (item.Id[..^second.Length], item.Id[..^second.Length]);
        if (await reviews.ReadAsync(item.Tenant, other, cancellationToken) is not { State: ReviewState.Done } twin
            || await ReviewLesson.ReadAsync(ledger, twin, policy.SamplingKey, policy.Playbook.Learning, cancellationToken) is not { } twice)
        {
            return true;
        }

        var isFirst = item.Kind == ReviewKind.Audit;
        foreach (var scenario in lesson.Scenarios)
        {
            var (own, others) = (lesson.For(scenario).Judgement, twice.For(scenario).Judgement);
            var pair = new PairObserved { Id = id, Release = item.AgentRelease, First = isFirst ? own : others, Second = isFirst ? others : own };
            if (!IsTaken(await Scenario(item, scenario).ObservePair(pair), item))
                return false;
        }

        return true;
    }

    private async Task<bool> ProposeAsync(ReviewItem item, ReviewLesson lesson)
    {
        foreach (var proposal in lesson.Proposals)
        {
            var reply = await grains.GetGrain<ILessonGrain>(item.Tenant).Propose(proposal);
            if (reply.Standing is TwinStanding.StoreUnavailable or TwinStanding.Superseded)
                return false;

            // A lesson that can never be taken must not keep what was learned from counting as taken.
            if (reply.Refusal is { } refusal)
                LogRefused(item.Tenant, item.Id, refusal);
            else if (reply.Standing != TwinStanding.Ready)
                LogRefused(item.Tenant, item.Id, reply.Standing.ToString());
        }

        return true;
    }

    private bool IsTaken(ScenarioReply reply, ReviewItem item)
    {
        if (reply is { Standing: TwinStanding.Ready, Refusal: { } refusal })
            LogRefused(item.Tenant, item.Id, refusal);
        return reply.Standing == TwinStanding.Ready;
    }

    private IScenarioGrain Scenario(ReviewItem item, string scenario) => grains.GetGrain<IScenarioGrain>($"{item.Tenant}/{scenario}");

    [LoggerMessage(3620, LogLevel.Warning, "Reviews wait to be learned from: {Reason}.")]
    private partial void LogFailing(Exception exception, string reason);

    [LoggerMessage(3621, LogLevel.Information, "Reviews are learned from again.")]
    private partial void LogRecovered();

    [LoggerMessage(3622, LogLevel.Error, "Review {Item} of tenant {Tenant} names entries that are not there: nothing is learned from it.")]
    private partial void LogUnknown(string tenant, string item);

    [LoggerMessage(3623, LogLevel.Error, "Review {Item} of tenant {Tenant} cannot be read by this release: nothing is learned from it.")]
    private partial void LogUnreadable(Exception exception, string tenant, string item);

    [LoggerMessage(3624, LogLevel.Error, "A scenario refuses review {Item} of tenant {Tenant}: {Code}.")]
    private partial void LogRefused(string tenant, string item, string code);
}
