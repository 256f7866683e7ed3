namespace AccountTwins.Grains.Interfaces.Http;

/// <summary>A page of accounts as stored; <paramref name="Next"/> is absent on the last.</summary>
public sealed record PortfolioAnswer(PortfolioRow[] Accounts, string? Next);

/// <summary>One account in a list. As old as its last checkpoint; the account itself is newer.</summary>
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
