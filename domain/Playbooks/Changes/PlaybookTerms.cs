using AccountTwins.Domain.Health;
using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Playbooks.Format;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Value;
using AccountTwins.Domain.Value.Tiers;
using static AccountTwins.Domain.Playbooks.Changes.ChangeDirection;

namespace AccountTwins.Domain.Playbooks.Changes;

/// <summary>
/// A playbook as a list of terms in the order of the file. Each says which way verdicts move when it does: this table is the claim that a
/// property test holds against the verdict rules. Items of a list open with a term for being there at all; under one that comes or goes
/// the inner terms are not told one by one.
/// </summary>
internal static partial class PlaybookTerms
{
    private const decimal NoLimit = decimal.MaxValue;

    public static List<PlaybookTerm> Of(Playbook playbook)
    {
        var terms = new List<PlaybookTerm>();
        Head(playbook, terms);
        Value(playbook.Value, terms);
        Matrix(playbook.Matrix, terms);
        foreach (var action in playbook.Actions)
            Action(action, terms);
        foreach (var category in playbook.Categories)
            terms.Add(new PlainTerm($"categories[{category}]", "listed", Unclear));
        foreach (var rule in playbook.Constraints)
            Constraint(rule, terms);
        Freshness(playbook.Freshness, terms);
        Escalation(playbook.Escalation, terms);
        Incidents(playbook.Incidents, terms);
        Reviews(playbook.Reviews, terms);
        Learning(playbook.Learning, terms);
        foreach (var plan in playbook.Entitlements)
        {
            terms.Add(new PlainTerm($"entitlements[{plan.Plan}]", $"{plan.FirstResponseMinutes} minutes, {EnumWords<HandoverRoute>.Of(plan.Route)}", Neither));
        }

        return terms;
    }

