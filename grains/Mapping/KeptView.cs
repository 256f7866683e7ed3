using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Health;
using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Grains.Mapping;

/// <summary>
/// One account's view, made once for a revision of the twin, a standing of its feeds, the settings and entries that its latitude follows from, and the account's minute: silence and due days change it with
/// time alone, and a minute is far below what any rule notices. Never older than the twin's newest fact. Ages and the moment are fresh at each read.
/// </summary>
public sealed class KeptView(KeptViews room)
{
    private AccountView? _view;
    private Key _key;

    /// <summary>Where it stands among all kept views; theirs to set.</summary>
    internal int Place { get; set; }

    /// <param name="source">From what value and latitude follow; null: they are not shown.</param>
    /// <param name="parked">Why nothing comes in; null: it does.</param>
    /// <param name="incidents">Those that concern the account; null: not known.</param>
    public AccountView Of(
        AccountTwin twin, FeedStates feeds, DateTimeOffset now, IStandingSource? source = null, AccountParkedView? parked = null, AccountIncidentView[]? incidents = null) =>
        // All that moves in one copy: a view has 23 parts, and copies are most of what an answer leaves to collect.
        Still(twin, feeds, now, source) with { AsOf = now, Feeds = FeedViewsOf.Twin(twin, feeds), Parked = parked, Incidents = incidents };

    /// <summary>Frees a view of an older revision: a twin that signals change holds none between reads.</summary>
    public void Release(long revision)
    {
        if (_key.Revision != revision)
            Release();
    }

    /// <summary>Frees the view; from any thread.</summary>
    internal void Release() => Volatile.Write(ref _view, null);

    /// <summary>What does not move within a minute: the view that is kept, or one made anew.</summary>
    private AccountView Still(AccountTwin twin, FeedStates feeds, DateTimeOffset now, IStandingSource? source)
    {
        var standing = source?.Standing() ?? default;
        var minute = AccountMinute.Of(twin.Key, now);
        var key = new Key(twin.Revision, feeds.Standing, minute, standing);
        var view = Volatile.Read(ref _view);
        if (view is not null && key == _key)
            return view;
        if (AccountMinute.JudgedAsOf(twin, minute, now) is not { } at)
            return AccountViewOf.Twin(twin, feeds, now, source?.Basis(standing, now));
        if (view is null)
            room.Admit(this);
        var made = AccountViewOf.Twin(twin, feeds, at, source?.Basis(standing, at)) with
        {
            Feeds = [],
            Written = view?.Written ?? new WrittenRoom(),
        };
        view = view is null ? made : SameParts.Of(made, view);
        // Only now: had making it failed, the view of before would stand under the new key.
        _key = key;
        Volatile.Write(ref _view, view);
        return view;
    }

    private readonly record struct Key(long Revision, int Standing, DateTimeOffset Minute, StandingKey Settings);
}
