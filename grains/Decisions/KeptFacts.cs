using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Health;

namespace AccountTwins.Grains.Decisions;

/// <summary>
/// What a verdict takes from the twin, found again only when the twin, the standing of its feeds or its stake has changed, or the account's minute ended: the same
/// moment that readers of the account are shown, and a minute is far below what any rule notices. Ages and the book are fresh in each verdict.
/// </summary>
internal sealed class KeptFacts
{
    private (long Revision, int Standing, DateTimeOffset Minute, Stake? Stake) _of;
    private AccountFacts? _facts;

    public AccountFacts Of(AccountTwin twin, FeedStates feeds, Stake stake, DateTimeOffset now)
    {
        var minute = AccountMinute.Of(twin.Key, now);
        var of = (twin.Revision, feeds.Standing, minute, stake);
        if (_facts is { } kept && of == _of)
            return kept;
        if (AccountMinute.JudgedAsOf(twin, minute, now) is not { } at)
            return Find(twin, feeds, stake, now);
        (_of, _facts) = (of, Find(twin, feeds, stake, at));
        return _facts;
    }

    private static AccountFacts Find(AccountTwin twin, FeedStates feeds, Stake stake, DateTimeOffset at) =>
        FactsOf.Within(twin, HealthRules.Assess(twin, feeds, at), stake, at);
}
