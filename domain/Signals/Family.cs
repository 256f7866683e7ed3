namespace AccountTwins.Domain.Signals;

/// <summary>A source family of signals. Numbers are stored: never change one, only add.</summary>
public enum Family : byte
{
    Unspecified = 0,
    Usage = 1,
    Support = 2,
    Billing = 3,
    Sentiment = 4,
    Crm = 5,
    Contract = 6,
    Outcome = 7,
}
