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
    /// else the account taught. With neither: the account's own, then those of the scenarios that it was reviewed in.
    /// </summary>
    public IReadOnlyList<Lesson> For(string account, string? scenario, string? action)
    {
        if (IsEmpty)
            return None;
        var own = _byAccount.GetValueOrDefault(account, None);
        var shared = scenario is not null ? _byScenario.GetValueOrDefault(scenario, None) : action is not null ? _byAction.GetValueOrDefault(action, None) : None;
        return own.Length == 0 && shared.Length == 0 ? None : Choose(account, scenario, action, own, shared);
    }

    /// <summary>Apart, because its closures would be made for those who are shown nothing too.</summary>
    private List<Lesson> Choose(string account, string? scenario, string? action, Lesson[] own, Lesson[] shared)
    {
        var chosen = new List<Lesson>(ShownMax);
        if (scenario is not null || action is not null)
        {
            Add(chosen, own.Where(one => scenario is not null ? one.Scenario == scenario : one.Action == action));
            Add(chosen, shared.Where(one => one.Account != account));
            Add(chosen, own);
        }
        else
        {
            Add(chosen, own);
            foreach (var seen in own)
                Add(chosen, _byScenario.GetValueOrDefault(seen.Scenario, None));
        }

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
