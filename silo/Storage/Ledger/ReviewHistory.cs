using AccountTwins.Grains.State;

namespace AccountTwins.Silo.Storage.Ledger;

/// <summary>Reviews by time over either database, along an index of their own.</summary>
internal sealed class ReviewHistory(Database database) : IReviewHistory
{
    private const int CountMax = 1000;

    public async Task<PastReview[]> ReadAsync(string tenant, ReviewPlace after, int count, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, CountMax);
        var dialect = database.Dialect;

        // The kind stands in the text, where the planner can see that the index of reviews will do.
        var reviews = await database.RunAsync(Use.Search, (connection, token) => connection.Statement(
            """
            SELECT at, seq, subject, number, body FROM ledger
            WHERE tenant = @tenant AND kind = 'review' AND (at, seq) > (@at, @seq) ORDER BY at, seq LIMIT @count
            """,
            ("@tenant", tenant), ("@at", dialect.Instant(after.At)), ("@seq", after.Seq), ("@count", count)).ToListAsync(
                reader => new PastReview(
                    new ReviewPlace(dialect.ReadInstant(reader, 0), reader.GetInt64(1)), reader.GetString(2), reader.GetInt64(3), reader.GetFieldValue<byte[]>(4)), token), cancellationToken);
        return [.. reviews];
    }
}
