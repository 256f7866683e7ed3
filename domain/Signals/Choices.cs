namespace AccountTwins.Domain.Signals;

// The closed lists of words in signals. Numbers are stored: never change one, only add at the end. On the wire: snake_case.

public enum Severity : byte
{
    Unspecified = 0,
    Low = 1,
    Normal = 2,
    High = 3,
    Critical = 4,
}

public enum TicketStatus : byte
{
    Unspecified = 0,
    Open = 1,
    WaitingForCustomer = 2,
    OnHold = 3,
}

/// <summary>Who did it: an AI agent or a human.</summary>
public enum Actor : byte
{
    Unspecified = 0,
    Ai = 1,
    Human = 2,
}

/// <summary>Who gave a promise.</summary>
public enum Promiser : byte
{
    Unspecified = 0,
    Ai = 1,
    Person = 2,
}

public enum SentimentKind : byte
{
    Unspecified = 0,
    Ai = 1,
    Human = 2,
    Survey = 3,
}

public enum DisputeOutcome : byte
{
    Unspecified = 0,

    /// <summary>Decided for the vendor.</summary>
    Won = 1,

    /// <summary>Decided for the customer.</summary>
    Lost = 2,
    Withdrawn = 3,
}

/// <summary>What the customer lets an AI do with its people.</summary>
public enum AiContact : byte
{
    Unspecified = 0,
    Allowed = 1,

    /// <summary>An AI may draft; a person speaks.</summary>
    AssistOnly = 2,
    None = 3,
}

public enum TouchKind : byte
{
    Unspecified = 0,
    Call = 1,
    Meeting = 2,
    Email = 3,
    Visit = 4,
    Chat = 5,
    Event = 6,
}

/// <summary>How a run of an AI agent ended.</summary>
public enum RunOutcome : byte
{
    Unspecified = 0,
    Resolved = 1,
    HandedOver = 2,
    Failed = 3,
}
