using System.Text.Json.Nodes;

namespace AccountTwins.Client.Signals;

/// <summary>One CloudEvent about an account. The catalogue of types is in docs/signals.</summary>
public sealed record Signal
{
    public string Specversion { get; init; } = "1.0";

    /// <summary>Unique within its source.</summary>
    public required string Id { get; init; }

    public required string Source { get; init; }

    /// <summary>Such as <c>usage.activity.v1</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The account; null for a feed's heartbeat.</summary>
    public string? Subject { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset Time { get; init; }

    public JsonObject? Data { get; init; }
}
