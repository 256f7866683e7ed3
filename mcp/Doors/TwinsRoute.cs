namespace AccountTwins.Mcp.Doors;

/// <summary>What tools ask of the service; each is one route of docs/http.md and has its scopes.</summary>
public enum TwinsRoute
{
    Resolve,
    Account,
    Context,
    Find,
    Decide,
    Decision,
    Permit,
    Outcome,
}
