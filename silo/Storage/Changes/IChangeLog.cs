using AccountTwins.Domain.Changes;

namespace AccountTwins.Silo.Storage.Changes;

/// <summary>
/// What was announced, in one order: who has read up to a place has missed nothing and will miss nothing, because places are given to rows
/// that are visible already, by one writer at a time. All members throw <see cref="Grains.State.StoreUnavailableException"/> when the store is away.
/// </summary>
public interface IChangeLog
{
    /// <summary>Ends when a row that announces something was written by this process, or after a while. For one caller.</summary>
    Task AnnouncedAsync(TimeSpan atMost, CancellationToken cancellationToken);

    /// <summary>Gives new rows their places, at most <paramref name="count"/>; how many got one.</summary>
    Task<int> PlaceAsync(int count, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>How the log stands, for a reader by name or for none.</summary>
    Task<ChangeLogState> StateAsync(string? reader, CancellationToken cancellationToken);

    /// <summary>The last number given to a tenant's changes and the last one that was removed; zeros before the first.</summary>
    Task<ChangeEnds> EndsAsync(string tenant, CancellationToken cancellationToken);

    /// <summary>A tenant's changes behind a number, ascending, at most <paramref name="count"/> (1 to 1,000).</summary>
    Task<IReadOnlyList<PlacedChange>> ReadAsync(string tenant, long after, int count, CancellationToken cancellationToken);

    /// <summary>All changes behind a position, ascending, at most <paramref name="count"/> (1 to 1,000).</summary>
    Task<IReadOnlyList<PlacedChange>> ReadAllAsync(long after, int count, CancellationToken cancellationToken);

    /// <summary>
    /// Removes the oldest changes: those placed before a moment, and of each tenant those beyond what it may keep, but none behind a position that is
    /// still to be passed on. At most 1,000 at a call; how many. There may be more until it answers 0.
    /// </summary>
    Task<int> RemoveAsync(DateTimeOffset placedBefore, ChangeBounds bounds, long? keepAfter, CancellationToken cancellationToken);

    /// <summary>
    /// Makes a silo the one that reads by a name until a moment, unless another is. Its position, or null. A name that never read goes on where the one
    /// that got furthest stands: a topic that is renamed is not sent everything again.
    /// </summary>
    Task<long?> HoldAsync(string reader, string holder, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Notes how far the holder has passed changes on. False: it is not the holder any more, and nothing was noted.</summary>
    Task<bool> PassedAsync(string reader, string holder, long position, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Lets another silo read at once.</summary>
    Task ReleaseAsync(string reader, string holder, CancellationToken cancellationToken);
}

/// <summary>A change and its places.</summary>
/// <param name="Position">Among all, from 1; given without gaps. What one tenant may not keep leaves gaps behind the oldest that is kept.</param>
/// <param name="Number">Among the tenant's, from 1, without gaps.</param>
/// <param name="Row">The change.</param>
public sealed record PlacedChange(long Position, long Number, ChangeRow Row);

/// <summary>First and last of what is kept: numbers up to <paramref name="Removed"/> are gone.</summary>
public readonly record struct ChangeEnds(long Newest, long Removed);

/// <param name="Newest">The last position given.</param>
/// <param name="Unplaced">Rows that wait for a place; counted up to 10,000.</param>
/// <param name="Passed">The reader's position, or that from which it will go on; null before anybody read.</param>
public readonly record struct ChangeLogState(long Newest, int Unplaced, long? Passed)
{
    /// <summary>Changes that the reader has not passed on.</summary>
    public long Depth => Newest - (Passed ?? 0) + Unplaced;
}
