using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Grains.State;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Silo.Api;

/// <summary>The reviews of one account in a ledger in memory.</summary>
internal sealed class FakeReviewHistory(MemoryLedger ledger, string account) : IReviewHistory
{
    public int Reads { get; private set; }

    public Task<PastReview[]> ReadAsync(string tenant, ReviewPlace after, int count, CancellationToken cancellationToken)
    {
        Reads++;
        var reviews = ledger.Entries(new LedgerSubject(tenant, account)).Where(entry => entry.Kind == EntryKinds.Review)
            .Select(entry => new PastReview(new ReviewPlace(entry.At, entry.Number), account, entry.Number, entry.Body))
            .Where(past => past.Place.At > after.At || (past.Place.At == after.At && past.Place.Seq > after.Seq));
        return Task.FromResult(reviews.Take(count).ToArray());
    }
}
