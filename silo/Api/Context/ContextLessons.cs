using AccountTwins.Domain.Learning.Lessons;
using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Silo.Api.Context;

/// <summary>Puts lessons into a context.</summary>
public static class ContextLessons
{
    /// <summary>This very view where there are none.</summary>
    public static AccountView Of(AccountView view, LessonShelf shelf, string? scenario, string? action)
    {
        var chosen = shelf.For(view.Account, scenario, action, view.LateScenarios);
        return chosen.Count == 0 ? view : view with { Lessons = [.. chosen.Select(lesson => Of(lesson, view.Account))] };
    }

    private static AccountLessonView Of(Lesson lesson, string account) => new()
    {
        Id = lesson.Id,
        Scenario = lesson.Scenario,
        Action = lesson.Action,
        Fault = lesson.Fault,
        Text = lesson.Text,
        IsOwn = lesson.Account == account,
        ApprovedAt = lesson.DecidedAt ?? lesson.ReviewedAt,
    };
}
