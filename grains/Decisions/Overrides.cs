using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Latitudes;
using AccountTwins.Grains.Interfaces.Contracts;
using Latitude = AccountTwins.Domain.Latitudes.Latitude;

namespace AccountTwins.Grains.Decisions;

/// <summary>What a person's wish to override an account's latitude comes to: a ceiling at once, a wider cell only with a second person who wants the same.</summary>
internal static class Overrides
{
    private static readonly TimeSpan TighteningMax = TimeSpan.FromDays(366);

    /// <summary>Null for a wish that is incomplete or not allowed: a higher ceiling over one that holds is no tightening.</summary>
    public static OverrideEntry? Next(DecisionBook book, OverrideAsk ask, DateTimeOffset now) => ask.Step switch
    {
        "tighten" => Set(ask, now, TighteningMax) is { } ceiling && !(book.Tightening?.In(now) < ceiling.Latitude) ? new OverrideEntry { Step = OverrideStep.Tightened, Override = ceiling, By = ask.By } : null,
        "loosen" => Set(ask, now, TimeSpan.FromDays(AccountOverride.LooseningDaysMax)) is { } wider ? Loosen(book, wider, ask.By, now) : null,
        "lift_tightening" => new OverrideEntry { Step = OverrideStep.TighteningLifted, By = ask.By },
        "lift_loosening" => new OverrideEntry { Step = OverrideStep.LooseningLifted, By = ask.By },
        _ => null,
    };

    private static OverrideEntry Loosen(DecisionBook book, AccountOverride wider, string by, DateTimeOffset now)
    {
        if (book.Proposed is { } proposed && now < proposed.ExpiresAt && proposed.Latitude == wider.Latitude && !proposed.By.Contains(by, StringComparer.OrdinalIgnoreCase))
            return new OverrideEntry { Step = OverrideStep.Loosened, Override = proposed with { By = [.. proposed.By, by], At = now }, By = by };
        return new OverrideEntry { Step = OverrideStep.LooseningProposed, Override = wider, By = by };
    }

    private static AccountOverride? Set(OverrideAsk ask, DateTimeOffset now, TimeSpan longest) =>
        ask is { Latitude: not Interfaces.Contracts.Latitude.Unspecified, Reason.Length: > 0, ExpiresAt: { } until } && until > now && until <= now + longest
            ? new AccountOverride((Latitude)ask.Latitude, ask.Reason, [ask.By], now, until)
            : null;
}
