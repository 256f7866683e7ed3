using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Value.Tiers;

namespace AccountTwins.Domain.Playbooks.Format;

public static partial class PlaybookFormat
{
    private static MapShape Freshness() => Map(
        Optional("when_late", Word<Latitude>(), "While a family that the action requires is late; supervised."),
        Optional("when_dead", Word<Latitude>(), "While it is dead or was never connected, or signals of the account could not be taken in; diagnostic."),
        Optional(
            "late_after_seconds",
            Map([.. EnumWords<Family>.All.Select(family => Optional(family, Whole(1, 31_536_000), $"Seconds after which {family} counts as late for a verdict, if its feed is not late before; left out: the feed's own setting."))]),
            "How old the families that an action requires may be, where verdicts ask for more than the feed's own setting."),
        Optional("evidence_floor", Share, "Share of the score's weight that fresh data must stand behind; 0.5."),
        Optional("below_floor", Word<Latitude>(), "Below the floor; diagnostic."));

    private static MapShape Escalation() => Map(
        Optional("high_value_from", Word<ValueTier>(), "Tiers from this one on count as high value; strategic."),
        Optional("high_value_at_risk", Flag, "High value and at risk at once goes to people; true. Either alone is approved by the owner."),
        Optional("contacts_on_one_ticket", Whole(0, 1000), "Contacts of the customer on one open ticket; 0 turns the rule off; 4."),
        Optional("reopened", Whole(0, 1000), "An open ticket that was reopened so often; 0 turns the rule off; 1."),
        Optional("incident", Flag, "While an incident is declared; true."),
        Optional("person_asked_for", Flag, "When the customer asks for a person, as the agent or the support system (person_requested) says; true."),
        Optional("clause_categories", Set(Name, 64), "Categories of a request, or of the open ticket that its conversation is, that ask about the contract itself; contract, legal, clause, liability, data_processing."),
        Optional("exempt", Set(Name, Playbook.ActionsMax), "Actions that these rules never escalate, because they promise nothing; left out: holding_reply."),
        Optional("default_route", Word<HandoverRoute>(), "Who takes over where neither an entitlement nor a segment says so; owner."),
        Optional("segments", List(SegmentRoute(), 32), "Who takes over by segment; of plan and segment the stronger route counts: swarm, specialist, owner."),
        Optional("default_response_minutes", Whole(1, 525_600), "Minutes to a person's first answer where no entitlement says so; 480."));

    private static MapShape Incidents() => Map(
        Optional("detect", Flag, "Whether incidents are opened by themselves; true. People may declare them anyway."),
        Optional("accounts", Whole(2, 500), "Distinct accounts with severe tickets of one category, or that pulled one integration, at least; 5."),
        Optional("window_minutes", Whole(5, 1440), "Minutes within which, by the times of their signals; 60."),
        Optional("times_usual", Number(1, 100), "Times as many accounts as are usual in such a window over the last four weeks, at least; 3."),
        Optional("quiet_minutes", Whole(10, 10_080), "Minutes without another report after which a detected incident is over; 240."),
        Optional("reopen_minutes", Whole(0, 10_080), "Minutes for which a detected incident that a person closed is not opened again; 240."));

    private static MapShape Reviews() => Map(
        Optional("queue_max", Whole(1, 100_000), "Approvals that may wait; more are escalated. As many handovers may wait; more are announced, but not queued; 500."),
        Optional("due_minutes", Whole(1, 525_600), "Minutes until an approval is due; after twice that it is denied; 240."),
        Optional("lease_minutes", Whole(1, 1440), "Minutes for which a reviewer holds an item; 15."),
        Optional("audit_days", Whole(1, 90), "Days for which an audit of an allowed action may wait; 7."),
        Optional("permit_seconds", Whole(1, 60), "Seconds that an allowance holds; 60, which is also the most, because a kill switch waits for it."),
        Optional("approval_minutes", Whole(1, 525_600), "Minutes for which an approval may be used; 1,440."));

    private static MapShape Learning() => Map(
        Optional("target_agreement", Number(0.5m, 0.999m), "Share of decisions that people would have made too; 0.90."),
        Optional("unacceptable_disagreement", Number(0.001m, 0.999m), "Share of disagreements to be found soon; 0.20."),
        Optional("false_tightenings_per_quarter", Number(0.01m, 100), "False tightenings that the tenant accepts, over all scenarios; 1."),
        Optional("false_tightening_distance_min", Number(1, 1_000_000), "Reviews between false tightenings at least; 100."),
        Optional("reviews_before_tightening", Whole(1, 1000), "Reviews since the last change before statistics may tighten; 5."),
        Optional("bound_z", Number(0.1m, 6), "Normal quantile of the one-sided bounds; 1.644853626951472, 95 %."),
        Optional("looks", List(Whole(1, 1_000_000), 16, 1), "Reviews since the last change at which widening is considered, rising; 50, 100, 200, 400."),
        Optional("days_before_widening", Number(0, 3650), "Days since the last change before widening; 14."),
        Optional("inherited_reviews_max", Number(0, 1000), "Reviews' weight that a new agent release takes over; 10."),
        Optional("borrowed_reviews_max", Number(0, 1000), "Pseudo-reviews that a sparse scenario takes from its parent; 10."),
        Optional("sparse_below_reviews", Number(0, 100_000), "Effective reviews below which a scenario is sparse; 30."),
        Optional("review_floor", Number(0.001m, 1), "Lowest probability of an audit; 0.05."),
        Optional("decisions_reviewed_first", Whole(0, 100_000), "First decisions of a new scenario or release that are all audited; 30."),
        Optional("interval_width_target", Number(0.001m, 1), "Width of the interval of agreement at which the floor is enough; 0.10."),
        Optional("weak_label_probability", Share, "Probability of an audit once something speaks against the decision; 0.50."),
        Optional("second_review_share", Share, "Share of reviews that a second person repeats blind; 0.05."),
        Optional("kappa_min", Number(-1, 1), "Kappa below which reviewers do not agree with each other; 0.40."),
        Optional("kappa_pairs_min", Whole(1, 100_000), "Pairs before kappa counts; 20."),
        Optional("usual_weak_labels", Number(0.001m, 0.999m), "Share of decisions with a weak label that is usual; 0.10."),
        Optional("unusual_weak_labels", Number(0.001m, 0.999m), "Share of them to be found soon; 0.20."),
        Optional("do_weak_labels_tighten", Flag, "Whether weak labels tighten by themselves; false: they call for reviews."),
        Optional("watched_reviews", Whole(0, 100_000), "Audits in a row that are all made after weak labels signalled; 30."));

    private static MapShape SegmentRoute() => Map(
        Required("segment", Segment, "As the profile names it; the case of letters does not count."),
        Required("route", Word<HandoverRoute>(), "Who takes over."));

    private static MapShape Entitlement() => Map(
        Required("plan", new TextShape(60), "As the contract names it; the case of letters does not count."),
        Required("first_response_minutes", Whole(1, 525_600), "Minutes to a person's first answer."),
        Required("route", Word<HandoverRoute>(), "Who takes over."));
}
