namespace AccountTwins.Grains.Interfaces.Contracts;

/// <summary>What agents ask of the service, by tool or by grain; each is one route of docs/http.md and has its scopes.</summary>
[GenerateSerializer, Alias("accounttwins.twins-route")]
public enum TwinsRoute
{
    Unspecified = 0,
    Resolve = 1,
    Account = 2,
    Context = 3,
    Find = 4,
    Decide = 5,
    Decision = 6,
    Permit = 7,
    Outcome = 8,
}
