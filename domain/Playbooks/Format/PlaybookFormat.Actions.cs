using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Value.Tiers;

namespace AccountTwins.Domain.Playbooks.Format;

public static partial class PlaybookFormat
{
    private static MapShape Action() => Map(
        Required("type", Name, "What the agent names, unique in the catalogue."),
        Required("requires", Word<Latitude>("suspended"), "The latitude from which on the agent may do it alone."),
        Required("reversibility", Word<Reversibility>(), "Whether it can be taken back; an irreversible action is never allowed without a person."),
        Optional("families", Set(new WordShape(EnumWords<Family>.All), 7), "Feeds that must be heard for it to be allowed."),
        Optional("takes_amount", Flag, "True when the request must name an amount and its currency; false."),
        Optional("promises", Flag, "True when it promises the customer a day: once permitted, the account has an open promise; false."),
        Optional("absolute_cap", Amount, "More than this, in base currency, is denied, whoever asks; left out: no such limit."),
        Optional("caps", Map([.. EnumWords<ValueTier>.All.Select(tier => Optional(tier, Amount, $"For an account of the tier {tier}; left out: nothing."))]),
            "What the agent may spend alone in one conversation, by tier, in base currency."),
        Optional("budgets", List(Budget(), 2), "What one account may be given in a window."),
        Optional("release_amount_per_hour", Amount, "In base currency, for one agent release over the whole tenant; left out: no limit."),
        Optional("release_count_per_hour", Whole(1, 1_000_000_000), "Acts of one agent release over the whole tenant in an hour; left out: no limit."),
        Optional("obligations", List(Obligation(), 8), "What the agent must do with an allowance."),
        Optional("approvers", List(Approver(), 16), "By rising amount and tier; the first that covers both approves."),
        Optional("two_executives_above", Flag, "True says that what no approver covers takes two executives; needed unless the last approver covers everything."),
        Optional("confidence_floor", Share, "The agent's own confidence below which a person looks first; left out: not asked for."),
        Optional("holding_text", new TextShape(200), "A text that tells the customer to wait, without reasons from inside."));

    private static MapShape Budget() => Map(
        Required("window", Word<BudgetWindow>(), "24 hours or 30 days."),
        Optional("amount", Amount, "In base currency; left out: money is not limited here."),
        Optional("count", Whole(0, 1_000_000), "Acts; left out: their number is not limited here."));

    private static MapShape Obligation() => Map(
        Required("kind", Word<ObligationKind>(), "From a closed list; a caller that does not support one gets no allowance that carries it."),
        Optional("max", Amount, "cap_amount: the most that may be spent, in base currency."),
        Optional("within_seconds", Whole(1, 31_536_000), "report_outcome: within so many seconds."),
        Optional("template", Name, "use_template: which."),
        Optional("role", Word<ApproverRole>(), "copy: who gets one."),
        Optional("until", new MomentShape(), "delay: not before."));

    private static MapShape Approver() => Map(
        Optional("up_to_amount", Amount, "In base currency; left out: any amount."),
        Optional("up_to_tier", Word<ValueTier>(), "Left out: every tier."),
        Required("role", Word<ApproverRole>(), "A higher role may always stand in for a lower."),
        Optional("people", Whole(1, 2), "How many different people it takes; 1."));

    private static MapShape Constraint() => Map(
        Required("name", Name, "Names the rule in verdicts, unique in the playbook."),
        Required("when", Word<Circumstance>(), "The circumstance; what is not known counts as being there."),
        Required("at_most", Word<Latitude>(), "The most latitude under it."),
        Optional("days", Whole(0, 3650), "renewal_window: days before the end; open_promise: days before it is due."),
        Optional("clauses", Set(new TextShape(80), 64), "contract_clause: names that count; left out: any clause."),
        Optional("actions", Set(Name, Playbook.ActionsMax), "Actions that it touches; left out: all."),
        Optional("segments", Set(Segment, 32), "Segments that it touches; left out: all."),
        Optional("status", Word<RuleStatus>(), "active (the default), or shadow: reported without effect."));
}
