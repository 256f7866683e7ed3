using AccountTwins.Grains.State;
using AccountTwins.Silo.Storage.Ledger;
using Microsoft.Data.Sqlite;

namespace AccountTwins.Silo.Storage.Sqlite;

/// <summary>The prepared statements that append to one chain and change the review queue with it, on one connection.</summary>
internal sealed class SqliteLedgerWriter
{
    private readonly SqliteStatement end;
    private readonly SqliteStatement twin;
    private readonly SqliteStatement insert;
    private readonly SqliteStatement addReview;
    private readonly SqliteStatement changeReview;
    private readonly SqliteChangeWriter changes;

    public SqliteLedgerWriter(SqliteConnection connection)
    {
        Connection = connection;
        end = new SqliteStatement(connection, "SELECT number FROM ledger WHERE tenant = $tenant AND subject = $subject ORDER BY number DESC LIMIT 1", "tenant", "subject");
        twin = new SqliteStatement(
            connection,
            """
            SELECT 1 FROM account_twin WHERE tenant = $tenant AND account = $subject
                AND (writer = $writer OR (revision = $loaded_revision AND writer = $loaded_writer))
            """,
            "tenant", "subject", "writer", "loaded_revision", "loaded_writer");
        insert = new SqliteStatement(
            connection,
            """
            INSERT INTO ledger (tenant, subject, number, kind, at, key, hash, body, snapshot)
            VALUES ($tenant, $subject, $number, $kind, $at, $key, $hash, $body, $snapshot)
            """,
            "tenant", "subject", "number", "kind", "at", "key", "hash", "body", "snapshot");
        addReview = new SqliteStatement(
            connection,
            $"INSERT INTO review_item ({ReviewColumns.List}) VALUES ({string.Join(", ", ReviewColumns.Names.Select(name => "$" + name))}) {ReviewColumns.Replace}",
            ReviewColumns.Names);
        changeReview = new SqliteStatement(
            connection,
            """
            UPDATE review_item SET state = $state, claimed_by = NULL, claimed_until = NULL,
                decided_by = CASE WHEN $by IS NULL THEN decided_by WHEN decided_by = '' THEN $by ELSE decided_by || char(10) || $by END,
                reviewed = CASE WHEN $reviewed IS NULL THEN reviewed WHEN reviewed = '' THEN $reviewed ELSE reviewed || char(10) || $reviewed END
            WHERE tenant = $tenant AND id = $id
            """,
            "tenant", "id", "by", "state", "reviewed");
        changes = new SqliteChangeWriter(connection);
    }

    public SqliteConnection Connection { get; }

    public SqliteTransaction Transaction
    {
        set => end.Transaction = twin.Transaction = insert.Transaction = addReview.Transaction = changeReview.Transaction = changes.Transaction = value;
    }

    /// <summary>False, and nothing was changed, when the chain does not end where the append begins or the twin's row is another's.</summary>
    public bool Append(LedgerAppend append)
    {
        foreach (var statement in new[] { end, twin, insert })
        {
            statement["tenant"] = append.Subject.Tenant;
            statement["subject"] = append.Subject.Name;
        }

        if ((end.Scalar() as long? ?? 0) != append.Entries[0].Number - 1 || (append.Twin is { } condition && !IsOf(condition)))
            return false;
        foreach (var entry in append.Entries)
            Insert(entry);
        foreach (var change in append.Reviews)
            Apply(new ReviewEdit(append, change));
        changes.Write(append.Changes);
        return true;
    }

    private bool IsOf(TwinCondition condition)
    {
        twin["writer"] = condition.Writer.ToByteArray();
        twin["loaded_revision"] = condition.Loaded?.Revision;
        twin["loaded_writer"] = condition.Loaded?.Writer.ToByteArray();
        return twin.Scalar() is not null;
    }

    private void Insert(LedgerEntry entry)
    {
        insert["number"] = entry.Number;
        insert["kind"] = entry.Kind;
        insert["at"] = SqliteDialect.Instance.Instant(entry.At);
        insert["key"] = unchecked((long)entry.Key);
        insert["hash"] = entry.Hash;
        insert["body"] = entry.Body;
        insert["snapshot"] = entry.Snapshot;
        insert.Run();
    }

    private void Apply(ReviewEdit edit)
    {
        if (edit.Item is { } item)
        {
            Add(item);
            return;
        }

        changeReview["tenant"] = edit.Tenant;
        changeReview["id"] = edit.Id;
        changeReview["by"] = edit.By;
        changeReview["state"] = (long)edit.State;
        changeReview["reviewed"] = edit.Reviewed;
        changeReview.Run();
    }

    private void Add(ReviewItem item)
    {
        var dialect = SqliteDialect.Instance;
        addReview["tenant"] = item.Tenant;
        addReview["id"] = item.Id;
        addReview["account"] = item.Account;
        addReview["number"] = item.Number;
        addReview["kind"] = (long)item.Kind;
        addReview["scenario"] = item.Scenario;
        addReview["agent_release"] = item.AgentRelease;
        addReview["segment"] = item.Segment;
        addReview["value_tier"] = item.ValueTier;
        addReview["at_risk"] = item.AtRisk;
        addReview["role"] = item.Role;
        addReview["people"] = (long)item.People;
        addReview["requested_by"] = item.RequestedBy;
        addReview["created_at"] = dialect.Instant(item.CreatedAt);
        addReview["due_at"] = dialect.Instant(item.DueAt);
        addReview["expires_at"] = dialect.Instant(item.ExpiresAt);
        addReview["state"] = (long)item.State;
        addReview["claimed_by"] = item.ClaimedBy;
        addReview["claimed_until"] = dialect.InstantOrNull(item.ClaimedUntil);
        addReview["decided_by"] = item.DecidedBy;
        addReview["reviewed"] = item.Reviewed;
        addReview.Run();
    }
}
