namespace AccountTwins.Grains.State;

/// <summary>Every review that was ever written, by time, over all accounts of a tenant.</summary>
public interface IReviewHistory
{
    /// <summary>
    /// At most <paramref name="count"/> (1 to 1,000) behind a place, ascending. What is being written meanwhile may be missing; asked for
    /// again from a time before, it is there. Throws <see cref="StoreUnavailableException"/>.
    /// </summary>
    Task<PastReview[]> ReadAsync(string tenant, ReviewPlace after, int count, CancellationToken cancellationToken);
}

/// <summary>A place in the order of reviews.</summary>
public readonly record struct ReviewPlace(DateTimeOffset At, long Seq)
{
    /// <summary>Before everything at or after a moment.</summary>
    public static ReviewPlace Before(DateTimeOffset at) => new(at, 0);
}

/// <summary>One review's entry, with the account whose chain holds it.</summary>
/// <param name="Number">In the account's chain.</param>
/// <param name="Body">As <see cref="LedgerEntry.Body"/>.</param>
public sealed record PastReview(ReviewPlace Place, string Account, long Number, byte[] Body);
