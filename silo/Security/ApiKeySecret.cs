using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace AccountTwins.Silo.Security;

/// <summary>
/// The text of a key, <c>at_&lt;id&gt;_&lt;secret&gt;</c>, and what is kept of it. The secret is 256 random bits, so one SHA-256 is the right
/// hash: a slow one such as bcrypt only helps where people choose guessable secrets, and would cost every request tens of milliseconds.
/// </summary>
public static class ApiKeySecret
{
    // at_3f9c2a7b10de_Zt0nQ4…: 12 hex digits name the row, 43 base64url characters are the secret.
    private const string Prefix = "at_";
    private const int IdLength = 12;
    private const int SecretBytes = 32;
    private const int SecretLength = 43;

    /// <summary>Length of every key's text.</summary>
    public const int Length = 3 + IdLength + 1 + SecretLength;

    /// <summary>A new key: the only moment at which its text exists on this side.</summary>
    public static (string Id, string Text, byte[] Hash) Create()
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdLength / 2));
        var (text, hash) = Renew(id);
        return (id, text, hash);
    }

    /// <summary>Another secret for a key that there is.</summary>
    public static (string Text, byte[] Hash) Renew(string id)
    {
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        var text = $"{Prefix}{id}_{secret}";
        return (text, Hash(text));
    }

    /// <summary>The id inside a key's text; false for a text of another shape.</summary>
    public static bool TryReadId(ReadOnlySpan<char> text, out string id)
    {
        id = string.Empty;
        if (text.Length != Length || !text.StartsWith(Prefix, StringComparison.Ordinal) || text[Prefix.Length + IdLength] != '_')
            return false;
        var digits = text.Slice(Prefix.Length, IdLength);
        foreach (var digit in digits)
        {
            if (!char.IsAsciiHexDigitLower(digit) && !char.IsAsciiDigit(digit))
                return false;
        }

        id = digits.ToString();
        return true;
    }

    /// <summary>What is stored.</summary>
    public static byte[] Hash(ReadOnlySpan<char> text)
    {
        Span<byte> bytes = stackalloc byte[Encoding.UTF8.GetMaxByteCount(Length)];
        return SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(text[..Math.Min(text.Length, Length)], bytes)]);
    }

    /// <summary>Compares in constant time.</summary>
    public static bool Matches(ReadOnlySpan<byte> stored, ReadOnlySpan<byte> offered) => CryptographicOperations.FixedTimeEquals(stored, offered);
}
