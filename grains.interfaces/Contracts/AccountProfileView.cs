namespace AccountTwins.Grains.Interfaces.Contracts;

/// <summary>Who the account is; null where nobody has said so.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.account-profile-view")]
public sealed record AccountProfileView
{
    [Id(0)]
    public string? Name { get; init; }

    [Id(1)]
    public string? Segment { get; init; }

    [Id(2)]
    public string? Region { get; init; }

    [Id(3)]
    public string? Industry { get; init; }

    /// <summary>Who looks after the account on our side.</summary>
    [Id(4)]
    public string? Owner { get; init; }

    /// <summary>BCP 47 tag as the CRM wrote it.</summary>
    [Id(5)]
    public string? Language { get; init; }

    [Id(6)]
    public string? PreferredChannel { get; init; }

    [Id(7)]
    public AiContact AiContact { get; init; }

    /// <summary>Where the account stands: prospect | onboarding | active | renewing | cancelled | ended | churned.</summary>
    [Id(8)]
    public string? Lifecycle { get; init; }

    /// <summary>When the account became one.</summary>
    [Id(9)]
    public DateTimeOffset? CustomerSince { get; init; }

    [Id(10)]
    public string[] Goals { get; init; } = [];

    [Id(11)]
    public string[] Domains { get; init; } = [];

    /// <summary>Ids in other systems, as <c>system:id</c>.</summary>
    [Id(12)]
    public string[] ExternalIds { get; init; } = [];
}

/// <summary>What the customer wants of AI.</summary>
[GenerateSerializer]
public enum AiContact
{
    /// <summary>The customer has not said.</summary>
    Unspecified = 0,

    Allowed = 1,

    /// <summary>AI may prepare; a person speaks.</summary>
    AssistOnly = 2,

    None = 3,
}
