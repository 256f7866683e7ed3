using System.Data.Common;
using AccountTwins.Grains.State;

namespace AccountTwins.Silo.Storage.Ledger;

/// <summary>The review queue over either database. A claim is one statement, so of two people who take an item at once one gets it.</summary>
internal sealed class ReviewStore(Database database) : IReviewStore
{
    private const int ListMax = 200;
    private const int ExpiredMax = 1000;

    /// <summary>What waits, a tenant each: approvals, audits, handovers. Run every second by each silo, along an index that has all of it.</summary>
    public static readonly string CountOpen =
        $"""
        SELECT tenant,
            sum(CASE WHEN kind = {(int)ReviewKind.Approval} THEN 1 ELSE 0 END),
            sum(CASE WHEN kind IN ({(int)ReviewKind.Approval}, {(int)ReviewKind.Handover}) THEN 0 ELSE 1 END),
            sum(CASE WHEN kind = {(int)ReviewKind.Handover} THEN 1 ELSE 0 END)
        FROM review_item WHERE state = 1 GROUP BY tenant ORDER BY tenant
        """;

    private Dialect Dialect => database.Dialect;

    public async Task<ReviewItem?> ClaimAsync(
        string tenant, string id, string person, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken)
    {
        if (!LedgerCheck.IsPerson(person))
            throw new ArgumentException("A person's name is one line and not empty.", nameof(person));
        var claimed = await database.RunAsync(Use.Write, (connection, token) => connection.Statement(
            $"""
            UPDATE review_item SET claimed_by = @person, claimed_until = @until
            WHERE tenant = @tenant AND id = @id AND state = 1 AND expires_at > @now
                AND (requested_by IS NULL OR requested_by <> @person)
                AND (claimed_by IS NULL OR claimed_by = @person OR claimed_until <= @now)
                AND replace(@line || decided_by || @line, @personLine, '') = @line || decided_by || @line
            RETURNING {ReviewColumns.List}
            """,
            ("@tenant", tenant), ("@id", id), ("@person", person), ("@now", Dialect.Instant(now)), ("@until", Dialect.Instant(until)),
            ("@line", "\n"), ("@personLine", $"\n{person}\n")).ToListAsync(Map, token), cancellationToken);
        return claimed.SingleOrDefault();
    }

    public async Task<bool> ReleaseAsync(string tenant, string id, string person, CancellationToken cancellationToken)
    {
        var touched = await database.RunAsync(Use.Write, (connection, token) => connection.Statement(
            "UPDATE review_item SET claimed_by = NULL, claimed_until = NULL WHERE tenant = @tenant AND id = @id AND claimed_by = @person",
            ("@tenant", tenant), ("@id", id), ("@person", person)).ExecuteAsync(token), cancellationToken);
        return touched == 1;
    }

    public async Task<ReviewItem?> ReadAsync(string tenant, string id, CancellationToken cancellationToken)
    {
        var found = await database.RunAsync(Use.Read, (connection, token) => connection.Statement(
            $"SELECT {ReviewColumns.List} FROM review_item WHERE tenant = @tenant AND id = @id",
            ("@tenant", tenant), ("@id", id)).ToListAsync(Map, token), cancellationToken);
        return found.SingleOrDefault();
    }

    public async Task<ReviewItem[]> ListAsync(ReviewQuery query, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, ListMax);
        List<(string, object)> parameters = [("@tenant", query.Tenant), ("@limit", query.Limit)];

        // The open state stands in the text, where the planner can see that the index of open items will do.
        var where = query.State == ReviewState.Open ? "state = 1" : "state <> 1 AND state = @state";
        if (query.State != ReviewState.Open)
            parameters.Add(("@state", (int)query.State));
        Where(query.Kind, " AND kind = @kind", "@kind", kind => (int)kind);
        if (query.Account is { } account)
        {
            where += " AND account = @account";
            parameters.Add(("@account", account));
        }

        if (query.AfterId is { } afterId)
        {
            Where(query.AfterDue, " AND (due_at, id) > (@due, @after)", "@due", Dialect.Instant);
            parameters.Add(("@after", afterId));
        }

        var items = await database.RunAsync(Use.Search, (connection, token) => connection.Statement(
            $"SELECT {ReviewColumns.List} FROM review_item WHERE tenant = @tenant AND {where} ORDER BY due_at, id LIMIT @limit",
            [.. parameters]).ToListAsync(Map, token), cancellationToken);
        return [.. items];

        void Where<T>(T? value, string condition, string name, Func<T, object> convert)
            where T : struct
        {
            if (value is not { } given)
                return;
            where += condition;
            parameters.Add((name, convert(given)));
        }
    }

    public async Task<ReviewCount[]> CountOpenAsync(CancellationToken cancellationToken)
    {
        var counts = await database.RunAsync(Use.Search, (connection, token) => connection.Statement(CountOpen)
            .ToListAsync(reader => new ReviewCount(reader.GetString(0), (int)reader.GetInt64(1), (int)reader.GetInt64(2), (int)reader.GetInt64(3)), token), cancellationToken);
        return [.. counts];
    }

    public async Task<ReviewItem[]> ExpiredAsync(DateTimeOffset now, int count, CancellationToken cancellationToken)
    {
        var items = await database.RunAsync(Use.Search, (connection, token) => connection.Statement(
            $"SELECT {ReviewColumns.List} FROM review_item WHERE state = 1 AND expires_at <= @now ORDER BY expires_at, tenant, id LIMIT @count",
            ("@now", Dialect.Instant(now)), ("@count", Math.Clamp(count, 1, ExpiredMax))).ToListAsync(Map, token), cancellationToken);
        return [.. items];
    }

    public Task<int> ExpireAsync(DateTimeOffset now, int count, CancellationToken cancellationToken) =>
        database.RunAsync(Use.Write, (connection, token) => connection.Statement(
            $"""
            UPDATE review_item SET state = {(int)ReviewState.Expired}, claimed_by = NULL, claimed_until = NULL
            WHERE state = 1 AND expires_at <= @now AND (tenant, id) IN (
                SELECT tenant, id FROM review_item WHERE state = 1 AND expires_at <= @now ORDER BY expires_at, tenant, id LIMIT @count)
            """,
            ("@now", Dialect.Instant(now)), ("@count", Math.Clamp(count, 1, ExpiredMax))).ExecuteAsync(token), cancellationToken);

    public async Task<ReviewItem[]> DoneNotFedAsync(int count, CancellationToken cancellationToken)
    {
        var items = await database.RunAsync(Use.Search, (connection, token) => connection.Statement(
            $"SELECT {ReviewColumns.List} FROM review_item WHERE state = 2 AND fed = 0 ORDER BY due_at, tenant, id LIMIT @count",
            ("@count", Math.Clamp(count, 1, ExpiredMax))).ToListAsync(Map, token), cancellationToken);
        return [.. items];
    }

    public async Task<bool> MarkFedAsync(ReviewItem item, CancellationToken cancellationToken)
    {
        var touched = await database.RunAsync(Use.Write, (connection, token) => connection.Statement(
            "UPDATE review_item SET fed = 1 WHERE tenant = @tenant AND id = @id AND state = 2 AND fed = 0 AND reviewed = @reviewed",
            ("@tenant", item.Tenant), ("@id", item.Id), ("@reviewed", item.Reviewed)).ExecuteAsync(token), cancellationToken);
        return touched == 1;
    }

    private ReviewItem Map(DbDataReader reader) => ReviewColumns.Map(reader, Dialect);
}
