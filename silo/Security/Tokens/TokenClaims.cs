using System.Buffers.Text;
using System.Text.Json;
using AccountTwins.Domain.Accounts;

namespace AccountTwins.Silo.Security.Tokens;

/// <summary>Who a verified token speaks for, by the claims that the configuration names.</summary>
internal static class TokenClaims
{
    private const int NameMax = 64;
    private const int TenantMax = 64;
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    // {"iss":"https://id.example","aud":"accounttwins","sub":"ines","tenant":"default","scope":"reviewer lead","exp":1772370000}
    /// <summary>The credential, or null where tenant or name is missing or of no use; a token without a scope of ours gives one that opens nothing.</summary>
    public static Credential? Read(string payload, JwtOptions options)
    {
        try
        {
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(payload), Strict);
            var tenant = Text(claims.RootElement, options.TenantClaim, TenantMax);
            var name = Text(claims.RootElement, options.NameClaim, NameMax);
            if (tenant is null || name is null || !AccountKey.IsPart(tenant))
                return null;
            return new Credential($"jwt/{tenant}/{name}", tenant, name, Scopes(claims.RootElement, options));
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement claims, string name, int lengthMax) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
        && text.Length <= lengthMax && !text.Any(char.IsControl) && text.Trim() == text
            ? text
            : null;

    private static KeyScopes Scopes(JsonElement claims, JwtOptions options)
    {
        if (!claims.TryGetProperty(options.ScopesClaim, out var value))
            return KeyScopes.None;
        var prefix = options.ScopePrefix ?? "";
        var words = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            JsonValueKind.Array => value.EnumerateArray().Where(each => each.ValueKind == JsonValueKind.String).Select(each => each.GetString()!),
            _ => [],
        };
        return words
            .Where(word => word.StartsWith(prefix, StringComparison.Ordinal) && !word.Contains(','))
            .Aggregate(KeyScopes.None, (scopes, word) => scopes | KeyScopesText.Read(word[prefix.Length..]));
    }
}
