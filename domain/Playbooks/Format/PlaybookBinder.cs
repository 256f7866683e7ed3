using AccountTwins.Domain.Health;
using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Learning;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Value;
using AccountTwins.Domain.Value.Tiers;

namespace AccountTwins.Domain.Playbooks.Format;

/// <summary>Makes the playbook of a file whose shape was checked. What is left out gets the record's own default.</summary>
internal static partial class PlaybookBinder
{
    public static (LatitudeMatrix? Matrix, MatrixFault? Fault) Matrix(FileValues root) => LatitudeMatrix.Make(
        (tier, band) => root.Group("matrix").Group(MatrixRows.WordOf(tier)).Word<Latitude>(EnumWords<HealthBand>.Of(band)));

    public static (decimal HoldsAbove, ValueList<TierThreshold> Thresholds) Tiers(FileValues root)
    {
        var tiers = root.Group("value").Group("tiers");
        return (tiers.Number("holds_above") ?? 0.8m,
        [
            .. from word in EnumWords<ValueTier>.All
               where tiers.Has(word)
               let tier = tiers.Group(word)
               select new TierThreshold(EnumWords<ValueTier>.Parse(word), tier.Number("value"), tier.Number("arr"), [.. tier.Texts("segments") ?? []]),
        ]);
    }

    public static Playbook Bind(FileValues root, string hash, LatitudeMatrix matrix, ValueTierRule tiers) => new()
    {
        Version = root.Text("version")!,
        Hash = hash,
        Mode = root.Word("mode", PlaybookMode.Enforce),
        Observe = [.. root.Groups("observe").Select(rule => new ObserveRule(rule.Text("segment"), rule.Text("action")))],
        AssumedAiContact = root.Has("assumed_ai_contact") ? root.Word<AiContact>("assumed_ai_contact") : null,
        Money = Money(root.Group("money")),
        Value = Value(root.Group("value"), tiers),
        Matrix = matrix,
        Actions = [.. root.Groups("actions").Select(Action)],
        Categories = root.Texts("categories") ?? [],
        Constraints = [.. root.Groups("constraints").Select(Constraint)],
        Freshness = Freshness(root.Group("freshness")),
        Escalation = Escalation(root.Group("escalation")),
        Incidents = Incidents(root.Group("incidents")),
        Reviews = Reviews(root.Group("reviews")),
        Learning = Learning(root.Group("learning")),
        Entitlements =
        [
            .. root.Groups("entitlements").Select(plan =>
                new Entitlement(plan.Text("plan")!, plan.Whole("first_response_minutes")!.Value, plan.Word<HandoverRoute>("route"))),
        ],
    };

    private static CurrencyRates Money(FileValues money) => new(
        money.Text("base")!,
        [.. money.Groups("rates").Select(rate => new CurrencyRate(rate.Text("currency")!, rate.Number("in_base")!.Value, rate.Day("as_of")))]);

    private static ValueRules Value(FileValues value, ValueTierRule tiers)
    {
        var usual = new ValueRules { Tiers = tiers };
        return usual with
        {
            Assumptions = Assumptions(value.Group("assumptions"), usual.Assumptions),
            LargeVolumeSeats = value.Whole("large_volume_seats") ?? usual.LargeVolumeSeats,
        };
    }

    private static ValueAssumptions Assumptions(FileValues assumptions, ValueAssumptions usual) => new()
    {
        DiscountRate = assumptions.Number("discount_rate") ?? usual.DiscountRate,
        GrossMargin = assumptions.Number("gross_margin") ?? usual.GrossMargin,
        TermMonths = assumptions.Whole("term_months") ?? usual.TermMonths,
        AnnualRetention = assumptions.Number("annual_retention") ?? usual.AnnualRetention,
        AnnualRetentionRenewals = assumptions.Whole("annual_retention_renewals") ?? usual.AnnualRetentionRenewals,
    };

    private static FreshnessRules Freshness(FileValues freshness)
    {
        var usual = new FreshnessRules();
        return new FreshnessRules
        {
            WhenLate = freshness.Word("when_late", usual.WhenLate),
            WhenDead = freshness.Word("when_dead", usual.WhenDead),
            LateAfter = LateAfter(freshness.Group("late_after_seconds")),
            EvidenceFloor = freshness.Number("evidence_floor") ?? usual.EvidenceFloor,
            BelowFloor = freshness.Word("below_floor", usual.BelowFloor),
        };
    }

    private static ValueList<FreshnessFloor> LateAfter(FileValues floors) =>
    [
        .. from family in EnumWords<Family>.All
           where floors.Has(family)
           select new FreshnessFloor(EnumWords<Family>.Parse(family), floors.Whole(family)!.Value),
    ];

