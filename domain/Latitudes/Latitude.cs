namespace AccountTwins.Domain.Latitudes;

/// <summary>
/// How far an AI agent may go by itself, from nothing to the whole catalogue. The order is the meaning: the lowest of
/// all layers holds, and a smaller number is always the stricter one.
/// </summary>
public enum Latitude
{
    /// <summary>Not set; treated as stricter than everything.</summary>
    Unspecified = 0,

    /// <summary>Nothing but reading.</summary>
    Suspended = 1,

    /// <summary>Every action that a customer can see is a draft for a person.</summary>
    Diagnostic = 2,

    /// <summary>Reversible acts alone; the rest is approved first.</summary>
    Supervised = 3,

    /// <summary>Within caps and budgets.</summary>
    Bounded = 4,

    /// <summary>The whole catalogue, except what can't be undone.</summary>
    Full = 5,
}
