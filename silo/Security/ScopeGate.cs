namespace AccountTwins.Silo.Security;

/// <summary>Whether a credential opens an endpoint; the one place where that is decided.</summary>
public static class ScopeGate
{
    /// <summary>As <see cref="RefusalOf(Credential, RequiredScopes?)"/>, and whether it is of the operators where only they may.</summary>
    public static string? RefusalOf(Credential credential, RequiredScopes? required, string operatorTenant)
    {
        var refusal = RefusalOf(credential, required);
        return refusal is null && required!.OfOperators && credential.Tenant != operatorTenant
            ? "This is for keys of the tenant that runs the deployment (Api:OperatorTenant)."
            : refusal;
    }

    /// <summary>Why not, for the caller to read; null when it does.</summary>
    public static string? RefusalOf(Credential credential, RequiredScopes? required)
    {
        if (required is null)
            return "The key's scopes do not reach this: no scope opens this address.";
        return credential.Has(required.AnyOf) ? null : $"The key's scopes do not reach this: one of these scopes is needed: {KeyScopesText.Write(required.AnyOf | KeyScopes.Admin)}.";
    }
}
