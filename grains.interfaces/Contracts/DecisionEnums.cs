namespace AccountTwins.Grains.Interfaces.Contracts;

/// <summary>The five answers, by rising strictness.</summary>
[GenerateSerializer]
// Between silos the numbers cross.
public enum VerdictKind
{
    Unspecified = 0,
    Allow = 1,
    AllowWithObligations = 2,
    RequireApproval = 3,
    Escalate = 4,
    Deny = 5,
}

/// <summary>What the agent does now.</summary>
[GenerateSerializer]
// Between silos the numbers cross.
public enum NextStep
{
    Unspecified = 0,
    Proceed = 1,
    Wait = 2,
    HandOver = 3,
    Stop = 4,
}

/// <summary>How far an AI agent may go.</summary>
[GenerateSerializer]
// Between silos the numbers cross.
public enum Latitude
{
    Unspecified = 0,
    Suspended = 1,
    Diagnostic = 2,
    Supervised = 3,
    Bounded = 4,
    Full = 5,
}

/// <summary>Where a decision stands.</summary>
[GenerateSerializer]
// Between silos the numbers cross.
public enum DecisionState
{
    Unspecified = 0,
    Pending = 1,
    Approved = 2,
    ApprovedEdited = 3,
    Rejected = 4,
    Replied = 5,
    Expired = 6,
    Voided = 7,
    Permitted = 8,
    Unconfirmed = 9,
    Executed = 10,
    Partly = 11,
    Failed = 12,
    NotExecuted = 13,
    Closed = 14,
}
