using AccountTwins.Domain.Playbooks.Format;

namespace AccountTwins.Domain.Playbooks;

/// <summary>Something that only the whole playbook tells.</summary>
/// <param name="Path">As in the file, <c>actions[3].caps.small</c>.</param>
/// <param name="Code">From <see cref="PlaybookCodes"/>.</param>
public sealed record PlaybookProblem(string Path, string Code, string Text);

/// <summary>
/// What has to hold between the keys of a playbook, so that worse never loosens and every rule can be met. Ranges of single values are
/// the file format's business.
/// </summary>
public static partial class PlaybookCheck
{
    public static IEnumerable<PlaybookProblem> Problems(Playbook playbook) =>
    [
        .. Money(playbook),
        .. Duplicates("actions", "type", playbook.Actions, action => action.Type),
        .. playbook.Actions.SelectMany((action, index) => Action(action, $"actions[{index}]")),
        .. Duplicates("constraints", "name", playbook.Constraints, rule => rule.Name),
        .. playbook.Constraints.SelectMany((rule, index) => Constraint(playbook, rule, $"constraints[{index}]")),
        .. Observe(playbook),
        .. Freshness(playbook.Freshness),
        .. Escalation(playbook),
        .. Learning(playbook),
        .. Duplicates("escalation.segments", "segment", playbook.Escalation.Segments, rule => rule.Segment),
        .. Duplicates("entitlements", "plan", playbook.Entitlements, plan => plan.Plan),
    ];

    private static IEnumerable<PlaybookProblem> Money(Playbook playbook)
    {
        foreach (var problem in Duplicates("money.rates", "currency", playbook.Money.Rates, rate => rate.Currency))
            yield return problem;
        for (var index = 0; index < playbook.Money.Rates.Count; index++)
        {
            if (playbook.Money.Rates[index].Currency == playbook.Money.Base)
                yield return new($"money.rates[{index}].currency", PlaybookCodes.BaseRate, "The base currency has no rate of its own.");
        }
    }

    private static IEnumerable<PlaybookProblem> Constraint(Playbook playbook, ConstraintRule rule, string path)
    {
        var hasDays = rule.When is Circumstance.RenewalWindow or Circumstance.OpenPromise;
        if (rule.When == Circumstance.RenewalWindow && rule.Days == 0)
            yield return new($"{path}.days", PlaybookCodes.DaysMissing, "A renewal window says how many days it opens before the end.");
        if (!hasDays && rule.Days != 0)
            yield return new($"{path}.days", PlaybookCodes.DaysExtra, "Only renewal_window and open_promise look at days.");
        if (rule.When != Circumstance.ContractClause && rule.Clauses.Count > 0)
            yield return new($"{path}.clauses", PlaybookCodes.ClausesExtra, "Only contract_clause looks at clauses.");
        foreach (var problem in UnknownActions(playbook, rule.Actions, $"{path}.actions"))
            yield return problem;
    }

    private static IEnumerable<PlaybookProblem> Observe(Playbook playbook)
    {
        foreach (var problem in Duplicates("observe", "segment", playbook.Observe, rule => $"{rule.Segment ?? "*"}/{rule.Action ?? "*"}"))
            yield return problem;
        for (var index = 0; index < playbook.Observe.Count; index++)
        {
            var rule = playbook.Observe[index];
            if (rule is { Segment: null, Action: null })
                yield return new($"observe[{index}]", PlaybookCodes.ObserveEmpty, "Name a segment, an action or both; the whole tenant is mode: observe.");
            if (rule.Action is { } action && playbook.Action(action) is null)
                yield return Unknown(playbook, action, $"observe[{index}].action");
        }
    }

    private static IEnumerable<PlaybookProblem> Freshness(FreshnessRules rules)
    {
        if (rules.WhenDead > rules.WhenLate)
            yield return new("freshness.when_dead", PlaybookCodes.FreshnessOrder, "A dead feed leaves no more latitude than a late one.");
    }

    private static IEnumerable<PlaybookProblem> Escalation(Playbook playbook)
    {
        var rules = playbook.Escalation;
        for (var index = 0; index < rules.ClauseCategories.Count; index++)
        {
            var category = rules.ClauseCategories[index];
            if (!playbook.Categories.Contains(category) && !EscalationRules.UsualClauseCategories.Contains(category))
                yield return new(
                    $"escalation.clause_categories[{index}]", PlaybookCodes.UnknownCategory, $"{category} is not in the categories{Nearest.Hint(category, playbook.Categories)}");
        }

        // Left out, it names the usual holding reply, which a catalogue may lack.
        if (!rules.Exempt.Equals(new EscalationRules().Exempt))
        {
            foreach (var problem in UnknownActions(playbook, rules.Exempt, "escalation.exempt"))
                yield return problem;
        }
    }

    private static IEnumerable<PlaybookProblem> Learning(Playbook playbook)
    {
        foreach (var problem in playbook.Learning.Problems())
        {
            var property = problem.Split(' ')[0];
            var key = System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(property);
            yield return new($"learning.{key}", PlaybookCodes.Learning, key + problem[property.Length..]);
        }
    }

    private static IEnumerable<PlaybookProblem> UnknownActions(Playbook playbook, IReadOnlyList<string> named, string path)
    {
        for (var index = 0; index < named.Count; index++)
        {
            if (playbook.Action(named[index]) is null)
                yield return Unknown(playbook, named[index], $"{path}[{index}]");
        }
    }

    private static PlaybookProblem Unknown(Playbook playbook, string action, string path) => new(
        path, PlaybookCodes.UnknownAction, $"There is no action {action} in the catalogue{Nearest.Hint(action, playbook.Actions.Select(rule => rule.Type))}");

    private static IEnumerable<PlaybookProblem> Duplicates<T>(string path, string key, IReadOnlyList<T> items, Func<T, string> nameOf)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var index = 0; index < items.Count; index++)
        {
            if (!seen.Add(nameOf(items[index])))
                yield return new($"{path}[{index}].{key}", PlaybookCodes.DuplicateName, $"{nameOf(items[index])} stands here twice.");
        }
    }
}
