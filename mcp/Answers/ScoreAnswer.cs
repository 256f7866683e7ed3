using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Mcp.Answers;

/// <summary>Of an account what its health score is made of: members of the account as HTTP shows it, and nothing beside them.</summary>
public sealed record ScoreAnswer
{
    public required string Account { get; init; }

    public required long Revision { get; init; }

    public required DateTimeOffset AsOf { get; init; }

    public required AccountHealthView Health { get; init; }

    public AccountFlagView[] Flags { get; init; } = [];

    public AccountMeasureView[] Measures { get; init; } = [];

    public AccountFeedView[] Feeds { get; init; } = [];

    public AccountParkedView? Parked { get; init; }

    public static ScoreAnswer Of(AccountView view) => new()
    {
        Account = view.Account,
        Revision = view.Revision,
        AsOf = view.AsOf,
        Health = view.Health,
        Flags = view.Flags,
        Measures = view.Measures,
        Feeds = view.Feeds,
        Parked = view.Parked,
    };
}
