namespace AccountTwins.Silo.Security;

/// <summary>Whether a credential opens an endpoint; the one place where that is decided.</summary>
public static class ScopeGate
{
    /// <summary>Why not, for the caller to read; null when it does.</summary>
    public static string? RefusalOf(Credential credential, RequiredScopes? required)
    {
        if (required is null)
            return "The key's scopes do not reach this: no scope opens this address.";
        return credential.Has(required.AnyOf) ? null : $"The key's scopes do not reach this: one of these scopes is needed: {KeyScopesText.Write(required.AnyOf | KeyScopes.Admin)}.";
    }
}
