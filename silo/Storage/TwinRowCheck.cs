using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.State;

namespace AccountTwins.Silo.Storage;

/// <summary>
/// Finds what no database would take, before it can spoil a batch: a text with a NUL or a lone surrogate, a value beyond its column, a
/// state beyond its limit. What it misses is found by halving.
/// </summary>
internal sealed class TwinRowCheck(int stateBytesMax)
{
    public const int IdentifiersMax = 64;
    public const int IdentifierLengthMax = 320;
    public const int NameLengthMax = 200;
    public const int TextLengthMax = 128;

    /// <summary>Beyond this an amount does not fit the column, which keeps four decimals.</summary>
    public const decimal ArrMax = 100_000_000_000_000m;

    /// <summary>What is wrong with the row, or null.</summary>
    public string? Fault(TwinWrite write)
    {
        var columns = write.Columns;
        if (!AccountKey.IsPart(write.Key.Tenant) || !AccountKey.IsPart(write.Key.Account) || !IsText(write.Key.Tenant, 128) || !IsText(write.Key.Account, 128))
            return "the key is malformed";
        if (write.State.Length > stateBytesMax)
            return $"the state has {write.State.Length} bytes, more than {stateBytesMax}";
        if (!IsText(columns.Name, NameLengthMax))
            return "the name is malformed";
        if (!IsText(columns.Segment) || !IsText(columns.Owner) || !IsText(columns.Band) || !IsText(columns.ValueTier) || !IsText(columns.Currency) || !IsText(columns.Autonomy))
            return "a search column is malformed";
        if (columns.Arr is { } arr && Math.Abs(arr) > ArrMax)
            return "the recurring revenue is out of range";
        if (columns.Identifiers.Count > IdentifiersMax)
            return $"more than {IdentifiersMax} identifiers";
        foreach (var identifier in columns.Identifiers)
        {
            if (string.IsNullOrEmpty(identifier) || !IsText(identifier, IdentifierLengthMax) || identifier.Contains('\n', StringComparison.Ordinal))
                return "an identifier is malformed";
        }

        return null;
    }

    /// <summary>True for a text that both databases keep as it is, and for none at all.</summary>
    public static bool IsText(string? text, int lengthMax = TextLengthMax)
    {
        if (text is null)
            return true;
        if (text.Length > lengthMax || text.Contains('\0', StringComparison.Ordinal))
            return false;
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]))
                return false;
        }

        return true;
    }
}
