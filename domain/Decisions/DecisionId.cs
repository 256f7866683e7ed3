using System.Globalization;

namespace AccountTwins.Domain.Decisions;

/// <summary>
/// A decision's name outside: number, the start of its entry's hash, and the account: <c>42-9f3c0a1b@acme</c>. Where a database was restored and
/// a number given again, the hash tells the two decisions apart.
/// </summary>
public readonly record struct DecisionId(long Number, string Tag, string Account)
{
    public const int TagLength = 8;

    public static DecisionId Of(long number, ReadOnlySpan<byte> hash, string account) => new(number, Convert.ToHexStringLower(hash[..(TagLength / 2)]), account);

    public bool IsOf(ReadOnlySpan<byte> hash) => Tag == Convert.ToHexStringLower(hash[..(TagLength / 2)]);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}-{Tag}@{Account}");

    /// <summary>Null for a text that is no decision's name.</summary>
    public static DecisionId? TryParse(string text)
    {
        var (dash, at) = (text.IndexOf('-'), text.IndexOf('@'));
        return dash > 0 && at == dash + 1 + TagLength && at + 1 < text.Length
            && long.TryParse(text.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? new DecisionId(number, text[(dash + 1)..at], text[(at + 1)..])
            : null;
    }
}
