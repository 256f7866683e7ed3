using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Decisions.Book;

/// <summary>A decision whose act was done, or may have been: what the account's signals say afterwards is held against it for a while.</summary>
public sealed record FollowedDecision
{
    /// <summary>How long: a week, in which most of what a customer does about an answer has been done.</summary>
    public static readonly TimeSpan FollowedFor = TimeSpan.FromDays(7);

    public required long Number { get; init; }

    /// <summary>From when on the act might be done.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The conversation, which is a ticket's id where the agent worked on one.</summary>
    public string? Ticket { get; init; }

    /// <summary>What its acts were about, as the agent said.</summary>
    public ValueList<string> Categories { get; init; } = [];

    /// <summary>Their types.</summary>
    public ValueList<string> Actions { get; init; } = [];

    /// <summary>What spoke against it, each kind once.</summary>
    public ValueList<WeakLabelKind> Labels { get; init; } = [];

    /// <summary>Of an audit, as the last label raised it; null: as decided.</summary>
    public double? Probability { get; init; }

    public DateTimeOffset Until => At + FollowedFor;
}

/// <summary>What came after a decision and speaks against it. Numbers and words are stored.</summary>
public enum WeakLabelKind : byte
{
    Unspecified = 0,

    /// <summary>The ticket that had been resolved.</summary>
    Reopened = 1,

    /// <summary>About the same matter, within two days.</summary>
    ContactAgain = 2,

    /// <summary>The customer was dissatisfied, or had hard work.</summary>
    PoorRating = 3,

    /// <summary>A charge, after an act that had to do with billing.</summary>
    Disputed = 4,

    /// <summary>A person had to take the ticket over, or was asked for.</summary>
    TakenOver = 5,
}

/// <summary>Money that was reported as spent, in the words of a billing signal.</summary>
public sealed record AwaitedMoney(long Number, DateTimeOffset At, decimal Amount, string Currency);
