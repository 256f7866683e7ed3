using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Latitudes;
using AccountTwins.Grains.Interfaces.Contracts;
using Latitude = AccountTwins.Domain.Latitudes.Latitude;

namespace AccountTwins.Grains.Decisions;

/// <summary>
/// What a person's wish to override an account's latitude comes to. What tightens holds at once; what loosens (a wider cell, or a ceiling gone
/// before its end, whoever set it) waits for a second person who wants the same.
/// </summary>
internal static class Overrides
{
    private static readonly TimeSpan TighteningMax = TimeSpan.FromDays(366);
    private static readonly TimeSpan LooseningMax = TimeSpan.FromDays(AccountOverride.LooseningDaysMax);

    /// <summary>Null for a wish that is incomplete or not allowed: a higher ceiling over one that holds is no tightening.</summary>
    public static OverrideEntry? Next(DecisionBook book, OverrideAsk ask, DateTimeOffset now) => ask.Step switch
    {
        "tighten" => Set(ask, now, TighteningMax) is { } ceiling ? Tighten(book, ceiling, ask.By, now) : null,
        "loosen" => Set(ask, now, LooseningMax) is { } wider ? Loosen(book, wider, ask.By, now) : null,
        "lift_tightening" => Lift(book, ask, now),
        "lift_loosening" => new OverrideEntry { Step = OverrideStep.LooseningLifted, By = ask.By },
        _ => null,
    };

    /// <summary>False for a proposal, and where nothing was there to be lifted.</summary>
    public static bool ChangesLatitude(DecisionBook book, OverrideEntry entry, DateTimeOffset now) => entry.Step switch
    {
        OverrideStep.Tightened or OverrideStep.Loosened => true,
        OverrideStep.TighteningLifted => book.Tightening?.In(now) is not null,
        OverrideStep.LooseningLifted => book.Loosening?.In(now) is not null,
        _ => false,
    };

    /// <summary>Ends no earlier than the ceiling that it takes the place of: else a lower one for an hour would lift a longer one.</summary>
    private static OverrideEntry? Tighten(DecisionBook book, AccountOverride ceiling, string by, DateTimeOffset now)
    {
        if (book.Tightening is { } known && known.In(now) is { } holds)
        {
            if (holds < ceiling.Latitude)
                return null;
            ceiling = ceiling.ExpiresAt < known.ExpiresAt ? ceiling with { ExpiresAt = known.ExpiresAt } : ceiling;
        }

        return new OverrideEntry { Step = OverrideStep.Tightened, Override = ceiling, By = by };
    }

    private static OverrideEntry Loosen(DecisionBook book, AccountOverride wider, string by, DateTimeOffset now) => book.Proposed is { } proposed && proposed.Latitude == wider.Latitude && IsSeconded(proposed, by, now)
        ? new OverrideEntry { Step = OverrideStep.Loosened, Override = proposed with { By = [.. proposed.By, by], At = now }, By = by }
        : new OverrideEntry { Step = OverrideStep.LooseningProposed, Override = wider, By = by };

    private static OverrideEntry Lift(DecisionBook book, OverrideAsk ask, DateTimeOffset now)
    {
        if (book.Tightening is not { } ceiling || ceiling.In(now) is null)
            return new OverrideEntry { Step = OverrideStep.TighteningLifted, By = ask.By };
        if (book.LiftProposed is { } proposed && IsSeconded(proposed, ask.By, now))
            return new OverrideEntry { Step = OverrideStep.TighteningLifted, Override = proposed with { By = [.. proposed.By, ask.By], At = now }, By = ask.By };
        var until = ceiling.ExpiresAt < now + LooseningMax ? ceiling.ExpiresAt : now + LooseningMax;
        return new OverrideEntry { Step = OverrideStep.TighteningLiftProposed, Override = new AccountOverride(ceiling.Latitude, ask.Reason ?? "", [ask.By], now, until), By = ask.By };
    }

    private static bool IsSeconded(AccountOverride proposed, string by, DateTimeOffset now) =>
        now < proposed.ExpiresAt && !proposed.By.Contains(by, StringComparer.OrdinalIgnoreCase);

    private static AccountOverride? Set(OverrideAsk ask, DateTimeOffset now, TimeSpan longest) =>
        ask is { Latitude: not Interfaces.Contracts.Latitude.Unspecified, Reason.Length: > 0, ExpiresAt: { } until } && until > now && until <= now + longest
            ? new AccountOverride((Latitude)ask.Latitude, ask.Reason, [ask.By], now, until)
            : null;
}
