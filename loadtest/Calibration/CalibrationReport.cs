using System.Globalization;
using System.Text;
using AccountTwins.Domain.Health;
using AccountTwins.Domain.Risk;
using AccountTwins.Domain.Value;
using AccountTwins.Domain.Value.Survival;

namespace AccountTwins.LoadTest.Calibration;

/// <summary>The numbers of a replayed portfolio as text for people.</summary>
public sealed class CalibrationReport(PortfolioPast past)
{
    private readonly StringBuilder _text = new();

    public override string ToString()
    {
        _text.Clear();
        Say($"{past.Accounts.Count} accounts, {past.Churned} churned; {past.MonthEnds.Count} looks at month ends of customers; rules {ScoringRules.Current.Version}");
        Scores();
        Say($"churn within {PortfolioPast.Horizon} days of a look: {past.BaseRate:P1}; AUC of the score {past.Auc:0.000}");
        Say($"AUC by dimension: {string.Join(", ", Dimensions.Select(dimension => Invariant($"{dimension} {past.AucOf(dimension):0.000}")))}");
        Decisions();
        Flags();
        OverTime();
        Survival();
        return _text.ToString();
    }

    private static IEnumerable<Dimension> Dimensions => Enum.GetValues<Dimension>().Where(dimension => dimension != Dimension.Unspecified);

    private void Scores()
    {
        var scores = past.MonthEnds.Select(moment => (double?)moment.Score.Points).OfType<double>().ToList();
        Say($"score: {string.Join(", ", new[] { 0, 0.05, 0.1, 0.25, 0.5, 0.75, 0.95 }.Select(share => Invariant($"{share:P0} below {Separation.Quantile(scores, share):0.0}")))}");
        var bands = past.MonthEnds.GroupBy(moment => moment.Score.Band).OrderBy(band => band.Key);
        Say($"bands: {string.Join(", ", bands.Select(band => Invariant($"{HealthScore.NameOf(band.Key)} {(double)band.Count() / past.MonthEnds.Count:P1} (churn {Rate(band):P1})")))}");
        Say($"evidence share: mean {past.MonthEnds.Average(moment => moment.Score.EvidenceShare):0.00}, lowest {past.MonthEnds.Min(moment => moment.Score.EvidenceShare):0.00}");
    }

    private void Decisions()
    {
        foreach (var days in Decided.Days)
        {
            var index = Decided.Days.ToList().IndexOf(days);
            var known = past.Decisions.Where(decision => decision.Before[index] is not null).ToLookup(decision => decision.Churned, decision => decision.Before[index]!);
            Say($"{days} days before {known[true].Count()} churns: score {Median(known[true]):0.0}, flagged {Flagged(known[true]):P0}, forecast {Forecast(known[true]):P0}; before {known[false].Count()} renewals: score {Median(known[false]):0.0}, flagged {Flagged(known[false]):P0}; AUC {past.AucBefore(days):0.000}");
            var odds = past.OddsBefore(days);
            Say($"  odds of leaving at that renewal: double for each {odds.Doubling:0.0} points less; those of all renewals at {odds.Usual:0.0} points");
        }
    }

    private void Flags()
    {
        var flags = past.Accounts.SelectMany(account => account.Flags).ToList();
        Say($"flags: {flags.Count} opened ({string.Join(", ", flags.GroupBy(flag => flag.Cause).OrderBy(cause => cause.Key).Select(cause => Invariant($"{cause.Key} {cause.Count()}")))})");
        Say($"forecasts (no notice given): precision within 90 days {past.Precision(90):P1}, within 180 days {past.Precision(180):P1}, {past.Precision(90) / past.BaseRate:0.0} times the base rate; of flags open at a look {Rate(past.MonthEnds.Where(moment => moment.IsForecast)):P1} churn within 90 days");
        foreach (var cause in Enum.GetValues<RiskCause>().Where(cause => flags.Exists(flag => flag.Cause == cause)))
            Say($"  open for {cause}: {Rate(past.MonthEnds.Where(moment => moment.OpenFlag?.Cause == cause)):P1} of {past.MonthEnds.Count(moment => moment.OpenFlag?.Cause == cause)} looks churn within 90 days");
        var (all, foretold) = (past.LeadDays(withNotices: true), past.LeadDays(withNotices: false));
        Say($"recall: {all.Count(lead => lead is not null)} of {all.Count} churns under a flag (median {Separation.Quantile(all.OfType<double>(), 0.5):0} days before), {foretold.Count(lead => lead is not null)} under a forecast (median {Separation.Quantile(foretold.OfType<double>(), 0.5):0} days)");
        var ended = flags.Where(flag => flag.ClosedAt is not null).ToList();
        Say($"a closed flag was open for {Separation.Quantile(ended.Select(flag => (flag.ClosedAt!.Value - flag.OpenedAt).TotalDays), 0.5):0} days (median); most of one account {past.Accounts.Max(account => account.Flags.Count)}");
    }

    private void OverTime()
    {
        Say($"of looks: at risk {past.AtRiskShare:P1}, flagged {past.FlaggedShare:P1}, either {past.AtRiskOrFlaggedShare:P1}; by quarter:");
        foreach (var quarter in past.MonthEnds.GroupBy(moment => moment.At.AddTicks(-1)).GroupBy(month => (month.Key.Year, Quarter: (month.Key.Month + 2) / 3)).OrderBy(quarter => quarter.Key))
        {
            var moments = quarter.SelectMany(month => month).ToList();
            Say($"  {quarter.Key.Year} Q{quarter.Key.Quarter}: {moments.Count,5} looks, at risk {moments.Average(moment => moment.Score.Band == HealthBand.AtRisk ? 1.0 : 0):P1}, flagged {Flagged(moments):P1}, churn within 90 days {Rate(moments):P1}");
        }
    }

    private void Survival()
    {
        Say($"renewals by segment and months of a term, with the method that survival is fitted by:");
        var models = SurvivalModels.Fit(past.Renewals, new ValueAssumptions());
        foreach (var (cohort, table) in past.Renewals.Cohorts.OrderBy(one => one.Key.Segment, StringComparer.Ordinal).ThenBy(one => one.Key.TermMonths))
        {
            var model = models.Of(cohort);
            var life = model.Lifetime(0, Valuation.DiscountOf(new ValueAssumptions().DiscountRate, cohort.TermMonths));
            Say($"  {cohort.Segment} {cohort.TermMonths}: {table.AtRisk} renewals, {table.Losses} losses, {table.Periods} periods: {model.Method}, a new customer renews for {life.Expected:0.0} terms ({life.Low:0.0} to {life.High:0.0})");
        }
    }

    private double Rate(IEnumerable<Moment> moments) =>
        moments.Where(moment => past.End - moment.At >= TimeSpan.FromDays(PortfolioPast.Horizon)).Select(moment => moment.ChurnsWithin(PortfolioPast.Horizon) ? 1.0 : 0).DefaultIfEmpty(double.NaN).Average();

    private static double Flagged(IEnumerable<Moment> moments) => moments.Select(moment => moment.OpenFlag is null ? 0.0 : 1.0).DefaultIfEmpty(double.NaN).Average();

    private static double Forecast(IEnumerable<Moment> moments) => moments.Select(moment => moment.IsForecast ? 1.0 : 0.0).DefaultIfEmpty(double.NaN).Average();

    private static double Median(IEnumerable<Moment> moments) => Separation.Quantile(moments.Select(moment => (double?)moment.Score.Points).OfType<double>(), 0.5);

    private void Say(FormattableString line) => _text.AppendLine(Invariant(line));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
