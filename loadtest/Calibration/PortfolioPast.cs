using AccountTwins.Domain.Health;
using AccountTwins.Domain.Risk;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Value.Renewals;
using AccountTwins.Silo.Sample;

namespace AccountTwins.LoadTest.Calibration;

/// <summary>
/// All accounts of a sample, replayed, and what scores and flags would have been worth. Looks whose horizon reaches past the end of the
/// sample have no label and stay out.
/// </summary>
public sealed class PortfolioPast(IReadOnlyList<AccountPast> accounts, DateTimeOffset end)
{
    /// <summary>Days after a look or the opening of a flag within which a churn counts as foretold.</summary>
    public const int Horizon = 90;

    public IReadOnlyList<AccountPast> Accounts { get; } = accounts;

    public DateTimeOffset End { get; } = end;

    public IReadOnlyList<Moment> MonthEnds { get; } = [.. accounts.SelectMany(account => account.MonthEnds)];

    /// <summary>Looks at month ends of active accounts that have a label.</summary>
    public IEnumerable<Moment> Labelled => MonthEnds.Where(moment => End - moment.At >= TimeSpan.FromDays(Horizon));

    public IEnumerable<Decided> Decisions => Accounts.SelectMany(account => account.Decisions);

    /// <summary>What value rests on: the renewals that the twins of all accounts tell at the end.</summary>
    public RenewalHistory Renewals { get; } = RenewalHistory.Of(accounts.SelectMany(account => account.Renewals));

    public int Churned => Accounts.Count(account => account.ChurnedAt is not null);

    /// <summary>Share of looks after which the account churned within the horizon.</summary>
    public double BaseRate => Labelled.Average(moment => moment.ChurnsWithin(Horizon) ? 1.0 : 0.0);

    public double AtRiskShare => MonthEnds.Average(moment => moment.Score.Band == HealthBand.AtRisk ? 1.0 : 0.0);

    public double FlaggedShare => MonthEnds.Average(moment => moment.OpenFlag is null ? 0.0 : 1.0);

    public double AtRiskOrFlaggedShare => MonthEnds.Average(moment => moment.OpenFlag is not null || moment.Score.Band == HealthBand.AtRisk ? 1.0 : 0.0);

    /// <summary>Of 100 less the score against churn within the horizon, at month ends.</summary>
    public double Auc => AucOf(Labelled, moment => moment.Badness);

    public double AucOf(Dimension dimension) => AucOf(Labelled, moment => moment.BadnessOf(dimension));

    /// <summary>Of 100 less the score so many days before a renewal or a churn, between the two.</summary>
    public double AucBefore(int days) => Separation.Auc(BadnessBefore(days));

    /// <summary>How the odds of leaving at a renewal hang on the score so many days before it.</summary>
    public RenewalOdds OddsBefore(int days) => RenewalOdds.Fit(BadnessBefore(days).Select(one => (100 - one.Badness, one.Churned)));

    /// <summary>Flags that foretell (no notice given yet) and are old enough to be judged, with the account's churn.</summary>
    public IReadOnlyList<(RiskFlag Flag, DateTimeOffset? ChurnedAt)> Forecasts(int days) =>
    [
        .. from account in Accounts
           from flag in account.Flags
           where flag.Cause != RiskCause.Cancellation && End - flag.OpenedAt >= TimeSpan.FromDays(days)
           select (flag, account.ChurnedAt),
    ];

    /// <summary>Share of these flags whose account churned within so many days of the opening.</summary>
    public double Precision(int days) => Forecasts(days).Average(one => one.ChurnedAt is { } churned && churned - one.Flag.OpenedAt <= TimeSpan.FromDays(days) ? 1.0 : 0.0);

    /// <summary>Share of looks at an account with a forecast open after which it churned within the horizon: to be set beside <see cref="BaseRate"/>.</summary>
    public double OpenPrecision => Labelled.Where(moment => moment.IsForecast).Average(moment => moment.ChurnsWithin(Horizon) ? 1.0 : 0.0);

    /// <summary>For each account that churned: days from the opening of the flag that was then open, or null when none was.</summary>
    public IReadOnlyList<double?> LeadDays(bool withNotices) =>
    [
        .. from account in Accounts
           where account.ChurnedAt is not null
           let churned = account.ChurnedAt!.Value
           select account.Flags.Where(flag => (withNotices || flag.Cause != RiskCause.Cancellation) && flag.OpenedAt < churned && (flag.ClosedAt ?? End) >= churned)
               .Select(flag => (double?)(churned - flag.OpenedAt).TotalDays).FirstOrDefault(),
    ];

    /// <param name="sample">What is replayed.</param>
    /// <param name="end">The moment it was made for.</param>
    /// <param name="tail">So long before the end no month is looked at: tables often thin out before their last day.</param>
    public static PortfolioPast Replay(ISample sample, DateTimeOffset end, TimeSpan tail = default)
    {
        var events = sample.Read().ToList();

        // A tenant sends the families it sends from the start; that is all that is taken from the whole.
        var live = new FeedStatus(FeedState.Live, TimeSpan.Zero);
        var feeds = FeedStates.Of([.. events.Select(happened => happened.Family).Distinct().Order().Select(family => (family, live))]);
        var accounts = events.GroupBy(happened => happened.Account).Select(account => AccountPast.Replay(account.Key, [.. account], feeds, end, tail));
        return new PortfolioPast([.. accounts], end);
    }

    private IEnumerable<(double Badness, bool Churned)> BadnessBefore(int days) =>
        from decision in Decisions
        let before = decision.Before[Decided.Days.ToList().IndexOf(days)]
        where before?.Badness is not null
        select (before.Badness!.Value, decision.Churned);

    private static double AucOf(IEnumerable<Moment> moments, Func<Moment, double?> badness) => Separation.Auc(
        from moment in moments
        let bad = badness(moment)
        where bad is not null
        select (bad.Value, moment.ChurnsWithin(Horizon)));
}
