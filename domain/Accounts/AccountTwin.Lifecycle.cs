using AccountTwins.Domain.Health;

namespace AccountTwins.Domain.Accounts;

/// <summary>Where an account stands with us.</summary>
public enum Lifecycle : byte
{
    /// <summary>No contract was ever heard of.</summary>
    Prospect = 0,

    /// <summary>A customer in its first days.</summary>
    Onboarding = 1,

    Active = 2,

    /// <summary>The term ends soon and nobody gave notice.</summary>
    Renewing = 3,

    /// <summary>Notice was given; service still runs.</summary>
    Cancelled = 4,

    /// <summary>The contract has run out, and nobody said what became of it.</summary>
    Ended = 5,

    Churned = 6,
}

public sealed partial record AccountTwin
{
    /// <summary>Days before the end of a term from which on the account is in renewal.</summary>
    public const int RenewingDays = 90;

    /// <summary>When the account became a customer: the first day of any contract known, else when it was created.</summary>
    public DateTimeOffset? CustomerSince
    {
        get
        {
            DateOnly? first = null;
            foreach (var contract in Contracts)
                first = Earlier(Earlier(first, contract.FirstStartsOn), contract.StartsOn);
            return first is { } day ? new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) : Profile.CreatedAt;
        }
    }

    private static DateOnly? Earlier(DateOnly? one, DateOnly? other) => one is null || other < one ? other ?? one : one;

    public Lifecycle LifecycleAt(DateTimeOffset now)
    {
        if (HasChurned)
            return Lifecycle.Churned;
        if (Contract is not { } contract)
            return Lifecycle.Prospect;
        if (!contract.IsInForce(now))
            return contract.IsCancelled ? Lifecycle.Churned : Lifecycle.Ended;
        if (contract.IsCancelled)
            return Lifecycle.Cancelled;
        if (contract.EndsOn is { } end && end.DayNumber - DateOnly.FromDateTime(now.UtcDateTime).DayNumber <= RenewingDays)
            return Lifecycle.Renewing;
        return CustomerSince is { } since && now - since < TimeSpan.FromDays(ScoringRules.Current.OnboardingDays) ? Lifecycle.Onboarding : Lifecycle.Active;
    }
}
