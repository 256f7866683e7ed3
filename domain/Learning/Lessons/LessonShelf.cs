using System.Collections.Frozen;

namespace AccountTwins.Domain.Learning.Lessons;

/// <summary>
/// The approved lessons of a tenant, laid out for readers. The choice follows from the lessons and the question alone, so every silo gives the
/// same. A tenant or an account without any costs a look-up and no memory.
/// </summary>
public sealed class LessonShelf
{
    /// <summary>Lessons that one answer holds at most.</summary>
    public const int ShownMax = 3;

    public static readonly LessonShelf Empty = new(LessonBook.Empty);

    private static readonly Lesson[] None = [];

    private readonly FrozenDictionary<string, Lesson[]> _byAccount;
    private readonly FrozenDictionary<string, Lesson[]> _byScenario;
    private readonly FrozenDictionary<string, Lesson[]> _byAction;

    public LessonShelf(LessonBook book)
    {
        var approved = book.Lessons.Where(one => one.State == LessonState.Approved).OrderByDescending(one => one.DecidedAt).ThenByDescending(one => one.Id).ToArray();
        var shared = approved.Where(one => one.Reach != LessonReach.Account).ToArray();
        _byAccount = By(approved, one => one.Account);
        _byScenario = By(shared, one => one.Scenario);
        _byAction = By(shared, one => one.Action);
    }

    public bool IsEmpty => _byAccount.Count == 0;

    /// <summary>
    /// At most three, the newest approved first. With a scenario or an action: the account's own of it, then those of other accounts, then what
    /// else the account taught. With neither: the account's own, then those of the scenarios that it was lately used in, then of those that it was
    /// reviewed in.
    /// </summary>
    /// <param name="lately">Scenarios of the account's last decisions, the newest first.</param>
    public IReadOnlyList<Lesson> For(string account, string? scenario, string? action, IReadOnlyList<string> lately)
    {
        if (IsEmpty)
            return None;
        if (scenario is null && action is null)
            return AtLarge(account, lately);
        var own = _byAccount.GetValueOrDefault(account, None);
        var shared = scenario is not null ? _byScenario.GetValueOrDefault(scenario, None) : _byAction.GetValueOrDefault(action!, None);
        return own.Length == 0 && shared.Length == 0 ? None : Choose(account, scenario, action, own, shared);
    }

    /// <summary>Nothing was asked about: what is likeliest to come up here. No memory where there is nothing to show.</summary>
    private IReadOnlyList<Lesson> AtLarge(string account, IReadOnlyList<string> lately)
    {
        var own = _byAccount.GetValueOrDefault(account, None);
        List<Lesson>? chosen = own.Length == 0 ? null : [.. own.Take(ShownMax)];
        for (var index = 0; index < lately.Count; index++)
        {
            if (_byScenario.TryGetValue(lately[index], out var shared))
                Add(chosen ??= new List<Lesson>(ShownMax), shared);
        }

        foreach (var seen in own)
            Add(chosen!, _byScenario.GetValueOrDefault(seen.Scenario, None));
        return chosen ?? (IReadOnlyList<Lesson>)None;
    }

    /// <summary>Apart, because its closures would be made for those who are shown nothing too.</summary>
    private static List<Lesson> Choose(string account, string? scenario, string? action, Lesson[] own, Lesson[] shared)
    {
        var chosen = new List<Lesson>(ShownMax);
        Add(chosen, own.Where(one => scenario is not null ? one.Scenario == scenario : one.Action == action));
        Add(chosen, shared.Where(one => one.Account != account));
        Add(chosen, own);
        return chosen;
    }

    private static void Add(List<Lesson> chosen, IEnumerable<Lesson> lessons)
    {
        foreach (var lesson in lessons)
        {
            if (chosen.Count == ShownMax)
                return;
            if (!chosen.Contains(lesson))
                chosen.Add(lesson);
        }
    }

    private static FrozenDictionary<string, Lesson[]> By(Lesson[] lessons, Func<Lesson, string> of) =>
        lessons.GroupBy(of, StringComparer.Ordinal).ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
}
