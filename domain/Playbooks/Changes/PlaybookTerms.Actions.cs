using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Learning;
using AccountTwins.Domain.Playbooks.Format;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Value.Tiers;
using static AccountTwins.Domain.Playbooks.Changes.ChangeDirection;

namespace AccountTwins.Domain.Playbooks.Changes;

internal static partial class PlaybookTerms
{
    private static void Action(ActionRule action, List<PlaybookTerm> terms)
    {
        var path = $"actions[{action.Type}]";
        terms.Add(There(path, "in the catalogue", Loosens));
        terms.Add(Word($"{path}.requires", action.Requires, Tightens));
        // Only what cannot be undone is judged differently.
        terms.Add(new ScaleTerm($"{path}.reversibility", EnumWords<Reversibility>.Of(action.Reversibility), action.Reversibility == Reversibility.Irreversible ? 1 : 0, 0, Tightens));
        foreach (var family in action.Families)
            terms.Add(There($"{path}.families[{EnumWords<Family>.Of(family)}]", "required", Tightens));
        terms.Add(new PlainTerm($"{path}.takes_amount", action.TakesAmount ? "true" : "false", Unclear));
        terms.Add(Flag($"{path}.promises", action.Promises, Tightens));
        Limit($"{path}.absolute_cap", action.AbsoluteCap, terms);
        foreach (var cap in action.Caps)
            terms.Add(Scale($"{path}.caps.{EnumWords<ValueTier>.Of(cap.Tier)}", cap.Amount, Loosens));
        foreach (var budget in action.Budgets)
        {
            Limit($"{path}.budgets[{EnumWords<BudgetWindow>.Of(budget.Window)}].amount", budget.Amount, terms);
            Limit($"{path}.budgets[{EnumWords<BudgetWindow>.Of(budget.Window)}].count", budget.Count, terms);
        }

        Limit($"{path}.release_amount_per_hour", action.ReleaseAmountPerHour, terms);
        Limit($"{path}.release_count_per_hour", action.ReleaseCountPerHour, terms);
        foreach (var obligation in action.Obligations)
            terms.Add(Obligation($"{path}.obligations[{EnumWords<ObligationKind>.Of(obligation.Kind)}]", obligation));
        terms.Add(new ApproversTerm($"{path}.approvers", string.Join("; ", action.Approvers.Select(Approver)), action.Approvers));
        if (action.ConfidenceFloor is { } floor)
            terms.Add(Scale($"{path}.confidence_floor", floor, Tightens, -1));
        if (action.HoldingText is { } text)
            terms.Add(new PlainTerm($"{path}.holding_text", text, Neither));
    }

    private static ScaleTerm Obligation(string path, Obligation obligation) => obligation.Kind switch
    {
        ObligationKind.CapAmount when obligation.Max is { } max => Scale(path, max, Loosens, NoLimit),
        ObligationKind.ReportOutcome when obligation.WithinSeconds is { } seconds => Scale(path, seconds, Loosens, NoLimit),
        ObligationKind.Delay when obligation.Until is { } until => new ScaleTerm(path, until.ToString("u", System.Globalization.CultureInfo.InvariantCulture), until.UtcTicks, 0, Tightens),
        ObligationKind.UseTemplate => There(path, obligation.Template ?? "owed", Tightens),
        ObligationKind.Copy => There(path, EnumWords<ApproverRole>.Of(obligation.Role), Tightens),
        _ => There(path, "owed", Tightens),
    };

    private static string Approver(ApproverRule rule)
    {
        var amount = rule.UpToAmount is { } most ? $"up to {PlaybookTerm.Write(most)}" : "any amount";
        return $"{amount}, up to {EnumWords<ValueTier>.Of(rule.UpToTier)}: {rule.People} {EnumWords<ApproverRole>.Of(rule.Role)}";
    }

    /// <summary>A shadow rule takes nothing, so nothing about it moves verdicts.</summary>
    private static void Constraint(ConstraintRule rule, List<PlaybookTerm> terms)
    {
        var path = $"constraints[{rule.Name}]";
        var isActive = rule.Status == RuleStatus.Active;
        terms.Add(new ScaleTerm(path, isActive ? "active" : "shadow", isActive ? 1 : 0, 0, Tightens));
        terms.Add(new PlainTerm($"{path}.when", EnumWords<Circumstance>.Of(rule.When), isActive ? Unclear : Neither));
        terms.Add(Word($"{path}.at_most", rule.AtMost, isActive ? Loosens : Neither));
        terms.Add(Scale($"{path}.days", rule.Days, isActive ? Tightens : Neither));
        var wider = isActive ? Tightens : Neither;
        terms.Add(new ReachTerm($"{path}.clauses", rule.Clauses, wider));
        terms.Add(new ReachTerm($"{path}.actions", rule.Actions, wider));
        terms.Add(new ReachTerm($"{path}.segments", rule.Segments, wider));
    }

    /// <summary>Learning moves later verdicts: what makes it notice sooner, or wait longer before it widens, tightens. The rest is a trade.</summary>
    private static void Learning(LearningParameters learning, List<PlaybookTerm> terms)
    {
        void Add(string key, double value, ChangeDirection rising) => terms.Add(Scale($"learning.{key}", (decimal)value, rising));
        Add("target_agreement", learning.TargetAgreement, Unclear);
        Add("unacceptable_disagreement", learning.UnacceptableDisagreement, Unclear);
        Add("false_tightenings_per_quarter", learning.FalseTighteningsPerQuarter, Tightens);
        Add("false_tightening_distance_min", learning.FalseTighteningDistanceMin, Loosens);
        Add("reviews_before_tightening", learning.ReviewsBeforeTightening, Loosens);
        Add("bound_z", learning.BoundZ, Unclear);
        terms.Add(new PlainTerm("learning.looks", string.Join(", ", learning.Looks), Unclear));
        Add("days_before_widening", learning.DaysBeforeWidening, Tightens);
        Add("inherited_reviews_max", learning.InheritedReviewsMax, Unclear);
        Add("borrowed_reviews_max", learning.BorrowedReviewsMax, Unclear);
        Add("sparse_below_reviews", learning.SparseBelowReviews, Unclear);
        Add("review_floor", learning.ReviewFloor, Unclear);
        Add("decisions_reviewed_first", learning.DecisionsReviewedFirst, Unclear);
        Add("interval_width_target", learning.IntervalWidthTarget, Unclear);
        Add("weak_label_probability", learning.WeakLabelProbability, Unclear);
        Add("second_review_share", learning.SecondReviewShare, Unclear);
        Add("kappa_min", learning.KappaMin, Unclear);
        Add("kappa_pairs_min", learning.KappaPairsMin, Unclear);
        Add("usual_weak_labels", learning.UsualWeakLabels, Unclear);
        Add("unusual_weak_labels", learning.UnusualWeakLabels, Unclear);
        terms.Add(Flag("learning.do_weak_labels_tighten", learning.DoWeakLabelsTighten, Tightens));
        Add("watched_reviews", learning.WatchedReviews, Unclear);
    }
}
