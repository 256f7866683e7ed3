using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Health;
using AccountTwins.Domain.Signals;
using AccountTwins.Grains.Interfaces.Contracts;
using DomainState = AccountTwins.Domain.Health.FeedState;
using FeedState = AccountTwins.Grains.Interfaces.Contracts.FeedState;

namespace AccountTwins.Grains.Mapping;

/// <summary>Every family, in the order of their numbers: how the tenant's feed stands, and what it last said of this account.</summary>
internal static class FeedViewsOf
{
    private static readonly Family[] Families = [.. Enum.GetValues<Family>().Where(family => family != Family.Unspecified)];

    public static AccountFeedView[] Twin(AccountTwin twin, FeedStates feeds)
    {
        var views = new AccountFeedView[Families.Length];
        for (var index = 0; index < views.Length; index++)
        {
            var family = Families[index];
            var status = feeds[family];
            var record = twin.Provenance[family];
            views[index] = new AccountFeedView
            {
                Family = WireWords<Family>.Of(family),
                State = status.State switch
                {
                    DomainState.Live => FeedState.Live,
                    DomainState.Late => FeedState.Late,
                    DomainState.Dead => FeedState.Dead,
                    DomainState.NeverConnected => FeedState.NeverConnected,
                    _ => FeedState.Unspecified,
                },
                AgeSeconds = status.Age is { } age ? Math.Max(0, (long)age.TotalSeconds) : null,
                Source = record?.Source,
                LastSignalAt = record?.LastSeen,
            };
        }

        return views;
    }
}
