namespace AccountTwins.Domain.Accounts;

/// <summary>
/// Names one twin: the tenant it belongs to and the account id inside that tenant. Written <c>tenant/account</c> as grain key
/// and Kafka key; neither part may hold a <c>/</c>, a control character, half of a surrogate pair or more than <see cref="PartLengthMax"/> characters.
/// </summary>
public readonly record struct AccountKey(string Tenant, string Account)
{
    /// <summary>Characters each part may have: what fits an index row and a metric-free log line.</summary>
    public const int PartLengthMax = 128;

    public override string ToString() => $"{Tenant}/{Account}";

    /// <summary>Reads the written form. Throws <see cref="FormatException"/>: a malformed grain key is a bug of the caller.</summary>
    public static AccountKey Parse(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        if (slash > 0)
        {
            var parsed = new AccountKey(key[..slash], key[(slash + 1)..]);
            if (IsPart(parsed.Tenant) && IsPart(parsed.Account))
                return parsed;
        }

        throw new FormatException($"'{key}' is no account key: expected tenant/account.");
    }

    /// <summary>True when the text may stand as tenant or account.</summary>
    public static bool IsPart(ReadOnlySpan<char> text) => !text.IsEmpty && text.Length <= PartLengthMax && !text.Contains('/') && PlainText.Is(text);
}
