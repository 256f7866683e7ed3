using System.Globalization;
using AccountTwins.Client.Http;

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

    /// <summary><see cref="PortfolioPage.Next"/> of the page before.</summary>
    public string? Cursor { get; init; }

    internal string ToAddress() => new AddressText("v1/portfolio/accounts")
        .With("segment", Segment).With("band", Band).With("owner", Owner)
        .With("renewalBefore", RenewalBefore?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
        .With("flagged", IsFlagged switch { null => null, true => "true", false => "false" })
        .With("q", Text).With("sort", Sort).With("limit", Limit).With("cursor", Cursor);
}

/// <summary>A page of accounts as stored; <paramref name="Next"/> is absent on the last.</summary>
public sealed record PortfolioPage(PortfolioRow[] Accounts, string? Next);

/// <summary>One account in a list: as old as its last checkpoint.</summary>
public sealed record PortfolioRow
{
    public required string Account { get; init; }

    public string? Name { get; init; }

    public string? Segment { get; init; }

    public string? Owner { get; init; }

    public required string Band { get; init; }

    public string? ValueTier { get; init; }

    public decimal? Arr { get; init; }

    public string? Currency { get; init; }

    public DateOnly? RenewalDate { get; init; }

    public DateTimeOffset? OpenFlagSince { get; init; }

    public required long Revision { get; init; }
}

/// <summary>The account found, and what it was found by.</summary>
public sealed record ResolveAnswer(string Account, string By);
