using System.Text.Json;

namespace AccountTwins.Domain.Signals.Decoding;

/// <summary>Text of a JSON token as UTF-8 without its escapes.</summary>
internal static class JsonText
{
    /// <summary>
    /// Copies the token's text; <paramref name="target"/> must be at least as long as the token. False for half a surrogate pair,
    /// which no UTF-8 can hold.
    /// </summary>
    public static bool TryCopy(ref Utf8JsonReader reader, scoped Span<byte> target, out int length)
    {
        try
        {
            length = reader.CopyString(target);
            return true;
        }
        catch (InvalidOperationException)
        {
            length = 0;
            return false;
        }
    }
}