    private static void Head(Playbook playbook, List<PlaybookTerm> terms)
    {
        terms.Add(new PlainTerm("version", playbook.Version, Neither));
        terms.Add(Word("mode", playbook.Mode, Loosens));
        foreach (var rule in playbook.Observe)
            terms.Add(There($"observe[{rule.Segment ?? "*"}/{rule.Action ?? "*"}]", "only watched", Loosens));
        terms.Add(Word("assumed_ai_contact", playbook.AssumedAiContact ?? Signals.AiContact.None, Tightens));
        terms.Add(new PlainTerm("money.base", playbook.Money.Base, Unclear));
        foreach (var rate in playbook.Money.Rates)
        {
            // Without a rate a person decides, also about what would be denied with one; a higher one makes every amount larger.
            terms.Add(new PlainTerm($"money.rates[{rate.Currency}]", "has a rate", Unclear));
            terms.Add(Scale($"money.rates[{rate.Currency}].in_base", rate.InBase, Tightens));
            terms.Add(new PlainTerm($"money.rates[{rate.Currency}].as_of", rate.AsOf.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), Neither));
        }
    }

    /// <summary>A higher value means a higher tier, and so a stricter row.</summary>
    private static void Value(ValueRules value, List<PlaybookTerm> terms)
    {
        Assumptions(value.Assumptions, terms);
        terms.Add(Scale("value.large_volume_seats", value.LargeVolumeSeats, Loosens));
        terms.Add(Scale("value.tiers.holds_above", value.Tiers.HoldsAbove, Loosens));
        foreach (var threshold in value.Tiers.Thresholds)
        {
            var path = $"value.tiers.{EnumWords<ValueTier>.Of(threshold.Tier)}";
            Limit($"{path}.value", threshold.Value, terms);
            Limit($"{path}.arr", threshold.Arr, terms);
            foreach (var segment in threshold.Segments)
                terms.Add(There($"{path}.segments[{segment}]", "listed", Tightens));
        }
    }

    private static void Assumptions(ValueAssumptions assumed, List<PlaybookTerm> terms)
    {
        terms.Add(Scale("value.assumptions.discount_rate", assumed.DiscountRate, Loosens));
        terms.Add(Scale("value.assumptions.gross_margin", assumed.GrossMargin ?? NoLimit, Tightens));
        terms.Add(Scale("value.assumptions.term_months", assumed.TermMonths ?? NoLimit, Unclear));
        terms.Add(Scale("value.assumptions.annual_retention", assumed.AnnualRetention, Tightens));
        terms.Add(Scale("value.assumptions.annual_retention_renewals", assumed.AnnualRetentionRenewals, Unclear));
    }

    private static void Matrix(LatitudeMatrix matrix, List<PlaybookTerm> terms)
    {
        foreach (var row in MatrixRows.All)
        {
            foreach (var band in EnumWords<HealthBand>.All.Reverse())
                terms.Add(Word($"matrix.{row.Word}.{band}", matrix[row.Tier, EnumWords<HealthBand>.Parse(band)], Loosens));
        }
    }

    private static void Freshness(FreshnessRules rules, List<PlaybookTerm> terms)
    {
        terms.Add(Word("freshness.when_late", rules.WhenLate, Loosens));
        terms.Add(Word("freshness.when_dead", rules.WhenDead, Loosens));
        foreach (var floor in rules.LateAfter)
            Limit($"freshness.late_after_seconds.{EnumWords<Family>.Of(floor.Family)}", floor.Seconds, terms);
        terms.Add(Scale("freshness.evidence_floor", rules.EvidenceFloor, Tightens));
        terms.Add(Word("freshness.below_floor", rules.BelowFloor, Loosens));
    }

    private static void Escalation(EscalationRules rules, List<PlaybookTerm> terms)
    {
        terms.Add(Word("escalation.high_value_from", rules.HighValueFrom, Loosens));
        terms.Add(Flag("escalation.high_value_at_risk", rules.HighValueAtRisk, Tightens));
        terms.Add(Times("escalation.contacts_on_one_ticket", rules.ContactsOnOneTicket));
        terms.Add(Times("escalation.reopened", rules.Reopened));
        terms.Add(Flag("escalation.incident", rules.Incident, Tightens));
        terms.Add(Flag("escalation.person_asked_for", rules.PersonAskedFor, Tightens));
        foreach (var category in rules.ClauseCategories)
            terms.Add(There($"escalation.clause_categories[{category}]", "listed", Tightens));
        foreach (var action in rules.Exempt)
            terms.Add(There($"escalation.exempt[{action}]", "listed", Loosens));
        terms.Add(Word("escalation.default_route", rules.DefaultRoute, Neither));
        foreach (var rule in rules.Segments)
            terms.Add(new PlainTerm($"escalation.segments[{rule.Segment}]", EnumWords<HandoverRoute>.Of(rule.Route), Neither));
        terms.Add(Scale("escalation.default_response_minutes", rules.DefaultResponseMinutes, Neither));
    }

    /// <summary>More incidents found, or held open for longer, take latitude.</summary>
    private static void Incidents(IncidentRules rules, List<PlaybookTerm> terms)
    {
        terms.Add(Flag("incidents.detect", rules.Detect, Tightens));
        terms.Add(Scale("incidents.accounts", rules.Accounts, Loosens));
        terms.Add(Scale("incidents.window_minutes", rules.WindowMinutes, Unclear));
        terms.Add(Scale("incidents.times_usual", rules.TimesUsual, Loosens));
        terms.Add(Scale("incidents.quiet_minutes", rules.QuietMinutes, Tightens));
        terms.Add(Scale("incidents.reopen_minutes", rules.ReopenMinutes, Loosens));
    }

    private static void Reviews(ReviewRules rules, List<PlaybookTerm> terms)
    {
        terms.Add(Scale("reviews.queue_max", rules.QueueMax, Loosens));
        terms.Add(Scale("reviews.due_minutes", rules.DueMinutes, Loosens));
        terms.Add(Scale("reviews.lease_minutes", rules.LeaseMinutes, Neither));
        terms.Add(Scale("reviews.audit_days", rules.AuditDays, Neither));
        terms.Add(Scale("reviews.permit_seconds", rules.PermitSeconds, Loosens));
        terms.Add(Scale("reviews.approval_minutes", rules.ApprovalMinutes, Loosens));
    }

    /// <summary>A threshold that turns its rule off at 0.</summary>
    private static ScaleTerm Times(string path, int times) => new(path, times == 0 ? "off" : $"{times}", times == 0 ? NoLimit : times, NoLimit, Loosens);

    /// <summary>Where it is left out nothing is limited.</summary>
    private static void Limit(string path, decimal? limit, List<PlaybookTerm> terms)
    {
        if (limit is { } value)
            terms.Add(Scale(path, value, Loosens, NoLimit));
    }

    private static ScaleTerm There(string path, string text, ChangeDirection direction) => new(path, text, 1, 0, direction);

    private static ScaleTerm Scale(string path, decimal value, ChangeDirection rising, decimal absent = 0) => new(path, PlaybookTerm.Write(value), value, absent, rising);

    private static ScaleTerm Flag(string path, bool value, ChangeDirection rising) => new(path, value ? "true" : "false", value ? 1 : 0, 0, rising);

    private static ScaleTerm Word<T>(string path, T value, ChangeDirection rising)
        where T : struct, Enum => new(path, EnumWords<T>.Of(value), Convert.ToDecimal(value, System.Globalization.CultureInfo.InvariantCulture), 0, rising);
}
