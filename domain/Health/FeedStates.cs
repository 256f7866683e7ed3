using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Health;

/// <summary>How a feed stands. Numbers are stored and never get looser upwards: live, late, dead, never connected.</summary>
public enum FeedState : byte
{
    Unspecified = 0,

    /// <summary>Heard of within its usual time; a quiet account is really quiet.</summary>
    Live = 1,

    /// <summary>Slower than usual; what it said still counts.</summary>
    Late = 2,

    /// <summary>Nothing is heard; what an account's silence means is unknown.</summary>
    Dead = 3,

    /// <summary>The tenant does not send this family.</summary>
    NeverConnected = 4,
}

/// <summary>How each family's feed stands for a tenant, and how old its last word is. Immutable.</summary>
public sealed class FeedStates : IEquatable<FeedStates>
{
    /// <summary>Families have the numbers 1 to this.</summary>
    public const int FamilyMax = (int)Family.Outcome;

    public static readonly FeedStates AllLive = new([.. Enumerable.Repeat(new FeedStatus(FeedState.Live, TimeSpan.Zero), FamilyMax + 1)]);

    /// <summary>One for each set of families an account may have been heard of by; made once, because every evaluation asks.</summary>
    private static readonly FeedStates?[] Seen = new FeedStates?[1 << (FamilyMax + 1)];

    private readonly FeedStatus[] _feeds;

    private FeedStates(FeedStatus[] feeds)
    {
        _feeds = feeds;
        foreach (var feed in feeds)
            Standing = (Standing << 3) | (int)feed.State;
    }

    /// <summary>The states alone, without the ages, as one number: all that an assessment asks of feeds.</summary>
    public int Standing { get; }

    /// <summary>An unlisted family was never connected.</summary>
    public FeedStatus this[Family family] => _feeds[(int)family];

    /// <summary>The states as given; families that are not named were never connected.</summary>
    public static FeedStates Of(params ReadOnlySpan<(Family Family, FeedStatus Status)> feeds)
    {
        var all = Unconnected();
        foreach (var (family, status) in feeds)
            all[(int)family] = status;
        return new FeedStates(all);
    }

    /// <summary>As the twin itself can tell: a family that ever spoke is live, the others were never connected. Same for every replay.</summary>
    public static FeedStates FromTwin(AccountTwin twin)
    {
        var mask = 0;
        foreach (var record in twin.Provenance.Families)
            mask |= 1 << (int)record.Family;
        return Seen[mask] ??= FromMask(mask);
    }

    private static FeedStates FromMask(int mask)
    {
        var all = Unconnected();
        for (var family = 0; family < all.Length; family++)
        {
            if ((mask & (1 << family)) != 0)
                all[family] = new FeedStatus(FeedState.Live, TimeSpan.Zero);
        }

        return new FeedStates(all);
    }

    private static FeedStatus[] Unconnected() => [.. Enumerable.Repeat(new FeedStatus(FeedState.NeverConnected, null), FamilyMax + 1)];

    public bool Equals(FeedStates? other) => other is not null && _feeds.AsSpan().SequenceEqual(other._feeds);

    public override bool Equals(object? obj) => Equals(obj as FeedStates);

    public override int GetHashCode() => HashCode.Combine(_feeds[1], _feeds[2], _feeds[3], _feeds[4], _feeds[5], _feeds[6], _feeds[7]);
}

/// <summary>How one feed stands; the age is of its last signal or heartbeat over all accounts, null when there never was one.</summary>
public readonly record struct FeedStatus(FeedState State, TimeSpan? Age)
{
    /// <summary>Its silence can be believed.</summary>
    public bool IsFresh => State is FeedState.Live or FeedState.Late;

    public bool IsConnected => State is FeedState.Live or FeedState.Late or FeedState.Dead;
}
