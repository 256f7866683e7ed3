using AccountTwins.Grains.State;
using AccountTwins.Silo.Storage.Ledger;
using Microsoft.Data.Sqlite;

namespace AccountTwins.Silo.Storage.Sqlite;

/// <summary>The prepared statements that append to one chain and change the review queue with it, on one connection.</summary>
internal sealed class SqliteLedgerWriter
{
    private readonly SqliteCommand end;
    private readonly SqliteCommand twin;
    private readonly SqliteCommand insert;
    private readonly SqliteCommand addReview;
    private readonly SqliteCommand changeReview;
    private readonly SqliteChangeWriter changes;

    public SqliteLedgerWriter(SqliteConnection connection)
    {
        Connection = connection;
        end = Prepare("SELECT number FROM ledger WHERE tenant = $tenant AND subject = $subject ORDER BY number DESC LIMIT 1", "tenant", "subject");
        twin = Prepare(
            """
            SELECT 1 FROM account_twin WHERE tenant = $tenant AND account = $subject
                AND (writer = $writer OR (revision = $loaded_revision AND writer = $loaded_writer))
            """,
            "tenant", "subject", "writer", "loaded_revision", "loaded_writer");
        insert = Prepare(
            """
            INSERT INTO ledger (tenant, subject, number, kind, at, key, hash, body, snapshot)
            VALUES ($tenant, $subject, $number, $kind, $at, $key, $hash, $body, $snapshot)
            """,
            "tenant", "subject", "number", "kind", "at", "key", "hash", "body", "snapshot");
        addReview = Prepare(
            $"INSERT INTO review_item ({ReviewColumns.List}) VALUES ({string.Join(", ", ReviewColumns.Names.Select(name => "$" + name))}) {ReviewColumns.Replace}",
            ReviewColumns.Names);
        changeReview = Prepare(
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
        foreach (var command in new[] { end, twin, insert })
        {
            Set(command, "tenant", append.Subject.Tenant);
            Set(command, "subject", append.Subject.Name);
        }

        if ((end.ExecuteScalar() as long? ?? 0) != append.Entries[0].Number - 1 || (append.Twin is { } condition && !IsOf(condition)))
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
        Set(twin, "writer", condition.Writer.ToByteArray());
        Set(twin, "loaded_revision", condition.Loaded?.Revision);
        Set(twin, "loaded_writer", condition.Loaded?.Writer.ToByteArray());
        return twin.ExecuteScalar() is not null;
    }

    private void Insert(LedgerEntry entry)
    {
        Set(insert, "number", entry.Number);
        Set(insert, "kind", entry.Kind);
        Set(insert, "at", SqliteDialect.Instance.Instant(entry.At));
        Set(insert, "key", unchecked((long)entry.Key));
        Set(insert, "hash", entry.Hash);
        Set(insert, "body", entry.Body);
        Set(insert, "snapshot", entry.Snapshot);
        insert.ExecuteNonQuery();
    }

    private void Apply(ReviewEdit edit)
    {
        if (edit.Item is { } item)
        {
            Add(item);
            return;
        }

        Set(changeReview, "tenant", edit.Tenant);
        Set(changeReview, "id", edit.Id);
        Set(changeReview, "by", edit.By);
        Set(changeReview, "state", (long)edit.State);
        Set(changeReview, "reviewed", edit.Reviewed);
        changeReview.ExecuteNonQuery();
    }

    private void Add(ReviewItem item)
    {
        var dialect = SqliteDialect.Instance;
        Set(addReview, "tenant", item.Tenant);
        Set(addReview, "id", item.Id);
        Set(addReview, "account", item.Account);
        Set(addReview, "number", item.Number);
        Set(addReview, "kind", (long)item.Kind);
        Set(addReview, "scenario", item.Scenario);
        Set(addReview, "agent_release", item.AgentRelease);
        Set(addReview, "segment", item.Segment);
        Set(addReview, "value_tier", item.ValueTier);
        Set(addReview, "at_risk", item.AtRisk);
        Set(addReview, "role", item.Role);
        Set(addReview, "people", (long)item.People);
        Set(addReview, "requested_by", item.RequestedBy);
        Set(addReview, "created_at", dialect.Instant(item.CreatedAt));
        Set(addReview, "due_at", dialect.Instant(item.DueAt));
        Set(addReview, "expires_at", dialect.Instant(item.ExpiresAt));
        Set(addReview, "state", (long)item.State);
        Set(addReview, "claimed_by", item.ClaimedBy);
        Set(addReview, "claimed_until", dialect.InstantOrNull(item.ClaimedUntil));
        Set(addReview, "decided_by", item.DecidedBy);
        Set(addReview, "reviewed", item.Reviewed);
        addReview.ExecuteNonQuery();
    }

    private static void Set(SqliteCommand command, string name, object? value) => command.Parameters["$" + name].Value = value ?? DBNull.Value;

    private SqliteCommand Prepare(string sql, params string[] parameters)
    {
        var command = Connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters)
            command.Parameters.Add(new SqliteParameter("$" + name, null));
        command.Prepare();
        return command;
    }
}
