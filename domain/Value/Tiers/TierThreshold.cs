namespace AccountTwins.Domain.Value.Tiers;

/// <summary>What raises an account into a tier; any one of them is enough.</summary>
/// <param name="Tier">Mid or higher: small is where everyone starts.</param>
/// <param name="Value">Expected discounted margin, its upper end, in base currency, above 0; null: value does not raise into it.</param>
/// <param name="Arr">Annual recurring revenue in base currency, above 0; null: revenue does not raise into it.</param>
/// <param name="Segments">Segments that belong to it, whatever they bring; the case of letters does not count.</param>
public sealed record TierThreshold(ValueTier Tier, decimal? Value, decimal? Arr, params IReadOnlyList<string> Segments)
{
    internal bool HasSegment(string? segment) => segment is not null && Segments.Contains(segment, StringComparer.OrdinalIgnoreCase);
}
