using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.Decisions;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.State;
using Microsoft.Extensions.Logging;

namespace AccountTwins.Grains;

/// <summary>When the account looks at what became of its decisions: after signals that may say so, and with the sweeper's visit.</summary>
public sealed partial class AccountGrain
{
    /// <summary>Between two looks that only time calls for; the sweeper may come oftener.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromHours(1);

    private Task _following = Task.CompletedTask;
    private bool _isFollowedAgain;
    private bool _isFollowFailing;
    private bool _decidesNothing;
    private DateTimeOffset _lookedAt;

    /// <summary>Null: no signals came, and a resting twin is not woken to look. Who asked does not wait for it: what is not recorded now is found again with the next look.</summary>
    private void Heard(AccountTwin? before)
    {
        if (_decisions is not { } decisions || !(decisions.IsLookDue || (before is not null && decisions.IsFollowing && decisions.HasNews(before))))
            return;
        if (_following.IsCompleted)
            _following = FollowAsync();
        else
            _isFollowedAgain = true;
    }

    private async Task FollowAsync()
    {
        do
        {
            _isFollowedAgain = false;
            await FollowOnceAsync();
        }
        while (_isFollowedAgain);
    }

    /// <summary>An account that never decided anything costs one look at its chain's end for each activation.</summary>
    private async Task VisitAsync()
    {
        var now = clock.GetUtcNow();
        if ((_decisions is null && _decidesNothing) || now - _lookedAt < LookEvery)
            return;
        try
        {
            var subject = new LedgerSubject(_session.Key.Tenant, _session.Key.Account);
            if (_decisions is null && await parts.Ledger.ReadEndAsync(subject, CancellationToken.None) is null)
                _decidesNothing = true;
            else if (await FollowOnceAsync())
                _lookedAt = now;
        }
        catch (StoreUnavailableException)
        {
            // The next visit asks again.
        }
    }

    private async Task<bool> FollowOnceAsync()
    {
        try
        {
            var standing = await Decisions.FollowAsync(TellAsync, CancellationToken.None);
            if (standing != TwinStanding.Ready && !_isFollowFailing)
                LogNotFollowed(null, _session.Key, standing);
            _isFollowFailing = standing != TwinStanding.Ready;
            Keep(standing);
        }
        catch (Exception exception)
        {
            // Nobody waits who could be told. The scenarios may be away for a while; the next look goes on.
            if (!_isFollowFailing)
                LogNotFollowed(exception, _session.Key, TwinStanding.Unspecified);
            _isFollowFailing = true;
        }

        return !_isFollowFailing;
    }

    private async Task<TwinStanding> TellAsync(OutcomeWord word)
    {
        var reply = await GrainFactory.GetGrain<IScenarioGrain>($"{_session.Key.Tenant}/{word.Scenario}").ObserveOutcome(word.Id, word.Release, word.SpeaksAgainst);
        if (reply is { Standing: TwinStanding.Ready, Refusal: { } refusal })
            LogOutcomeRefused(word.Scenario, word.Id, refusal);
        return reply.Standing;
    }

    [LoggerMessage(2010, LogLevel.Warning, "What became of decisions of {Account} could not be recorded ({Standing}); the next look goes on.")]
    private partial void LogNotFollowed(Exception? exception, AccountKey account, TwinStanding standing);

    [LoggerMessage(2011, LogLevel.Error, "Scenario {Scenario} refuses the outcome of {Decision}: {Code}.")]
    private partial void LogOutcomeRefused(string scenario, string decision, string code);
}
