using AccountTwins.Client.Http;

namespace AccountTwins.Client.Accounts;

/// <summary>Which context is wanted; null leaves it to the service.</summary>
public sealed record ContextQuery
{
    /// <summary>Seconds that the feeds may be old; older ones are the problem <c>too_stale</c>.</summary>
    public int? MaxStaleness { get; init; }

    /// <summary>E-mail of whom the agent talks to; Markdown only.</summary>
    public string? Contact { get; init; }

    /// <summary>What the agent is about to do: lessons about that come first.</summary>
    public string? Action { get; init; }

    /// <summary>The same, as action~category~tier.</summary>
    public string? Scenario { get; init; }

    internal AddressText AddTo(AddressText address) => address.With("maxStaleness", MaxStaleness).With("contact", Contact).With("action", Action).With("scenario", Scenario);
}
