namespace AccountTwins.Grains.Interfaces.Contracts;

/// <summary>An open ticket.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.account-ticket-view")]
public sealed record AccountTicketView
{
    [Id(0)]
    public required string Ticket { get; init; }

    [Id(1)]
    public string? Subject { get; init; }

    [Id(2)]
    public string? Severity { get; init; }

    [Id(3)]
    public string? Category { get; init; }

    [Id(4)]
    public string? Channel { get; init; }

    [Id(5)]
    public DateTimeOffset? OpenedAt { get; init; }

    [Id(6)]
    public bool Escalated { get; init; }

    /// <summary>How often the customer wrote about it.</summary>
    [Id(7)]
    public int Contacts { get; init; }

    /// <summary>How often it came back after it was resolved.</summary>
    [Id(8)]
    public int Reopened { get; init; }

    /// <summary>The customer asked for a person on it, and none has answered since.</summary>
    [Id(9)]
    public bool AwaitsPerson { get; init; }
}

/// <summary>Something that was promised to the customer and is still owed.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.account-promise-view")]
public sealed record AccountPromiseView
{
    [Id(0)]
    public required string Promise { get; init; }

    [Id(1)]
    public string? What { get; init; }

    /// <summary>Who promised: a person's name or an agent's id.</summary>
    [Id(2)]
    public string? By { get; init; }

    [Id(3)]
    public bool ByAi { get; init; }

    [Id(4)]
    public DateOnly? DueOn { get; init; }

    [Id(5)]
    public bool Overdue { get; init; }

    /// <summary>Reported as broken, not merely late.</summary>
    [Id(6)]
    public bool Broken { get; init; }
}

/// <summary>Money that stands between us and the customer.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.account-billing-problem-view")]
public sealed record AccountBillingProblemView
{
    [Id(0)]
    public required BillingProblem Kind { get; init; }

    /// <summary>Id of the invoice or dispute.</summary>
    [Id(1)]
    public required string Reference { get; init; }

    [Id(2)]
    public decimal? Amount { get; init; }

    [Id(3)]
    public string? Currency { get; init; }

    [Id(4)]
    public DateTimeOffset? Since { get; init; }
}

[GenerateSerializer]
public enum BillingProblem
{
    Unspecified = 0,
    Overdue = 1,

    /// <summary>The payment was tried and failed.</summary>
    Failed = 2,
    Disputed = 3,
}
