using System.Text.Json.Serialization;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Client.Http;

/// <summary>Why a call did not do what was asked. Programs go by <see cref="Code"/>; docs/http.md has the table.</summary>
public sealed record ApiProblem
{
    /// <summary>Made here: no connection, or no answer in time. Whether the call took effect is unknown.</summary>
    public const string Unreachable = "unreachable";

    /// <summary>Made here: an answer came, but not one that this release can read.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>Made here: a stream of changes came to its end in order, and is opened again.</summary>
    public const string StreamEnded = "stream_ended";

    public required string Code { get; init; }

    /// <summary>HTTP status; 0 where no answer came.</summary>
    public int Status { get; init; }

    /// <summary>What the code means, in one sentence.</summary>
    public string? Title { get; init; }

    /// <summary>What it was here.</summary>
    public string? Detail { get; init; }

    /// <summary>Names the request in the service's log.</summary>
    public string? TraceId { get; init; }

    /// <summary>With <c>too_stale</c>.</summary>
    public StaleFeed[]? Feeds { get; init; }

    /// <summary>With signals that were not taken.</summary>
    public SignalResult[]? Results { get; init; }

    /// <summary>When the service says that asking again makes sense (the header Retry-After); null where it says nothing.</summary>
    [JsonIgnore]
    public TimeSpan? RetryAfter { get; init; }

    public override string ToString() => $"{Code}: {Title} {Detail}".TrimEnd();
}
