namespace AccountTwins.Domain.Playbooks;

/// <summary>How what waits for people is bounded and dated.</summary>
public sealed record ReviewRules
{
    /// <summary>Items before sending that may wait in a tenant; more are escalated with review_capacity. Default 500.</summary>
    public int QueueMax { get; init; } = 500;

    /// <summary>Minutes until an approval is due; after twice that it has expired, which is a denial. Default 240.</summary>
    public int DueMinutes { get; init; } = 240;

    /// <summary>Minutes for which a reviewer holds an item that they took. Default 15.</summary>
    public int LeaseMinutes { get; init; } = 15;

    /// <summary>Days for which an audit of an allowed action may wait. Default 7.</summary>
    public int AuditDays { get; init; } = 7;

    /// <summary>Seconds that an allowance holds. Default 60, which is also the most: a kill switch waits for no longer.</summary>
    public int PermitSeconds { get; init; } = 60;

    /// <summary>Minutes for which an approval may be used. Default 1,440.</summary>
    public int ApprovalMinutes { get; init; } = 24 * 60;
}
