using System.Globalization;

namespace AccountTwins.Domain.Playbooks.Changes;

/// <summary>One value of a playbook, by its path, with what a change of it does.</summary>
/// <param name="Text">In the file's words.</param>
internal abstract record PlaybookTerm(string Path, string Text)
{
    /// <summary>How a change from this term (null: not there) to another (null: gone) moves verdicts; both have the same path.</summary>
    public abstract ChangeDirection To(PlaybookTerm? after);

    public abstract ChangeDirection From(PlaybookTerm? before);

    /// <summary>Numbers as the file writes them.</summary>
    public static string Write(decimal value) => value.ToString("0.############", CultureInfo.InvariantCulture);
}

/// <summary>A value on a scale.</summary>
/// <param name="Rank">Its place on the scale.</param>
/// <param name="Absent">The place where the term is not there.</param>
/// <param name="Rising">What a higher rank does.</param>
internal sealed record ScaleTerm(string Path, string Text, decimal Rank, decimal Absent, ChangeDirection Rising) : PlaybookTerm(Path, Text)
{
    public override ChangeDirection To(PlaybookTerm? after) => Move(Rank, after is ScaleTerm other ? other.Rank : Absent);

    public override ChangeDirection From(PlaybookTerm? before) => Move(before is ScaleTerm other ? other.Rank : Absent, Rank);

    private ChangeDirection Move(decimal before, decimal after) => (Rising, after.CompareTo(before)) switch
    {
        (ChangeDirection.Tightens, < 0) => ChangeDirection.Loosens,
        (ChangeDirection.Loosens, < 0) => ChangeDirection.Tightens,
        (_, 0) => ChangeDirection.Neither,
        _ => Rising,
    };
}

/// <summary>A value without a scale: any change does the same.</summary>
internal sealed record PlainTerm(string Path, string Text, ChangeDirection Change) : PlaybookTerm(Path, Text)
{
    public override ChangeDirection To(PlaybookTerm? after) => Change;

    public override ChangeDirection From(PlaybookTerm? before) => Change;
}

/// <summary>What a rule reaches, where an empty list is everything; reaching more does <paramref name="Wider"/>.</summary>
internal sealed record ReachTerm(string Path, IReadOnlyCollection<string> Names, ChangeDirection Wider)
    : PlaybookTerm(Path, Names.Count == 0 ? "all" : string.Join(", ", Names))
{
    public override ChangeDirection To(PlaybookTerm? after) => after is ReachTerm other ? Move(this, other) : ChangeDirection.Unclear;

    public override ChangeDirection From(PlaybookTerm? before) => before is ReachTerm other ? Move(other, this) : ChangeDirection.Unclear;

    private static ChangeDirection Move(ReachTerm before, ReachTerm after) => (before.Holds(after), after.Holds(before)) switch
    {
        (true, true) => ChangeDirection.Neither,
        (false, true) => before.Wider,
        (true, false) => before.Wider == ChangeDirection.Tightens ? ChangeDirection.Loosens : before.Wider == ChangeDirection.Loosens ? ChangeDirection.Tightens : before.Wider,
        _ => before.Wider == ChangeDirection.Neither ? ChangeDirection.Neither : ChangeDirection.Unclear,
    };

    private bool Holds(ReachTerm other) =>
        Names.Count == 0 || (other.Names.Count > 0 && other.Names.All(name => Names.Contains(name, StringComparer.OrdinalIgnoreCase)));
}

/// <summary>Who approves, compared by what it asks for at every amount and tier that either list names.</summary>
internal sealed record ApproversTerm(string Path, string Text, IReadOnlyList<ApproverRule> Rules) : PlaybookTerm(Path, Text)
{
    private static readonly Value.Tiers.ValueTier[] Tiers = [.. Enum.GetValues<Value.Tiers.ValueTier>().Where(tier => tier != Value.Tiers.ValueTier.Unspecified)];

    public override ChangeDirection To(PlaybookTerm? after) => after is ApproversTerm other ? Move(Rules, other.Rules) : ChangeDirection.Unclear;

    public override ChangeDirection From(PlaybookTerm? before) => before is ApproversTerm other ? Move(other.Rules, Rules) : ChangeDirection.Unclear;

    private static ChangeDirection Move(IReadOnlyList<ApproverRule> before, IReadOnlyList<ApproverRule> after) => PlaybookChanges.Together(
        from amount in before.Concat(after).Select(rule => rule.UpToAmount ?? decimal.MaxValue).Append(0).Append(decimal.MaxValue).Distinct()
        from tier in Tiers
        let old = Need(before, amount, tier)
        let now = Need(after, amount, tier)
        from direction in (ChangeDirection[])[Step(old.Role.CompareTo(now.Role)), Step(old.People.CompareTo(now.People))]
        select direction);

    private static ChangeDirection Step(int order) => order < 0 ? ChangeDirection.Tightens : order > 0 ? ChangeDirection.Loosens : ChangeDirection.Neither;

    private static (ApproverRole Role, int People) Need(IReadOnlyList<ApproverRule> rules, decimal amount, Value.Tiers.ValueTier tier)
    {
        foreach (var rule in rules)
        {
            if (amount <= (rule.UpToAmount ?? decimal.MaxValue) && tier <= rule.UpToTier)
                return (rule.Role, rule.People);
        }

        return (ApproverRole.Executive, 2);
    }
}
