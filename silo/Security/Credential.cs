namespace AccountTwins.Silo.Security;

/// <summary>Who calls: the verified key behind a request. Its tenant is the only tenant that the request can see.</summary>
public sealed record Credential(string KeyId, string Tenant, string Name, KeyScopes Scopes)
{
    /// <summary>True when one of the scopes is held; admin holds them all, and who leads reviewers is one.</summary>
    public bool Has(KeyScopes anyOf) => (Held & (anyOf | KeyScopes.Admin)) != 0;

    private KeyScopes Held => (Scopes & (KeyScopes.Lead | KeyScopes.Executive)) != 0 ? Scopes | KeyScopes.Reviewer : Scopes;
}
