namespace AccountTwins.Grains.Interfaces.Contracts;

/// <summary>The contract in force, or the last one; null where the contract did not say.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.account-contract-view")]
public sealed record AccountContractView
{
    /// <summary>active | cancelled | ended.</summary>
    [Id(0)]
    public string? Status { get; init; }

    /// <summary>Annual recurring revenue in <see cref="Currency"/>.</summary>
    [Id(1)]
    public decimal? Arr { get; init; }

    /// <summary>ISO 4217.</summary>
    [Id(2)]
    public string? Currency { get; init; }

    /// <summary>Share of revenue, 0 to 1.</summary>
    [Id(3)]
    public decimal? GrossMargin { get; init; }

    [Id(4)]
    public DateOnly? Start { get; init; }

    /// <summary>Its last day, and so the day it renews.</summary>
    [Id(5)]
    public DateOnly? End { get; init; }

    [Id(6)]
    public bool? AutoRenew { get; init; }

    [Id(7)]
    public int? NoticeDays { get; init; }

    [Id(8)]
    public int? Seats { get; init; }

    [Id(9)]
    public string[] Products { get; init; } = [];

    [Id(10)]
    public AccountSupportPlanView[] SupportPlans { get; init; } = [];

    [Id(11)]
    public string[] Clauses { get; init; } = [];
}

/// <summary>Which support plan holds for which product.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.account-support-plan-view")]
public sealed record AccountSupportPlanView
{
    [Id(0)]
    public required string Product { get; init; }

    [Id(1)]
    public required string Plan { get; init; }
}
