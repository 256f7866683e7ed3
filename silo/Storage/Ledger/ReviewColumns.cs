using System.Data.Common;
using AccountTwins.Grains.State;

namespace AccountTwins.Silo.Storage.Ledger;

/// <summary>The columns of a review item, the same in both databases.</summary>
internal static class ReviewColumns
{
    /// <summary>In the order that <see cref="Map"/> reads; tenant and id, the key, stand first.</summary>
    public static readonly string[] Names =
    [
        "tenant", "id", "account", "number", "kind", "scenario", "agent_release", "segment", "value_tier", "at_risk", "role", "people",
        "requested_by", "created_at", "due_at", "expires_at", "state", "claimed_by", "claimed_until", "decided_by",
        "reviewed",
    ];

    public static readonly string List = string.Join(", ", Names);

    /// <summary>An item added again takes the place of what was there: the ledger's last word holds.</summary>
    public static readonly string Replace =
        $"ON CONFLICT (tenant, id) DO UPDATE SET fed = 0, {string.Join(", ", Names[2..].Select(name => $"{name} = excluded.{name}"))}";

    public static ReviewItem Map(DbDataReader reader, Dialect dialect)
    {
        return new ReviewItem
        {
            Tenant = reader.GetString(0),
            Id = reader.GetString(1),
            Account = reader.GetString(2),
            Number = reader.GetInt64(3),
            Kind = (ReviewKind)reader.GetInt32(4),
            Scenario = reader.GetString(5),
            AgentRelease = reader.GetString(6),
            Segment = Text(7),
            ValueTier = Text(8),
            AtRisk = reader.GetBoolean(9),
            Role = reader.GetString(10),
            People = reader.GetInt32(11),
            RequestedBy = Text(12),
            CreatedAt = dialect.ReadInstant(reader, 13),
            DueAt = dialect.ReadInstant(reader, 14),
            ExpiresAt = dialect.ReadInstant(reader, 15),
            State = (ReviewState)reader.GetInt32(16),
            ClaimedBy = Text(17),
            ClaimedUntil = dialect.ReadInstantOrNull(reader, 18),
            DecidedBy = reader.GetString(19),
            Reviewed = reader.GetString(20),
        };

        string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
    }
}
