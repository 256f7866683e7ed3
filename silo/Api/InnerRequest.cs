using System.Net;
using AccountTwins.Silo.Security;

namespace AccountTwins.Silo.Api;

/// <summary>A request that did not come over HTTP, for the handlers of the HTTP routes. The credential is all that it may see.</summary>
public sealed record InnerRequest(IServiceProvider Services, Credential Credential)
{
    /// <summary>The account or the decision in the route.</summary>
    public string? Subject { get; init; }

    public IQueryCollection? Query { get; init; }

    public byte[]? Body { get; init; }

    /// <summary>Names it in the log; null: a name of its own.</summary>
    public string? TraceId { get; init; }

    public IPAddress? From { get; init; }
}
