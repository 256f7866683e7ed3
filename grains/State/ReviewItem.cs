namespace AccountTwins.Grains.State;

/// <summary>Something that waits for a person: a row that is written with the ledger entry it follows from, so the two never disagree.</summary>
public sealed record ReviewItem
{
    /// <summary>The decision's id, with <c>:2</c> behind it for the second of two blind reviews and <c>:h</c> for a handover.</summary>
    public required string Id { get; init; }

    public required string Tenant { get; init; }

    public required string Account { get; init; }

    /// <summary>Number of the decision in the account's chain.</summary>
    public required long Number { get; init; }

    public required ReviewKind Kind { get; init; }

    /// <summary>action~category~tier.</summary>
    public required string Scenario { get; init; }

    public required string AgentRelease { get; init; }

    public string? Segment { get; init; }

    public string? ValueTier { get; init; }

    public bool AtRisk { get; init; }

    /// <summary>csm, lead or executive: the least who may decide it. Of a handover: owner, specialist or swarm, who takes it; anybody may answer.</summary>
    public required string Role { get; init; }

    /// <summary>Different people that it takes.</summary>
    public int People { get; init; } = 1;

    /// <summary>Who asked for it; may not decide it.</summary>
    public string? RequestedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset DueAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public ReviewState State { get; init; } = ReviewState.Open;

    /// <summary>Who holds it now, and until when; nobody else may take it before.</summary>
    public string? ClaimedBy { get; init; }

    public DateTimeOffset? ClaimedUntil { get; init; }

    /// <summary>Who has decided it already, apart by newlines; they may not claim it again.</summary>
    public string DecidedBy { get; init; } = "";

    /// <summary>Numbers of the reviews' entries in the account's chain, apart by newlines.</summary>
    public string Reviewed { get; init; } = "";
}

/// <summary>Why it waits. Numbers are stored.</summary>
public enum ReviewKind
{
    Unspecified = 0,

    /// <summary>Nothing happens before a person has decided.</summary>
    Approval = 1,

    /// <summary>It was allowed; a person says afterwards whether rightly.</summary>
    Audit = 2,

    /// <summary>The same as an audit, by another person who does not see the first answer.</summary>
    SecondAudit = 3,

    /// <summary>A person picked it and has judged it: it never waits, and stands in the queue's store only to be learned from.</summary>
    Directed = 4,

    /// <summary>People took the conversation over, and have not yet said that they answered.</summary>
    Handover = 5,
}

/// <summary>Numbers are stored.</summary>
public enum ReviewState
{
    Unspecified = 0,
    Open = 1,
    Done = 2,
    Expired = 3,
    Voided = 4,
}

/// <summary>What an append changes in the queue.</summary>
public abstract record ReviewChange
{
    private ReviewChange()
    {
    }

    public sealed record Add(ReviewItem Item) : ReviewChange;

    /// <summary>One more person has decided; the claim ends, and the item stays open for the next where it takes more than one.</summary>
    public sealed record Decided(string Id, string By, ReviewState State) : ReviewChange
    {
        /// <summary>Number of the review's entry in the account's chain; 0: it is not to be learned from.</summary>
        public long Entry { get; init; }
    }

    /// <summary>Voided or expired by something else than a reviewer.</summary>
    public sealed record End(string Id, ReviewState State) : ReviewChange;
}
