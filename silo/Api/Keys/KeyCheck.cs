using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Silo.Security;

namespace AccountTwins.Silo.Api.Keys;

/// <summary>The form of a key to make.</summary>
internal static class KeyCheck
{
    private const int NameMax = 64;

    /// <summary>What is wrong, with its place, or null.</summary>
    public static string? FaultOf(KeyBody body, DateTimeOffset now)
    {
        if (body.Name is not { Length: > 0 and <= NameMax } || body.Name.Any(char.IsControl) || body.Name.Trim() != body.Name)
            return $"name: 1 to {NameMax} characters, no control characters, no space at its ends.";
        if (body.Scopes is not { Length: > 0 })
            return "scopes: at least one.";
        if (body.Scopes.FirstOrDefault(word => KeyScopesText.Read(word) == KeyScopes.None || word.Contains(',')) is { } unknown)
            return $"scopes: {string.Join(", ", KeyScopesText.Each.Select(KeyScopesText.Write))} are known, '{(unknown.Length <= 20 ? unknown : unknown[..20])}' is not.";
        return body.ExpiresAt <= now ? "expiresAt: in the future." : null;
    }
}
