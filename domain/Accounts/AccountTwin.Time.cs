using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Accounts;

/// <summary>What time alone does to a twin: silence can open a flag, calm can close one.</summary>
public sealed partial record AccountTwin
{
    /// <summary>A quiet account without a contract is watched for so long.</summary>
    public const int WatchedQuietDays = 120;

    /// <summary>A clock may lag by so many uneventful days before it is moved on (and the twin written) for its own sake.</summary>
    public const int ClockLagDaysMax = 14;

    /// <summary>Due moments are spread over the first hours of a day, so that a sweep does not meet all accounts at once.</summary>
    private const int SpreadMinutes = 240;

    /// <summary>Plays the days up to <paramref name="now"/>. The same instance when they changed nothing worth keeping.</summary>
    public AccountTwin Advance(DateTimeOffset now)
    {
        if (now <= Clock || !IsWatched(now))
            return this;
        var draft = new TwinDraft(this);
        draft.AdvanceTo(now.UtcTicks);
        var lag = now - Clock;
        return draft.Risk.Equals(Risk) && lag < TimeSpan.FromDays(ClockLagDaysMax) ? this : draft.Seal(Positions);
    }

    /// <summary>The next moment after <paramref name="now"/> at which time alone may change something; null when none can.</summary>
    public DateTimeOffset? DueAt(DateTimeOffset now)
    {
        if (!IsWatched(now))
            return null;
        var from = now > Clock ? now : Clock;
        var tomorrow = new DateTimeOffset(from.UtcDateTime.Date.AddDays(1), TimeSpan.Zero);
        return tomorrow.AddMinutes(Spread());
    }

    /// <summary>True while the account is a customer: under contract, or heard of lately, and not gone.</summary>
    public bool IsWatched(DateTimeOffset now)
    {
        if (Provenance.LastSeen is not { } lastSeen || HasChurned)
            return false;
        return (Contract is { } contract && contract.IsInForce(now)) || now - lastSeen < TimeSpan.FromDays(WatchedQuietDays);
    }

    /// <summary>The last outcome says gone, and no contract was signed or renewed since: also not one that was cancelled again.</summary>
    public bool HasChurned => Profile.Outcome == OutcomeKind.Churned && !(Contract is { } contract && SignedAt(contract) > Profile.StampOf(ProfileField.Outcome));

    /// <summary>When it was last signed or renewed, as far as that is known: a cancellation is later than the signing, and the term was set by it.</summary>
    private static Stamp SignedAt(Parts.Contract contract)
    {
        var (term, cancelled) = (contract.Fields.StampOf(Parts.ContractField.TermMonths), contract.Fields.StampOf(Parts.ContractField.Cancelled));
        return !contract.IsCancelled && cancelled > term ? cancelled : term;
    }

    private int Spread()
    {
        var hash = 17u;
        foreach (var character in Key.Account)
            hash = hash * 31 + character;
        return (int)(hash % SpreadMinutes);
    }
}
