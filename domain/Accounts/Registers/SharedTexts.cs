using System.Text;

namespace AccountTwins.Domain.Accounts.Registers;

/// <summary>
/// Makes texts from UTF-8. Short ones, which are mostly words that many accounts share (a currency, a channel, a segment), are kept in a
/// fixed number of places, so that reading one rarely makes a new object. Safe from any thread: a place is only ever replaced.
/// </summary>
internal static class SharedTexts
{
    private const int LengthMax = 12;
    private const int PlacesCount = 1024;

    private static readonly string?[] Places = new string?[PlacesCount];

    public static string Make(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
            return "";
        if (utf8.Length > LengthMax)
            return Encoding.UTF8.GetString(utf8);
        var hash = 2166136261u;
        foreach (var part in utf8)
            hash = (hash ^ part) * 16777619u;
        ref var place = ref Places[(hash ^ hash >> 15) % PlacesCount];
        var known = Volatile.Read(ref place);
        if (known is not null && Ascii.Equals(utf8, known))
            return known;
        var text = Encoding.UTF8.GetString(utf8);
        Volatile.Write(ref place, text);
        return text;
    }

    /// <summary>How many bytes were written.</summary>
    public static int Utf8Of(string text, Span<byte> utf8) => Encoding.UTF8.GetBytes(text, utf8);
}
