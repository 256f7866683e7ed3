using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Decisions.Book;

/// <summary>What people set for one account: a ceiling at once, or a wider cell by two of them.</summary>
/// <param name="By">One person for a ceiling, two for a wider cell.</param>
public sealed record AccountOverride(Latitude Latitude, string Reason, ValueList<string> By, DateTimeOffset At, DateTimeOffset ExpiresAt)
{
    /// <summary>The longest that a wider cell may hold.</summary>
    public const int LooseningDaysMax = 30;

    public Latitude? In(DateTimeOffset now) => now < ExpiresAt ? Latitude : null;
}
