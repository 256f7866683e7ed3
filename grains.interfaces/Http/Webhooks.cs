using System.Text.Json.Serialization;

namespace AccountTwins.Grains.Interfaces.Http;

/// <summary>A webhook to make.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record WebhookBody
{
    /// <summary>https, and not inside a private network.</summary>
    public required string Url { get; init; }

    /// <summary>Kinds of change; absent or empty: all.</summary>
    public string[]? Kinds { get; init; }
}

/// <summary>A new secret for a webhook; without a body, or with an empty object, the defaults.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record RotateWebhookBody
{
    /// <summary>How long the secret before signs beside the new one, 0 to 2,592,000 (30 days); absent: as the silo is set, a day. 0 ends every other secret now.</summary>
    public int? OverlapSeconds { get; init; }
}

/// <summary>A webhook, without its secret.</summary>
public sealed record WebhookView
{
    public required string Id { get; init; }

    public required string Url { get; init; }

    public required string[] Kinds { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>False: it is sent nothing until it is enabled again.</summary>
    public required bool IsActive { get; init; }

    /// <summary>gone (it answered 410), failing (for too long) or by_hand.</summary>
    public string? DisabledBecause { get; init; }

    public DateTimeOffset? DisabledAt { get; init; }

    /// <summary>Since when no try has succeeded.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>Sequence of the last change that it took.</summary>
    public required long Sequence { get; init; }

    /// <summary>Changes that were no longer kept when their turn came.</summary>
    public required long Skipped { get; init; }

    /// <summary>Until when an earlier secret signs as well, the last of them; absent: none does.</summary>
    public DateTimeOffset? OldSecretUntil { get; init; }

    /// <summary>Signs what is sent; in the answers to making it and to a new secret, and never again.</summary>
    public string? Secret { get; init; }
}

/// <summary>The tenant's webhooks, the oldest first.</summary>
public sealed record WebhooksAnswer
{
    public required WebhookView[] Webhooks { get; init; }
}

/// <summary>How a receiver answered a trial event.</summary>
public sealed record WebhookTrial
{
    /// <summary>The header webhook-id that it got.</summary>
    public required string Id { get; init; }

    /// <summary>Whether the answer was 2xx.</summary>
    public required bool IsTaken { get; init; }

    /// <summary>The HTTP status of the answer; absent: none came in time, or the address may not be reached.</summary>
    public int? Status { get; init; }

    public required int Milliseconds { get; init; }
}
