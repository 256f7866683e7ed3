using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Value;

namespace AccountTwins.Domain.Playbooks.Format;

/// <summary>
/// The playbook file as a description: keys, types, ranges and what each means. Reader, JSON Schema and the table of keys come from here.
/// What needs more than one key to judge stands in <see cref="PlaybookCheck"/>.
/// </summary>
public static partial class PlaybookFormat
{
    /// <summary>A larger file is not read.</summary>
    public const int BytesMax = 256 * 1024;

    private static Shape Name => new TextShape(40, "^[a-z][a-z0-9_]*\\z", "lower_snake_case name, at most 40 characters");

    internal static readonly MapShape Root = Map(
        Required("version", new TextShape(40), "The author's own name for this text, in quotes; the hash of the file tells two texts apart."),
        Optional("mode", Word<PlaybookMode>(), "Whether verdicts bind (enforce, the default) or are only given and recorded (observe); a kill switch binds all the same."),
        Optional("observe", List(Observe(), 64), "Parts of the tenant in which the gate only watches although the mode is enforce."),
        Optional("assumed_ai_contact", Word<AiContact>(), "What is taken for granted where nobody said whether the customer accepts an AI; left out: none."),
        Required("money", Money(), "The base currency and the rates into it."),
        Required("value", Stake(), "What an account is worth, and the thresholds of its tier."),
        Required("matrix", Matrix(), "The ceiling: how far the AI may go at most, by value tier (rows) and health band (columns)."),
        Required("actions", List(Action(), Playbook.ActionsMax, 1), "The closed catalogue. What is not in it is denied."),
        Required("categories", Set(Name, 64), "What requests may be about; every other category counts as other."),
        Required("constraints", List(Constraint(), Playbook.ConstraintsMax), "Circumstances of the account that take latitude; none ever gives."),
        Optional("freshness", Freshness(), "What old or missing evidence does to latitude."),
        Optional("escalation", Escalation(), "When a case goes to people by itself, whatever the agent wants."),
        Optional("incidents", Incidents(), "When severe trouble at several accounts counts as one incident, and when it is over."),
        Optional("reviews", Reviews(), "How what waits for people is bounded and dated."),
        Optional("learning", Learning(), "How reviews tighten and widen latitude."),
        Optional("entitlements", List(Entitlement(), 32), "First-response targets and routing by support plan; the quickest of an account's plans and the strongest route count."));

    private static MapShape Observe() => Map(
        Optional("segment", Segment, "The segment; left out: every one."),
        Optional("action", Name, "The action; left out: every one."));

    private static MapShape Money() => Map(
        Required("base", Currency, "The currency of all amounts in this file, ISO 4217."),
        Optional("rates", List(Rate(), 64), "What other currencies are worth. An amount in a currency without a rate waits for a person."));

    private static MapShape Rate() => Map(
        Required("currency", Currency, "ISO 4217."),
        Required("in_base", Number(0.000001m, 1_000_000), "What one unit is worth in the base currency."),
        Required("as_of", new DayShape(), "The day of the rate."));

    private static MapShape Stake() => Map(
        Optional("assumptions", Assumptions(), "What is assumed where contracts and history do not say."),
        Optional("large_volume_seats", Whole(1, 100_000_000), "Seats from which on a customer is a large-volume purchaser; 1,000."),
        Required("tiers", Tiers(), "What raises an account into a tier; small is where everyone starts."));

    private static MapShape Assumptions() => Map(
        Optional("discount_rate", Number(ValueAssumptions.DiscountRateMin, ValueAssumptions.DiscountRateMax), "A year's discount of future margin; 0.10."),
        Optional("gross_margin", Share, "Share of revenue taken as margin where the contract names none; 0.75."),
        Optional("term_months", Whole(1, 120), "Months of a contract that does not say how long its term is; 12."),
        Optional("annual_retention", Share, "Chance that a customer is still there after a year, where too few renewals were seen to tell; 0.85."),
        Optional("annual_retention_renewals", Whole(1, 100_000), "Renewals that this chance counts for beside the ones that were seen; 20."));

    private static MapShape Tiers() => Map(
        Optional("holds_above", Number(0.01m, 1), "Share of a threshold that value or revenue must fall below before the tier comes down; 0.80."),
        Optional("mid", Tier(), "Any one of them is enough."),
        Optional("strategic", Tier(), "Any one of them is enough."),
        Optional("global", Tier(), "Any one of them is enough."));

    private static MapShape Tier() => Map(
        Optional("value", Amount, "Expected future margin, upper end, base currency."),
        Optional("arr", Amount, "Annual recurring revenue, base currency."),
        Optional("segments", Set(Segment, 32), "Segments that belong to this tier whatever they bring."));

    private static MapShape Matrix() => Map([.. MatrixRows.All.Select(row => Required(row.Word, MatrixRow(), row.Help))]);

    private static MapShape MatrixRow() => Map(
        [.. EnumWords<Health.HealthBand>.All.Reverse().Select(band => Required(band, Word<Latitude>(), $"The most latitude in the band {band}."))]);

    private static Shape Currency => new TextShape(3, "^[A-Z]{3}\\z", "currency code of three capital letters");

    private static Shape Segment => new TextShape(60);

    private static Shape Share => Number(0, 1);

    private static Shape Amount => Number(0, 1_000_000_000_000m);

    private static MapShape Map(params IReadOnlyList<PlaybookKey> keys) => new(keys);

    private static PlaybookKey Required(string name, Shape shape, string help) => new(name, shape, help, IsRequired: true);

    private static PlaybookKey Optional(string name, Shape shape, string help) => new(name, shape, help);

    private static ListShape List(Shape item, int max, int min = 0) => new(item, max, min);

    private static ListShape Set(Shape item, int max) => new(item, max, IsSet: true);

    private static NumberShape Whole(decimal min, decimal max) => new(min, max, IsWhole: true);

    private static NumberShape Number(decimal min, decimal max) => new(min, max, IsWhole: false);

    private static FlagShape Flag => new();

    private static WordShape Word<T>(params IReadOnlyList<string> except)
        where T : struct, Enum => new([.. EnumWords<T>.All.Except(except)]);
}
