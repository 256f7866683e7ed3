using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AccountTwins.Silo.Changes.Webhooks;

/// <summary>
/// Signatures by Standard Webhooks: <c>v1,</c> and the base64 of HMAC-SHA256 over <c>id.timestamp.body</c>, with the bytes behind <c>whsec_</c> as key.
/// While secrets change there are several, apart by spaces.
/// </summary>
internal static class WebhookSignature
{
    public const string SecretPrefix = "whsec_";

    private const int SecretBytes = 32;

    public static string NewSecret() => SecretPrefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes));

    public static string Of(string id, long timestamp, ReadOnlySpan<byte> body, params ReadOnlySpan<string> secrets)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.")), .. body];
        var signatures = new List<string>(secrets.Length);
        foreach (var secret in secrets)
            signatures.Add("v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret[SecretPrefix.Length..]), signed)));
        return string.Join(' ', signatures);
    }
}
