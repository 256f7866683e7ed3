using AccountTwins.Domain.Value.Tiers;

namespace AccountTwins.Domain.Playbooks.Format;

/// <summary>The matrix's rows by their words; an account whose tier is not known has one of its own.</summary>
internal static class MatrixRows
{
    public const string UnknownWord = "unknown";

    public static readonly (string Word, ValueTier Tier, string Help)[] All =
    [
        .. EnumWords<ValueTier>.All.Select(word => (word, EnumWords<ValueTier>.Parse(word), $"Accounts of the tier {word}.")),
        (UnknownWord, ValueTier.Unspecified, "Accounts whose tier is not known; no looser than the strictest row."),
    ];

    public static string WordOf(ValueTier tier) => tier == ValueTier.Unspecified ? UnknownWord : EnumWords<ValueTier>.Of(tier);
}
