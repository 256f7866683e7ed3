using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace AccountTwins.Silo.Security.Tokens;

/// <summary>The public keys of the provider as they were read at one time. Keys that are not for signatures, or weak, are not among them.</summary>
internal sealed class KeySet
{
    private const int KeysMax = 64;
    private const int RsaBitsMin = 2048;

    private readonly JsonWebKey[] keys;

    private KeySet(JsonWebKey[] keys, long readAt) => (this.keys, ReadAt) = (keys, readAt);

    /// <summary>A timestamp of the clock.</summary>
    public long ReadAt { get; }

    /// <summary>
    /// {"keys":[{"kty":"EC","kid":"1","use":"sig","crv":"P-256","x":"…","y":"…"}]}. Throws <see cref="JsonException"/> for anything else.
    /// </summary>
    public static KeySet Parse(string json, long readAt)
    {
        try
        {
            var all = new JsonWebKeySet(json).Keys;
            return new KeySet([.. all.Where(IsForSignatures).Take(KeysMax)], readAt);
        }
        catch (ArgumentException error)
        {
            throw new JsonException("No set of keys.", error);
        }
    }

    /// <summary>The key that a token names; a token that names none has the only one there is.</summary>
    public JsonWebKey? Find(string? id, string algorithm)
    {
        var key = string.IsNullOrEmpty(id) ? keys is [var only] ? only : null : Array.Find(keys, each => each.Kid == id);
        return key is null || !string.IsNullOrEmpty(key.Alg) && key.Alg != algorithm ? null : key;
    }

    private static bool IsForSignatures(JsonWebKey key) =>
        (string.IsNullOrEmpty(key.Use) || key.Use == "sig")
        && (key.Kty == JsonWebAlgorithmsKeyTypes.EllipticCurve || key.Kty == JsonWebAlgorithmsKeyTypes.RSA && key.KeySize >= RsaBitsMin);
}
