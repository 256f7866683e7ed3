using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Silo.Api.Signals;

namespace AccountTwins.Silo.Api.Problems;

/// <summary>An error on the wire (RFC 9457, application/problem+json); <see cref="Code"/> is what programs go by.</summary>
public sealed record ProblemBody
{
    /// <summary>A name of the kind of problem, not an address to open.</summary>
    public required string Type { get; init; }

    public required string Title { get; init; }

    public required int Status { get; init; }

    public required string Code { get; init; }

    public string? Detail { get; init; }

    /// <summary>Names the request in this service's log.</summary>
    public string? TraceId { get; init; }

    /// <summary>With <c>too_stale</c>: the feeds that are too old.</summary>
    public StaleFeed[]? Feeds { get; init; }

    /// <summary>With an answer to signals: what became of each.</summary>
    public SignalResult[]? Results { get; init; }
}
