using System.Text;

namespace AccountTwins.Domain.Accounts.Registers;

/// <summary>
/// Makes texts from UTF-8. Short ones, which are mostly words that many accounts share (a currency, a channel, a segment), and the names of
/// sources are kept in a fixed number of places, so that reading one rarely makes a new object and a thousand twins hold it once. Safe from
/// any thread: a place is only ever replaced.
/// </summary>
internal static class SharedTexts
{
    private const int WordLengthMax = 12;
    private const int SourceLengthMax = 120;

    private static readonly string?[] Words = new string?[1024];
    private static readonly string?[] Sources = new string?[256];

    public static string Make(ReadOnlySpan<byte> utf8) => Make(utf8, Words, WordLengthMax);

    /// <summary>Of the few producers that there are.</summary>
    public static string MakeSource(ReadOnlySpan<byte> utf8) => Make(utf8, Sources, SourceLengthMax);

    /// <summary>How many bytes were written.</summary>
    public static int Utf8Of(string text, Span<byte> utf8) => Encoding.UTF8.GetBytes(text, utf8);

    private static string Make(ReadOnlySpan<byte> utf8, string?[] places, int lengthMax)
    {
        if (utf8.IsEmpty)
            return "";
        if (utf8.Length > lengthMax)
            return Encoding.UTF8.GetString(utf8);
        var hash = 2166136261u;
        foreach (var part in utf8)
            hash = (hash ^ part) * 16777619u;
        ref var place = ref places[(hash ^ hash >> 15) % (uint)places.Length];
        var known = Volatile.Read(ref place);
        if (known is not null && Ascii.Equals(utf8, known))
            return known;
        var text = Encoding.UTF8.GetString(utf8);
        Volatile.Write(ref place, text);
        return text;
    }
}
