using System.Globalization;
using AccountTwins.Client.Http;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Client.Accounts;

/// <summary>Which accounts to list; null filters nothing.</summary>
public sealed record PortfolioQuery
{
    public string? Segment { get; init; }

    /// <summary>healthy, watch, at_risk or unknown.</summary>
    public string? Band { get; init; }

    public string? Owner { get; init; }

    public DateOnly? RenewalBefore { get; init; }

    public bool? IsFlagged { get; init; }

    /// <summary>Part of the name.</summary>
    public string? Text { get; init; }

    /// <summary>name, renewal, arr, band or flagged.</summary>
    public string? Sort { get; init; }

    /// <summary>1 to 200.</summary>
    public int? Limit { get; init; }

    /// <summary><see cref="Grains.Interfaces.Http.PortfolioAnswer.Next"/> of the page before.</summary>
    public string? Cursor { get; init; }

    internal AddressText AddTo(AddressText address) => address
        .With("segment", Segment).With("band", Band).With("owner", Owner)
        .With("renewalBefore", RenewalBefore?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
        .With("flagged", IsFlagged switch { null => null, true => "true", false => "false" })
        .With("q", Text).With("sort", Sort).With("limit", Limit).With("cursor", Cursor);
}
