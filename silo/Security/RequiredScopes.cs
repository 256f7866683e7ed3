namespace AccountTwins.Silo.Security;

/// <summary>
/// On every endpoint: which scopes open it, any one of them. An endpoint without it is closed to all, so that a new route is never
/// open by oversight.
/// </summary>
/// <param name="AnyOf">Admin opens everything and need not be named.</param>
/// <param name="OpenToLoopback">No key from this machine itself; the peer address decides, never a forwarded header.</param>
/// <param name="OfOperators">Only keys of the tenant that runs the deployment: what it tells is of all tenants together.</param>
public sealed record RequiredScopes(KeyScopes AnyOf, bool OpenToLoopback = false, bool OfOperators = false)
{
    /// <summary>Any valid key.</summary>
    public static readonly RequiredScopes AnyKey =
        new(KeyScopes.Agent | KeyScopes.Signals | KeyScopes.Reviewer | KeyScopes.Reader | KeyScopes.Ops);
}

public static class RequiredScopesExtensions
{
    public static TBuilder RequireScopes<TBuilder>(this TBuilder builder, RequiredScopes required)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(required);
}
