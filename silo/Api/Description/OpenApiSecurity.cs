using System.Text.Json.Nodes;
using AccountTwins.Silo.Security;

namespace AccountTwins.Silo.Api.Description;

/// <summary>How callers show who they are, and which scopes open a route: any one of them, asked of the gate itself.</summary>
internal static class OpenApiSecurity
{
    private const string Bearer = "bearer";
    private const string Header = "header";

    public static JsonObject Schemes() => new()
    {
        [Bearer] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["description"] = "A key, at_<id>_<secret>. Its tenant is the only one that the request sees; the roles are its scopes. Where Jwt:Issuer is set, a token of that identity provider does the same." },
        [Header] = new JsonObject { ["type"] = "apiKey", ["in"] = "header", ["name"] = "X-Api-Key", ["description"] = "The same key in a header of its own; Authorization wins." },
    };

    /// <summary>The alternatives: one of the scopes, in either header, or nothing at all where this machine itself may ask.</summary>
    public static JsonArray Of(RequiredScopes? required)
    {
        var words = Words(required).ToArray();
        var alternatives = new[] { Bearer, Header }.SelectMany(scheme => words.Select(word => (JsonNode)new JsonObject { [scheme] = new JsonArray(word) }));
        return new JsonArray([.. alternatives, .. required is { OpenToLoopback: true } ? [new JsonObject()] : Array.Empty<JsonNode>()]);
    }

    public static string TextOf(RequiredScopes? required) =>
        $"Scopes, any one of them: {string.Join(", ", Words(required))}{(required is { OfOperators: true } ? ", of the tenant that runs the deployment" : "")}.{(required is { OpenToLoopback: true } ? " From this machine itself no key is needed." : "")}";

    private static IEnumerable<string> Words(RequiredScopes? required) =>
        KeyScopesText.Each.Where(scope => ScopeGate.RefusalOf(new Credential("", "", "", scope), required) is null).Select(KeyScopesText.Write);
}
