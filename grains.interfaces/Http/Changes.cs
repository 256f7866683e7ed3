using System.Text.Json;
using System.Text.Json.Serialization;

namespace AccountTwins.Grains.Interfaces.Http;

/// <summary>A change as it is told outside, a CloudEvent; the same in the stream, in the topic and in webhooks. docs/changes has the data of each kind.</summary>
public sealed record ChangeMessage
{
    /// <summary>Made from the cause: the same change has the same id for ever, however often it comes.</summary>
    public required string Id { get; init; }

    public required string Type { get; init; }

    /// <summary>Null where it concerns no single account.</summary>
    [JsonPropertyName("subject")]
    public string? Account { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset Time { get; init; }

    public required string Tenant { get; init; }

    /// <summary>The account's segment when it happened.</summary>
    public string? Segment { get; init; }

    /// <summary>Numbers the tenant's changes from 1 without gaps.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public required long Sequence { get; init; }

    public required JsonElement Data { get; init; }

    /// <summary>The word of filters: <c>flag_opened</c> of <c>account.flag_opened.v1</c>.</summary>
    [JsonIgnore]
    public string Kind => Type.Split('.') is [_, var kind, _] ? kind : Type;
}

/// <summary>Why the service ends a stream before its time: the data of <c>event: cut</c>.</summary>
public sealed record ChangeCut
{
    public required string Code { get; init; }

    /// <summary>The same for people.</summary>
    public string? Text { get; init; }
}