    private static EscalationRules Escalation(FileValues rules)
    {
        var usual = new EscalationRules();
        return new EscalationRules
        {
            HighValueFrom = rules.Word("high_value_from", usual.HighValueFrom),
            HighValueAtRisk = rules.Flag("high_value_at_risk", usual.HighValueAtRisk),
            ContactsOnOneTicket = rules.Whole("contacts_on_one_ticket") ?? usual.ContactsOnOneTicket,
            Reopened = rules.Whole("reopened") ?? usual.Reopened,
            Incident = rules.Flag("incident", usual.Incident),
            PersonAskedFor = rules.Flag("person_asked_for", usual.PersonAskedFor),
            ClauseCategories = rules.Texts("clause_categories") ?? usual.ClauseCategories,
            Exempt = rules.Texts("exempt") ?? usual.Exempt,
            DefaultRoute = rules.Word("default_route", usual.DefaultRoute),
            Segments = [.. rules.Groups("segments").Select(rule => new SegmentRoute(rule.Text("segment")!, rule.Word<HandoverRoute>("route")))],
            DefaultResponseMinutes = rules.Whole("default_response_minutes") ?? usual.DefaultResponseMinutes,
        };
    }

    private static IncidentRules Incidents(FileValues rules)
    {
        var usual = new IncidentRules();
        return new IncidentRules
        {
            Detect = rules.Flag("detect", usual.Detect),
            Accounts = rules.Whole("accounts") ?? usual.Accounts,
            WindowMinutes = rules.Whole("window_minutes") ?? usual.WindowMinutes,
            TimesUsual = rules.Number("times_usual") ?? usual.TimesUsual,
            QuietMinutes = rules.Whole("quiet_minutes") ?? usual.QuietMinutes,
            ReopenMinutes = rules.Whole("reopen_minutes") ?? usual.ReopenMinutes,
        };
    }

    private static ReviewRules Reviews(FileValues reviews)
    {
        var usual = new ReviewRules();
        return new ReviewRules
        {
            QueueMax = reviews.Whole("queue_max") ?? usual.QueueMax,
            DueMinutes = reviews.Whole("due_minutes") ?? usual.DueMinutes,
            LeaseMinutes = reviews.Whole("lease_minutes") ?? usual.LeaseMinutes,
            AuditDays = reviews.Whole("audit_days") ?? usual.AuditDays,
            PermitSeconds = reviews.Whole("permit_seconds") ?? usual.PermitSeconds,
            ApprovalMinutes = reviews.Whole("approval_minutes") ?? usual.ApprovalMinutes,
        };
    }

    private static LearningParameters Learning(FileValues learning)
    {
        var usual = LearningParameters.Default;
        return new LearningParameters
        {
            TargetAgreement = learning.Number("target_agreement", usual.TargetAgreement),
            UnacceptableDisagreement = learning.Number("unacceptable_disagreement", usual.UnacceptableDisagreement),
            FalseTighteningsPerQuarter = learning.Number("false_tightenings_per_quarter", usual.FalseTighteningsPerQuarter),
            FalseTighteningDistanceMin = learning.Number("false_tightening_distance_min", usual.FalseTighteningDistanceMin),
            ReviewsBeforeTightening = learning.Whole("reviews_before_tightening") ?? usual.ReviewsBeforeTightening,
            BoundZ = learning.Number("bound_z", usual.BoundZ),
            Looks = learning.Wholes("looks") ?? usual.Looks,
            DaysBeforeWidening = learning.Number("days_before_widening", usual.DaysBeforeWidening),
            InheritedReviewsMax = learning.Number("inherited_reviews_max", usual.InheritedReviewsMax),
            BorrowedReviewsMax = learning.Number("borrowed_reviews_max", usual.BorrowedReviewsMax),
            SparseBelowReviews = learning.Number("sparse_below_reviews", usual.SparseBelowReviews),
            ReviewFloor = learning.Number("review_floor", usual.ReviewFloor),
            DecisionsReviewedFirst = learning.Whole("decisions_reviewed_first") ?? usual.DecisionsReviewedFirst,
            IntervalWidthTarget = learning.Number("interval_width_target", usual.IntervalWidthTarget),
            WeakLabelProbability = learning.Number("weak_label_probability", usual.WeakLabelProbability),
            SecondReviewShare = learning.Number("second_review_share", usual.SecondReviewShare),
            KappaMin = learning.Number("kappa_min", usual.KappaMin),
            KappaPairsMin = learning.Whole("kappa_pairs_min") ?? usual.KappaPairsMin,
            UsualWeakLabels = learning.Number("usual_weak_labels", usual.UsualWeakLabels),
            UnusualWeakLabels = learning.Number("unusual_weak_labels", usual.UnusualWeakLabels),
            DoWeakLabelsTighten = learning.Flag("do_weak_labels_tighten", usual.DoWeakLabelsTighten),
            WatchedReviews = learning.Whole("watched_reviews") ?? usual.WatchedReviews,
        };
    }
}
