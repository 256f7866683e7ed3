using AccountTwins.Grains.State;

namespace AccountTwins.Tests.Silo.Policies;

/// <summary>A review queue of which only the counts matter.</summary>
internal sealed class CountedReviews : IReviewStore
{
    public ReviewCount[] Counts { get; set; } = [];

    public Task<ReviewCount[]> CountOpenAsync(CancellationToken cancellationToken) => Task.FromResult(Counts);

    public Task<ReviewItem?> ClaimAsync(string tenant, string id, string person, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> ReleaseAsync(string tenant, string id, string person, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ReviewItem?> ReadAsync(string tenant, string id, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ReviewItem[]> ListAsync(ReviewQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ReviewItem[]> ExpiredAsync(DateTimeOffset now, int count, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<int> ExpireAsync(DateTimeOffset now, int count, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ReviewItem[]> DoneNotFedAsync(int count, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> MarkFedAsync(ReviewItem item, CancellationToken cancellationToken) => throw new NotSupportedException();
}
