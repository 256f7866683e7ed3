namespace AccountTwins.Grains.Interfaces.Contracts;

/// <summary>A person on the customer's side who is still there.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.account-stakeholder-view")]
public sealed record AccountStakeholderView
{
    [Id(0)]
    public string? Name { get; init; }

    [Id(1)]
    public string? Role { get; init; }

    [Id(2)]
    public string? Email { get; init; }

    [Id(3)]
    public bool Champion { get; init; }

    [Id(4)]
    public DateTimeOffset? JoinedAt { get; init; }
}
