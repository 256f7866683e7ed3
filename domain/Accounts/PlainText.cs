namespace AccountTwins.Domain.Accounts;

/// <summary>Text that every store, log line and header can hold: no control characters, and no half of a surrogate pair, which has no UTF-8.</summary>
public static class PlainText
{
    public static bool Is(ReadOnlySpan<char> text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (char.IsControl(text[index]))
                return false;
            if (!char.IsSurrogate(text[index]))
                continue;
            if (index + 1 == text.Length || !char.IsSurrogatePair(text[index], text[index + 1]))
                return false;
            index++;
        }

        return true;
    }
}
