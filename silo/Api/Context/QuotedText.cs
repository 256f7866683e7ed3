using System.Globalization;
using System.Text;

namespace AccountTwins.Silo.Api.Context;

/// <summary>
/// Text from outside, made harmless for a prompt: one line, at most <see cref="LengthMax"/> characters, nothing invisible, nothing that
/// Markdown reads, and between «guillemets», which it cannot itself contain. It can still lie; it can no longer look like ours.
/// </summary>
public static class QuotedText
{
    /// <summary>UTF-16 characters between the quotes, the mark of a cut included.</summary>
    public const int LengthMax = 80;

    /// <summary>Combining marks that one letter may carry; stacks of them hide text or run over the lines around.</summary>
    private const int MarksMax = 2;

    private const int WordLengthMax = 20;

    // «» close our quotes; the rest is what Markdown and HTML react to.
    private const string Stripped = "*_`~#[](){}<>|\\!«»=^$&";

    // Letters by category that show nothing: Hangul fillers, the blank Braille pattern.
    private const string Blank = "\u115f\u1160\u3164\uffa0\u2800";

    /// <summary>A word of a closed list of ours, or an ISO code, as it is; anything that does not look like one is quoted all the same.</summary>
    public static string? Word(string? text) =>
        text is { Length: > 0 and <= WordLengthMax } && text.All(character => character is (>= 'a' and <= 'z') or '_')
        || text is { Length: 3 } && text.All(char.IsAsciiLetterUpper)
            ? text
            : Quote(text);

    /// <summary>«text», or null when nothing readable is left.</summary>
    public static string? Quote(string? text) => Quote(text, LengthMax);

    /// <summary>The same for a text that is worth more room; at most 400 characters.</summary>
    public static string? Quote(string? text, int lengthMax)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lengthMax, 400);
        if (string.IsNullOrEmpty(text))
            return null;

        Span<char> kept = stackalloc char[lengthMax + 2];
        var length = 0;
        var spaceDue = false;
        var marks = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (IsSpace(rune, category))
            {
                spaceDue = length > 0;
                continue;
            }

            if (!IsShown(rune, category, ref marks))
                continue;

            if (length + (spaceDue ? 1 : 0) + rune.Utf16SequenceLength > lengthMax)
                return Cut(kept[..length], lengthMax);
            if (spaceDue)
                kept[length++] = ' ';
            spaceDue = false;
            length += rune.EncodeToUtf16(kept[length..]);
        }

        return length == 0 ? null : $"«{kept[..length]}»";
    }

    private static bool IsSpace(Rune rune, UnicodeCategory category) => category is UnicodeCategory.SpaceSeparator
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator || rune.Value is '\n' or '\r' or '\t' or '\v' or '\f' or 0x85;

    private static bool IsShown(Rune rune, UnicodeCategory category, ref int marks)
    {
        if (category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark)
            return !IsVariationSelector(rune.Value) && ++marks <= MarksMax;
        marks = 0;
        return category is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned)
            && rune != Rune.ReplacementChar
            && !(rune.IsBmp && (Stripped.Contains((char)rune.Value) || Blank.Contains((char)rune.Value)));
    }

    /// <summary>They change nothing that is seen and so can carry hidden bytes.</summary>
    private static bool IsVariationSelector(int value) => value is (>= 0xfe00 and <= 0xfe0f) or (>= 0xe0100 and <= 0xe01ef);

    private static string Cut(ReadOnlySpan<char> kept, int lengthMax)
    {
        var end = Math.Min(kept.Length, lengthMax - 1);
        if (char.IsHighSurrogate(kept[end - 1]))
            end--;
        return $"«{kept[..end].TrimEnd()}…»";
    }
}
